import { webhookTags } from '../../../api/webhookTags.js'
import { updateWebhook, type WebhookFacts } from '../../../services/webhooks/webhooks.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { eventFields, submitWebhook, valuesOf } from './form.js'
import { webhookInPath } from './webhooks.js'

/** What may be changed of a webhook. Its secret stays. */
export async function editWebhookPage(visit: MemberVisit): Promise<void> {
  const webhook = await webhookInPath(visit)
  page(visit, webhook, emptyForm(valuesOf(webhook)))
}

/** @param etag the webhook as the form has shown it: the one that is stored, unless somebody sends the form again */
function page(visit: MemberVisit, webhook: WebhookFacts, form: FormState, status?: number, etag?: string): void {
  const { t, deps } = visit
  show(visit, 'webhooks/edit', {
    title: t.admin.webhooks.editTitle(webhook.name),
    status,
    model: { webhook, form, etag: etag ?? webhookTags(deps).of(webhook).ETag, types: eventFields(t) },
  })
}

/** Writes a webhook by the rules of the API's updateWebhook, unless somebody else has changed it since the form was shown: who sends it again has been told. */
export async function editWebhookForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const webhook = await webhookInPath(visit)
  const { enabled } = webhook
  const expect = webhookTags(deps).expected({ 'if-match': form('etag') })
  const done = await submitWebhook(
    visit,
    form,
    (wish) => updateWebhook(deps, webhook.id, { ...wish, enabled }, expect, caller),
    async (state, status) => {
      if (status !== 412) return page(visit, webhook, state, status, form('etag'))
      const now = await webhookInPath(visit)
      const events = eventFields(t).filter(([field]) => valuesOf(now)[field] === 'on')
      const problem = t.admin.webhooks.changed(now.name, now.url, events.map(([, name]) => name).join(', '))
      page(visit, now, { ...state, problem }, status)
    },
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: t.admin.webhooks.saved(done.value.name) })
  goTo(visit, `/webhooks/${webhook.id}`)
}
