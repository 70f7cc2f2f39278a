import type { Principal } from '../../../http/principal.js'
import type { With } from '../../../services/deps.js'
import { chosenSpace } from '../../../services/spaces/chosen.js'
import { listDeliveries, replayDelivery, testWebhook } from '../../../services/webhooks/deliveries.js'
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  updateWebhook,
  type WebhookFacts,
} from '../../../services/webhooks/webhooks.js'
import { presentDelivery, presentMadeWebhook, presentWebhook } from '../../present/admin/webhooks.js'
import { type Handlers, reply } from '../../types.js'
import { webhookTags } from '../../webhookTags.js'

export const webhookHandlers = (deps: With<'outbound'>): Handlers<'webhooks'> => {
  const tags = webhookTags(deps)
  const tagged = (webhook: WebhookFacts, whole: boolean) =>
    reply({ status: 200, body: presentWebhook(webhook, whole), headers: tags.of(webhook) })
  return {
    listWebhooks: async ({ principal, query }) => ({
      data: (await listWebhooks(deps, await chosenSpace(deps, principal.account, query.domain))).map((one) =>
        presentWebhook(one, seesAll(principal)),
      ),
    }),
    createWebhook: async ({ principal, body: { domain, ...wanted }, caller }) => {
      const made = await createWebhook(deps, await chosenSpace(deps, principal.account, domain), wanted, caller)
      return reply({ status: 201, body: presentMadeWebhook(made) })
    },
    getWebhook: async ({ params, principal }) => tagged(await getWebhook(deps, params.webhook_id), seesAll(principal)),
    updateWebhook: async ({ params, headers, body, caller }) =>
      tagged(await updateWebhook(deps, params.webhook_id, body, tags.expected(headers), caller), true),
    deleteWebhook: async ({ params, caller }) => {
      await deleteWebhook(deps, params.webhook_id, caller)
      return {}
    },
    testWebhook: async ({ params, caller }) => presentDelivery(await testWebhook(deps, params.webhook_id, caller)),
    listWebhookDeliveries: async ({ params, query }) => {
      const { deliveries, nextCursor, perPage } = await listDeliveries(deps, params.webhook_id, query)
      return { data: deliveries.map(presentDelivery), next_cursor: nextCursor, per_page: perPage }
    },
    replayWebhookDelivery: async ({ params, caller }) =>
      presentDelivery(await replayDelivery(deps, params.webhook_id, params.delivery_id, caller)),
  }
}

/** Not a key that only reads. */
const seesAll = ({ scope = 'admin' }: Principal): boolean => scope === 'admin'
