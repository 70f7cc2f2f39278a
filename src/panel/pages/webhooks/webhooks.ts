import { AppError } from '../../../domain/errors.js'
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
import { emptyForm, type FormState } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'
import { eventFields, NEW, submitWebhook } from './form.js'

/** The webhooks of the administrator's space. The secret of one that was just made is shown, this once. */
export const webhooksPage = (visit: MemberVisit): Promise<void> => page(visit, emptyForm(NEW))

async function page(visit: MemberVisit, form: FormState, status?: number): Promise<void> {
  const { t, deps, session } = visit
  const webhooks = await listWebhooks(deps, session.account.spaceId)
  const secret = takeShownOnce(visit)
  const made = secret && { ...secret, name: webhooks.find(({ id }) => id === secret.id)?.name ?? '' }
  show(visit, 'webhooks/webhooks', {
    title: t.admin.webhooks.title,
    status,
    ...(made && { script: 'copy.js' }),
    model: { form, webhooks, made, types: eventFields(t) },
  })
}

/** Makes a webhook by the rules of the API's createWebhook. */
export async function makeWebhookForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, session, caller } = visit
  const done = await submitWebhook(
    visit,
    form,
    (wish) => createWebhook(deps, session.account.spaceId, wish, caller),
    (state, status) => page(visit, state, status),
  )
  if (!done) return
  const { id, secret } = done.value
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
