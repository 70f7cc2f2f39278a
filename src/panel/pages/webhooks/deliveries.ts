import { AppError } from '../../../domain/errors.js'
import { listDeliveries, replayDelivery, stateOf, testWebhook } from '../../../services/webhooks/deliveries.js'
import { type DeliveryRecord, typeOf } from '../../../services/webhooks/events.js'
import type { WebhookFacts } from '../../../services/webhooks/webhooks.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { reasonText } from '../../frame/words/reasons.js'
import type { DeliveryRow } from './views.js'
import { webhookInPath } from './webhooks.js'

/** Deliveries on a page. */
const PER_PAGE = 20

/** What a webhook was told, the newest first. */
export async function deliveriesPage(visit: MemberVisit): Promise<void> {
  const { t, ctx } = visit
  const webhook = await webhookInPath(visit)
  const cursor = typeof ctx.query.cursor === 'string' ? ctx.query.cursor.slice(0, 255) : ''
  const { deliveries, nextCursor } = await listed(visit, webhook.id, cursor)
  const path = `/webhooks/${webhook.id}`
  show(visit, 'webhooks/deliveries', {
    title: t.admin.webhooks.deliveriesTitle(webhook.name),
    model: {
      webhook,
      events: webhook.events.map((type) => t.admin.webhooks.eventNames[type]),
      deliveries: deliveries.map((row) => rowOf(visit, webhook, row)),
      newest: cursor !== '' && path,
      older: nextCursor !== null && `${path}?${new URLSearchParams({ cursor: nextCursor })}`,
    },
  })
}

/** With a foreign cursor the list begins anew. */
async function listed({ deps }: MemberVisit, id: number, cursor: string) {
  try {
    return await listDeliveries(deps, id, { per_page: PER_PAGE, cursor })
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    return listDeliveries(deps, id, { per_page: PER_PAGE })
  }
}

function rowOf({ t, deps }: MemberVisit, { enabled }: WebhookFacts, row: DeliveryRecord): DeliveryRow {
  const names: Record<string, string> = t.admin.webhooks.eventNames
  // of a webhook that is off nothing is sent; a time that has come is past for the reader. While an attempt runs, it is when the next could begin
  const nextTryAt = enabled && row.nextTryAt && row.nextTryAt.getTime() > deps.clock.now() ? row.nextTryAt : null
  return { ...row, nextTryAt, event: names[typeOf(row)]!, state: stateOf(row), reason: reasonText(t, row.lastError) }
}

export async function testForm(visit: MemberVisit): Promise<void> {
  const { id } = await webhookInPath(visit)
  await testWebhook(visit.deps, id, visit.caller)
  setFlash(visit, { kind: 'success', text: visit.t.admin.webhooks.tested })
  goTo(visit, `/webhooks/${id}`)
}

export async function replayForm(visit: MemberVisit): Promise<void> {
  const { id } = await webhookInPath(visit)
  const delivery = idInPath(visit, 'delivery')
  try {
    await replayDelivery(visit.deps, id, delivery, visit.caller)
  } catch (error) {
    if (error instanceof AppError && error.status === 404) throw new PageError(404, 'notFound')
    throw error
  }
  setFlash(visit, { kind: 'success', text: visit.t.admin.webhooks.replayed })
  goTo(visit, `/webhooks/${id}`)
}
