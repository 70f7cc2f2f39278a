import type { DeliveryState } from '../../../services/webhooks/deliveries.js'
import type { DeliveryRecord } from '../../../services/webhooks/events.js'
import type { WebhookFacts } from '../../../services/webhooks/webhooks.js'
import type { FormState } from '../../frame/forms.js'
import type { Secret } from '../../frame/shownOnce.js'
import type { Conflict } from '../merge.js'

/** A delivery as the page shows it. */
export interface DeliveryRow extends Pick<DeliveryRecord, 'id' | 'account' | 'tries' | 'lastError' | 'createdAt' | 'nextTryAt'> {
  /** as the reader calls it */
  event: string
  state: DeliveryState
  /** why it did not arrive, as far as it is known */
  reason: string | undefined
}

export interface WebhooksViews {
  /** `types`: the events, with what the reader calls them */
  'webhooks/webhooks': {
    form: FormState
    webhooks: WebhookFacts[]
    made: (Secret & { name: string }) | undefined
    types: [type: string, name: string][]
  }
  /** `etag`, `was`: the webhook as the form shows it; `conflict`: what somebody else has changed meanwhile */
  'webhooks/edit': {
    webhook: WebhookFacts
    form: FormState
    etag: string
    was: string
    conflict: Conflict | undefined
    types: [type: string, name: string][]
  }
  'webhooks/remove': { webhook: WebhookFacts }
  /** `newest`, `older`: addresses of other parts of the list; false where there is none */
  'webhooks/deliveries': {
    webhook: WebhookFacts
    events: string[]
    deliveries: DeliveryRow[]
    newest: string | false
    older: string | false
  }
}
