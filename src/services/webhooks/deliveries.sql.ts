import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../db/client.js'

// Who has one of them in hand meanwhile finds `tries_before` raised, and leaves it to the next who takes it.

/** Has a delivery sent once more from now on. @returns how many there are of it */
export const sendAgain = (tx: Transaction, { webhookId, id }: { webhookId: number; id: number }, now: Date): Promise<number> =>
  tx.$executeRaw`${again(now)} where id = ${id} and webhook_id = ${webhookId}`

/** The same with all of a webhook that were given up. */
export const sendFailedAgain = (tx: Transaction, webhookId: number, now: Date): Promise<number> =>
  tx.$executeRaw`${again(now)} where webhook_id = ${webhookId} and next_try_at is null and delivered_at is null`

const again = (now: Date): Prisma.Sql => Prisma.sql`update webhook_deliveries
  set next_try_at = ${now}, replayed_at = ${now}, tries_before = tries, delivered_at = null, last_error = null`
