import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../../db/client.js'

/** Rows of one statement. */
const BATCH = 1_000

// Who has one of them in hand meanwhile finds `tries_before` raised, and leaves it to the next who takes it.

/** Has a delivery sent once more from now on. @returns how many there are of it */
export const sendAgain = (tx: Transaction, { webhookId, id }: { webhookId: number; id: number }, now: Date): Promise<number> =>
  tx.$executeRaw`${again(now)} where id = ${id} and webhook_id = ${webhookId}`

/**
 * The same with some of a webhook that were given up, from an id on: one statement for all would take longer than it may once there are a million, and keep others from
 * writing meanwhile.
 * @returns their ids, in no certain order
 */
export async function sendFailedAgain({ prisma }: Database, webhookId: number, after: number, now: Date): Promise<number[]> {
  const failed = Prisma.sql`next_try_at is null and delivered_at is null`
  const rows = await prisma.$queryRaw<{ id: number }[]>`${again(now)} where ${failed} and id in (
    select id from webhook_deliveries where webhook_id = ${webhookId} and id > ${after} and ${failed} order by id limit ${BATCH}) returning id`
  return rows.map(({ id }) => id)
}

/** Removes the oldest of a webhook, for the same reason some at a time. @returns whether there may be more */
export const removeSome = async ({ prisma }: Database, webhookId: number): Promise<boolean> =>
  (await prisma.$executeRaw`delete from webhook_deliveries where id in (
    select id from webhook_deliveries where webhook_id = ${webhookId} order by id limit ${BATCH})`) === BATCH

/** The id of the oldest of the newest so many that wait for a webhook. 0 when fewer do. */
export async function newestWaiting({ prisma }: Database, webhookId: number, count: number): Promise<number> {
  const rows = await prisma.$queryRaw<{ id: number }[]>`select id from webhook_deliveries
    where webhook_id = ${webhookId} and next_try_at is not null order by id desc limit 1 offset ${count - 1}`
  return rows[0]?.id ?? 0
}

/** Drops some of what waits for a webhook from before an id, the oldest first, and counts them there. @returns how many */
export function dropWaiting({ prisma }: Database, webhookId: number, before: number): Promise<number> {
  return prisma.$transaction(async (tx) => {
    const count = await tx.$executeRaw`delete from webhook_deliveries where id in (
      select id from webhook_deliveries where webhook_id = ${webhookId} and id < ${before} and next_try_at is not null order by id limit ${BATCH})`
    if (count > 0) await tx.$executeRaw`update webhooks set dropped = dropped + ${count} where id = ${webhookId}`
    return count
  })
}

const again = (now: Date): Prisma.Sql => Prisma.sql`update webhook_deliveries
  set next_try_at = ${now}, replayed_at = ${now}, tries_before = tries, delivered_at = null, last_error = null`
