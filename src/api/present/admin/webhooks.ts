import type { components } from '../../../../generated/openapi.js'
import { toIsoDate } from '../../../domain/dates.js'
import { stateOf } from '../../../services/webhooks/deliveries.js'
import { type DeliveryRecord, eventId, typeOf } from '../../../services/webhooks/events.js'
import type { MadeWebhook, WebhookFacts } from '../../../services/webhooks/webhooks.js'

type Schemas = components['schemas']

/** @param whole with the path and query of its address, which may hold a secret of the system that it names */
export const presentWebhook = (webhook: WebhookFacts, whole: boolean): Schemas['Webhook'] => ({
  id: webhook.id,
  name: webhook.name,
  url: whole ? webhook.url : new URL(webhook.url).origin,
  events: webhook.events,
  enabled: webhook.enabled,
  failing_since: webhook.failingSince && toIsoDate(webhook.failingSince),
  dropped: webhook.dropped,
  domain: webhook.domain,
  created_at: toIsoDate(webhook.createdAt),
})

export const presentMadeWebhook = (made: MadeWebhook): Schemas['MadeWebhook'] => ({ ...presentWebhook(made, true), secret: made.secret })

export const presentDelivery = (row: DeliveryRecord): Schemas['Delivery'] => ({
  id: row.id,
  event_id: eventId(row),
  type: typeOf(row),
  account_id: row.accountId,
  account: row.account,
  state: stateOf(row),
  tries: row.tries,
  last_error: row.lastError,
  created_at: toIsoDate(row.createdAt),
  next_try_at: row.nextTryAt && toIsoDate(row.nextTryAt),
  delivered_at: row.deliveredAt && toIsoDate(row.deliveredAt),
})
