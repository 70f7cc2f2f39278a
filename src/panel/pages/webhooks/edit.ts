import { webhookTags } from '../../../api/webhookTags.js'
import { updateWebhook, type WebhookFacts } from '../../../services/webhooks/webhooks.js'
import type { Texts } from '../../../texts/languages.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { type Conflict, type FieldWords, merge, type Values, valuesIn } from '../merge.js'
import { eventFields, submitWebhook, valuesOf } from './form.js'
import { webhookInPath } from './webhooks.js'

/** What may be changed of a webhook. Its secret stays. */
export async function editWebhookPage(visit: MemberVisit): Promise<void> {
  const webhook = await webhookInPath(visit)
  page(visit, webhook, shownOf(visit, webhook), emptyForm(valuesOf(webhook)))
}

/** The webhook as a form has shown it: whoever sends the form says what they have seen. */
interface Shown {
  etag: string
  was: string
}

/** With what the form does not change, and the tag covers. */
const stateOf = (webhook: WebhookFacts): Values => ({ ...valuesOf(webhook), enabled: webhook.enabled ? 'on' : '' })

const shownOf = ({ deps }: MemberVisit, webhook: WebhookFacts): Shown => ({
  etag: webhookTags(deps).of(webhook).ETag,
  was: JSON.stringify(stateOf(webhook)),
})

function page(visit: MemberVisit, webhook: WebhookFacts, shown: Shown, form: FormState, status?: number, conflict?: Conflict): void {
  const { t } = visit
  show(visit, 'webhooks/edit', {
    title: t.admin.webhooks.editTitle(webhook.name),
    status,
    model: { webhook, ...shown, form, conflict, types: eventFields(t) },
  })
}

/** Writes a webhook by the rules of the API's updateWebhook, unless somebody else has changed it since the form was shown. */
export async function editWebhookForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const webhook = await webhookInPath(visit)
  const { enabled } = webhook
  const expect = webhookTags(deps).expected({ 'if-match': form('etag') })
  const done = await submitWebhook(
    visit,
    form,
    (wish) => updateWebhook(deps, webhook.id, { ...wish, enabled }, expect, caller),
    (state, status) =>
      status === 412 ? showNow(visit, form, state) : page(visit, webhook, { etag: form('etag'), was: form('was') }, state, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: t.admin.webhooks.saved(done.value.name) })
  goTo(visit, `/webhooks/${webhook.id}`)
}

/** The form once more, with what both have entered: who sends it has seen both. */
async function showNow(visit: MemberVisit, form: Form, { values: entered }: FormState): Promise<void> {
  const webhook = await webhookInPath(visit)
  const was = valuesIn(form('was'))
  const now = stateOf(webhook)
  const enabled = typeof was.enabled === 'string' ? was.enabled : now.enabled! // a form of an earlier version does not say
  const { values, conflict } = merge(fieldWords(visit.t), now, was, { ...entered, enabled })
  page(visit, webhook, shownOf(visit, webhook), emptyForm(values), 412, conflict)
}

const fieldWords = (t: Texts): FieldWords => {
  const { name, url, state, chosen, notChosen } = t.admin.webhooks
  const labels: Record<string, string> = { name, url, enabled: state, ...Object.fromEntries(eventFields(t)) }
  const isEvent = (field: string): boolean => eventFields(t).some(([one]) => one === field)
  return {
    label: (field) => labels[field] ?? field,
    text: (field, value) => (isEvent(field) ? (value === 'on' ? chosen : notChosen) : value),
  }
}
