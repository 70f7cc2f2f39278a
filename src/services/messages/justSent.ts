import type { Transaction } from '../../db/client.js'
import type { MessageKind } from '../../delivery/messages.js'
import type { Platform } from '../platform.js'

/** How long the same request sends no second message: a client repeats it when 50 s pass without an answer. Milliseconds. */
const SAME_REQUEST_MS = 120_000

/** A message that a request may have sent already. */
export interface Sent {
  accountId: number
  kinds: MessageKind[]
  /** e-mail address or E.164 number */
  to: string
  /** when the code or link in it was made: an earlier message had another one */
  madeAt?: Date
}

/**
 * Whether a message went there a moment ago, and has not failed: a repetition of the request for it sends no second one, which would void the first.
 * @param tx a transaction that has taken the account's row: of two requests at once the other one waits
 */
export async function wasJustSent(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { accountId, kinds, to, madeAt }: Sent,
  tx: Pick<Transaction, 'message'> = db.prisma,
): Promise<boolean> {
  const createdAt = { gt: new Date(clock.now() - SAME_REQUEST_MS), ...(madeAt && { gte: madeAt }) }
  const last = await tx.message.findFirst({
    where: { accountId, kind: { in: kinds }, recipient: to, createdAt },
    orderBy: { id: 'desc' },
    select: { failedAt: true },
  })
  return last !== null && last.failedAt === null
}
