import type { components, operations } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import { notFound } from '../../domain/errors.js'
import type { With } from '../deps.js'
import { cursors } from '../paging.js'
import type { Platform } from '../platform.js'
import { sendAgain, sendFailedAgain } from './deliveries.sql.js'
import { type DeliveryRecord, TEST } from './events.js'
import { getWebhook, noted } from './webhooks.js'

export type DeliveryState = components['schemas']['DeliveryState']
export type DeliveryQuery = NonNullable<operations['listWebhookDeliveries']['parameters']['query']>

export interface DeliveryListPage {
  deliveries: DeliveryRecord[]
  perPage: number
  nextCursor: string | null
}

const CURSORS = cursors('d')
const STATES: Record<DeliveryState, Prisma.WebhookDeliveryWhereInput> = {
  waiting: { nextTryAt: { not: null } },
  delivered: { nextTryAt: null, deliveredAt: { not: null } },
  failed: { nextTryAt: null, deliveredAt: null },
}

export const stateOf = ({ nextTryAt, deliveredAt }: Pick<DeliveryRecord, 'nextTryAt' | 'deliveredAt'>): DeliveryState =>
  nextTryAt ? 'waiting' : deliveredAt ? 'delivered' : 'failed'

/** The newest first, those before a cursor if it is not empty. @throws AppError 404, 422 */
export async function listDeliveries(
  deps: Pick<Platform, 'db'>,
  webhookId: number,
  { state, cursor, per_page: perPage = 20 }: DeliveryQuery,
): Promise<DeliveryListPage> {
  const before = cursor ? CURSORS.read(cursor) : undefined
  await getWebhook(deps, webhookId)
  const found = await deps.db.prisma.webhookDelivery.findMany({
    where: { webhookId, ...(state && STATES[state]), ...(before !== undefined && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: perPage + 1,
  })
  const deliveries = found.slice(0, perPage)
  return { deliveries, perPage, nextCursor: found.length > perPage ? CURSORS.write(deliveries.at(-1)!.id) : null }
}

/** Sends `webhook.test`, whatever a webhook is told of. @throws AppError 404 */
export async function testWebhook(deps: With<'outbound'>, id: number, caller: Caller): Promise<DeliveryRecord> {
  const now = new Date(deps.clock.now())
  const delivery = await deps.db.prisma.$transaction(async (tx) => {
    await noted(deps, tx, caller, 'testWebhook', id)
    const { spaceId } = await tx.webhook.findUniqueOrThrow({ where: { id }, select: { spaceId: true } })
    const data = { webhookId: id, spaceId, action: TEST, actorKind: caller.actor.kind, createdAt: now, nextTryAt: now }
    return tx.webhookDelivery.create({ data })
  })
  deps.outbound.webhooks.deliver()
  return delivery
}

/** Sends a delivery once more, whatever became of it. @throws AppError 404 */
export async function replayDelivery(deps: With<'outbound'>, webhookId: number, id: number, caller: Caller): Promise<DeliveryRecord> {
  const delivery = await deps.db.prisma.$transaction(async (tx) => {
    if ((await sendAgain(tx, { webhookId, id }, new Date(deps.clock.now()))) === 0) throw noSuchDelivery()
    await noted(deps, tx, caller, 'replayWebhookDelivery', webhookId)
    return tx.webhookDelivery.findUniqueOrThrow({ where: { id } })
  })
  deps.outbound.webhooks.deliver()
  return delivery
}

/** Sends all of a webhook once more that were given up. @returns how many there are @throws AppError 404 */
export async function replayFailed(deps: With<'outbound'>, webhookId: number, caller: Caller): Promise<number> {
  await deps.db.prisma.$transaction((tx) => noted(deps, tx, caller, 'replayWebhookDelivery', webhookId))
  const now = new Date(deps.clock.now())
  let [count, last] = [0, 0]
  for (;;) {
    const ids = await sendFailedAgain(deps.db, webhookId, last, now)
    if (ids.length === 0) break
    count += ids.length
    last = Math.max(...ids) // each once, also one that is given up again meanwhile
  }
  deps.outbound.webhooks.deliver()
  return count
}

const noSuchDelivery = () => notFound('This webhook has no delivery with this id.')
