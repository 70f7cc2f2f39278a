import { keyedHash } from '../auth/secretBox.js'
import type { Transaction } from '../db/client.js'
import { isUniqueViolation } from '../db/errors.js'
import { AppError } from '../domain/errors.js'
import type { Platform } from './platform.js'

/** How long a request that was done can be repeated: clients send it again when 50 s pass without an answer, people somewhat later. Milliseconds. */
export const REPEAT_MS = 600_000

/** What makes two requests the same: the operation, who asks (an account's id, a token) and what for. Only a keyed hash of it is kept. */
export type RepeatKey = readonly [operation: string, by: string, ...content: string[]]

/** What is kept of a request that was done, but for the account. */
export const doneRow = (deps: Pick<Platform, 'keys' | 'clock'>, key: RepeatKey): { id: string; expiresAt: Date } => ({
  id: keyedHash(deps.keys.repeats, ...key),
  expiresAt: new Date(deps.clock.now() + REPEAT_MS),
})

/** Notes in the transaction that does a request that it is done. */
export async function noteDone(deps: Pick<Platform, 'keys' | 'clock'>, tx: Transaction, key: RepeatKey, accountId: number): Promise<void> {
  const { id, expiresAt } = doneRow(deps, key)
  const row = { accountId, expiresAt }
  await tx.doneRequest.upsert({ where: { id }, create: { id, ...row }, update: row })
}

/**
 * Notes that something is done, of which each time counts: of several at once one is the first.
 * @returns undefined when it was not done before, else milliseconds since it was
 */
export async function noteFirst(
  deps: Pick<Platform, 'keys' | 'clock' | 'db'>,
  key: RepeatKey,
  accountId: number,
): Promise<number | undefined> {
  const row = doneRow(deps, key)
  try {
    await deps.db.prisma.doneRequest.create({ data: { ...row, accountId }, select: { id: true } })
    return undefined
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
  const known = await deps.db.prisma.doneRequest.findUnique({ where: { id: row.id }, select: { expiresAt: true } })
  return known ? row.expiresAt.getTime() - known.expiresAt.getTime() : REPEAT_MS
}

/** It was not done after all. */
export async function forgetDone(deps: Pick<Platform, 'keys'>, tx: Transaction, key: RepeatKey): Promise<void> {
  await tx.doneRequest.deleteMany({ where: { id: keyedHash(deps.keys.repeats, ...key) } })
}

/**
 * The account that the same request was about, if it was done in the last minutes.
 * @param tx the transaction that does it, where that has what it changes already: of two at once the other one waits
 */
export async function findDone(
  deps: Pick<Platform, 'keys' | 'clock' | 'db'>,
  key: RepeatKey,
  tx: Pick<Transaction, 'doneRequest'> = deps.db.prisma,
): Promise<number | undefined> {
  const id = keyedHash(deps.keys.repeats, ...key)
  const row = await tx.doneRequest.findUnique({ where: { id }, select: { accountId: true, expiresAt: true } })
  return row && row.expiresAt.getTime() > deps.clock.now() ? row.accountId : undefined
}

/**
 * Does a request that its sender may repeat, because its answer was lost. `work` notes in its transaction that it is done (`noteDone`); what a repetition is
 * refused for is answered by `again` when the same was done in the last minutes.
 * @param refusals the codes of errors that a repetition meets
 * @throws AppError what `work` throws
 */
export async function repeatable<T>(
  deps: Pick<Platform, 'keys' | 'clock' | 'db'>,
  { key, refusals, again }: { key: RepeatKey; refusals: readonly string[]; again: (accountId: number) => Promise<T> },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError && refusals.includes(error.code))) throw error
    const accountId = await findDone(deps, key)
    if (accountId === undefined) throw error
    return again(accountId)
  }
}
