import { secretsEqual } from '../../auth/digest.js'
import { keyedHash } from '../../auth/secretBox.js'
import type { Transaction } from '../../db/client.js'
import { randomPin, randomToken } from '../../domain/codes.js'
import { AppError, tooMany } from '../../domain/errors.js'
import type { With } from '../deps.js'
import { type PinTrier, takePinTry } from '../limits/pins.js'
import type { Platform } from '../platform.js'

export type Channel = 'email' | 'phone'

/** Wrong tries that a secret bears: a PIN has 10,000 values, a code 62^13. */
export const maxTries = (codeLength: number): number => (codeLength === 4 ? 3 : 10)

/**
 * Makes the code that proves an address and keeps its hash; an earlier one for the same channel is void from then on.
 * @returns the code to send there: 13 characters by mail, a 4-digit PIN by SMS; and when it expires
 */
export async function issueCode(deps: Platform, tx: Transaction, accountId: number, channel: Channel, target: string) {
  const code = channel === 'email' ? randomToken(deps.clock.random) : randomPin(deps.clock.random)
  const createdAt = new Date(deps.clock.now())
  const expiresAt = new Date(deps.clock.now() + deps.config.codeTtl * 1000)
  const row = { target, codeHash: hash(deps, accountId, channel, code), tries: 0, expiresAt, createdAt }
  const id = { accountId, channel }
  await tx.code.upsert({ where: { accountId_channel: id }, create: { ...id, ...row }, update: row })
  return { code, expiresAt }
}

/**
 * Takes one of the code's tries, and of a PIN one of the number's, then looks whether it is right: parallel guesses cannot outnumber the tries.
 * @param by whose tries of the number a wrong PIN counts among
 * @param wrong the error for a code that is not it
 * @returns the proven row, to be consumed with `consumeCode`; undefined when nothing is pending on this channel
 * @throws AppError 429 too_many_tries, 403 code_expired, or `wrong`
 */
export async function tryCode(
  deps: With<'limits'>,
  accountId: number,
  channel: Channel,
  code: string,
  by: PinTrier,
  wrong: () => AppError,
) {
  const { prisma } = deps.db
  const find = () => prisma.code.findUnique({ where: { accountId_channel: { accountId, channel } } })
  const row = await find()
  if (!row) return undefined
  const giveBack = channel === 'phone' ? await takePinTry(deps, row.target, by, tooManyTries) : undefined
  const taken = await prisma.code.updateMany({
    where: { accountId, channel, codeHash: row.codeHash, tries: { lt: maxTries(channel === 'phone' ? 4 : 13) } },
    data: { tries: { increment: 1 } },
  })
  if (taken.count === 0) {
    await giveBack?.()
    const left = await find()
    if (!left) return undefined // another request was faster
    throw left.codeHash === row.codeHash ? tooManyTries((row.expiresAt.getTime() - deps.clock.now()) / 1000) : wrong()
  }
  if (!secretsEqual(row.codeHash, hash(deps, accountId, channel, code))) throw wrong()
  await giveBack?.()
  if (row.expiresAt.getTime() <= deps.clock.now()) throw codeExpired()
  return row
}

/** Removes a proven code; false when another request was faster or a newer code replaced it. */
export async function consumeCode(tx: Transaction, row: { accountId: number; channel: string; codeHash: string }): Promise<boolean> {
  const { count } = await tx.code.deleteMany({ where: { accountId: row.accountId, channel: row.channel, codeHash: row.codeHash } })
  return count === 1
}

export const codeExpired = (): AppError => new AppError(403, 'code_expired', 'This code has expired. Ask for a new one.')

export const tooManyTries = (retryAfterSeconds: number): AppError =>
  tooMany('too_many_tries', 'Too many wrong codes: this one is void. Ask for a new one.', retryAfterSeconds)

const hash = (deps: Pick<Platform, 'keys'>, accountId: number, channel: Channel, code: string): string =>
  keyedHash(deps.keys.codes, channel, String(accountId), code)
