import type { components } from '../../../../generated/openapi.js'
import { AppError } from '../../../domain/errors.js'
import { EVENT_TYPES } from '../../../services/webhooks/events.js'
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  switchWebhook,
  type WebhookFacts,
} from '../../../services/webhooks/webhooks.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'

type NewWebhook = components['schemas']['NewWebhook']

const fieldOf = (type: string): string => type.replace('.', '-')
const ALL_CHECKED = Object.fromEntries(EVENT_TYPES.map((type) => [fieldOf(type), 'on']))

/** The webhooks of the administrator's space. The secret of one that was just made is shown, this once. */
export const webhooksPage = (visit: MemberVisit): Promise<void> => page(visit, emptyForm(ALL_CHECKED))

async function page(visit: MemberVisit, form: FormState, status?: number): Promise<void> {
  const { t, deps, session } = visit
  const words = t.admin.webhooks
  const webhooks = await listWebhooks(deps, session.account.spaceId)
  const secret = takeShownOnce(visit)
  const made = secret && { ...secret, name: webhooks.find(({ id }) => id === secret.id)?.name ?? '' }
  show(visit, 'webhooks/webhooks', {
    title: words.title,
    status,
    ...(made && { script: 'copy.js' }),
    model: { form, webhooks, made, types: EVENT_TYPES.map((type) => [fieldOf(type), words.eventNames[type]]) },
  })
}

/** Makes a webhook by the rules of the API's createWebhook. */
export async function makeWebhookForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session, caller, rules } = visit
  const words = t.admin.webhooks
  const values = keptFields(form, 'name', 'url', ...EVENT_TYPES.map(fieldOf))
  const wish = {
    name: form('name').trim(),
    url: form('url').trim(),
    events: EVENT_TYPES.filter((type) => form(fieldOf(type)) === 'on'),
  } satisfies NewWebhook
  const bad = (name: keyof NewWebhook): boolean => !rules(`NewWebhook/properties/${name}`, wish[name as keyof typeof wish])
  const wrong = fieldErrors({
    name: bad('name') && words.badName,
    url: bad('url') && words.badUrl,
    [fieldOf(EVENT_TYPES[0]!)]: bad('events') && words.badEvents,
  })
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  const work = () => createWebhook(deps, session.account.spaceId, wish, caller)
  const done = await submit(visit, work, { name: 'name', url: 'url' }, (state, status) => {
    refused = { state, status }
  })
  if (refused) {
    const { name, url } = refused.state.errors
    const errors = fieldErrors({ name: name !== undefined && words.full, url: url !== undefined && words.badUrl })
    return page(visit, errors ? { values, errors } : { values, ...refused.state }, refused.status)
  }
  const { id, secret } = done!.value
  setShownOnce(visit, '/webhooks', { id, value: secret })
  goTo(visit, '/webhooks')
}

/** Switches a webhook on, or off. */
export async function switchWebhookForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const webhook = await webhookInPath(visit)
  const enabled = form('enabled') === 'on'
  await switchWebhook(deps, webhook.id, enabled, caller)
  setFlash(visit, { kind: 'success', text: enabled ? t.admin.webhooks.enabledNow : t.admin.webhooks.disabledNow })
  goTo(visit, `/webhooks/${webhook.id}`)
}

export async function removeWebhookPage(visit: MemberVisit): Promise<void> {
  const webhook = await webhookInPath(visit)
  show(visit, 'webhooks/remove', { title: visit.t.admin.webhooks.removeTitle(webhook.name), model: { webhook } })
}

export async function removeWebhookForm(visit: MemberVisit): Promise<void> {
  const { id, name } = await webhookInPath(visit)
  await deleteWebhook(visit.deps, id, visit.caller)
  setFlash(visit, { kind: 'success', text: visit.t.admin.webhooks.removed(name) })
  goTo(visit, '/webhooks')
}

/** @throws PageError 404 */
export async function webhookInPath(visit: MemberVisit): Promise<WebhookFacts> {
  try {
    return await getWebhook(visit.deps, idInPath(visit))
  } catch (error) {
    if (error instanceof AppError && error.status === 404) throw new PageError(404, 'notFound')
    throw error
  }
}
