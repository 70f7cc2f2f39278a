import type { Access } from '../support/access.js'
import { unique } from '../support/digestHeader.js'

const NONE = 2_147_483_647
const webhook = () => `/webhooks/${NONE}`
const newWebhook = () => ({ name: unique(), url: 'https://crm.example.org/events' })
const changed = () => ({ ...newWebhook(), events: ['account.created'], enabled: true })

/** Who may call the operations of webhooks. */
export const webhooksAccess: Access<'webhooks'> = {
  listWebhooks: { access: 'admin', status: 200 },
  // a space has 20 at most, and several callers are let in
  createWebhook: { access: 'admin', status: 422, body: () => ({ ...newWebhook(), domain: 'nowhere.example.net' }) },
  getWebhook: { access: 'admin', status: 404, path: webhook },
  updateWebhook: { access: 'admin', status: 404, path: webhook, body: changed },
  deleteWebhook: { access: 'admin', status: 404, path: webhook },
  testWebhook: { access: 'admin', status: 404, path: () => `${webhook()}/test` },
  listWebhookDeliveries: { access: 'admin', status: 404, path: () => `${webhook()}/deliveries` },
  replayWebhookDelivery: { access: 'admin', status: 404, path: () => `${webhook()}/deliveries/${NONE}/replay` },
}
