import type { Platform } from '../platform.js'
import { dropWaiting, newestWaiting } from './deliveries.sql.js'

/** Deliveries that wait for a webhook: of more the oldest are dropped. Some hundred bytes each. */
const MOST_WAITING = 250_000

/**
 * Drops what waits for webhooks beyond the newest so many of each, some at a time, and counts it: a far end that is away for days does not fill the database.
 * @param between called between two statements
 * @returns how many were dropped
 */
export async function dropOverflow(
  { db, log }: Pick<Platform, 'db' | 'log'>,
  between: () => Promise<unknown>,
  most = MOST_WAITING,
): Promise<number> {
  let total = 0
  for (const { id } of await db.prisma.webhook.findMany({ select: { id: true }, orderBy: { id: 'asc' } })) {
    if ((await db.prisma.webhookDelivery.count({ where: { webhookId: id, nextTryAt: { not: null } } })) <= most) continue
    const first = await newestWaiting(db, id, most)
    let dropped = 0
    for (;;) {
      const count = await dropWaiting(db, id, first)
      if (count === 0) break
      dropped += count
      await between()
    }
    total += dropped
    log.error(
      { event: 'webhook_deliveries_dropped', webhook_id: id, dropped },
      'of what waited for a webhook the oldest was dropped, as more waited than may',
    )
  }
  return total
}
