import type { components } from '../../../generated/openapi.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { isUniqueViolation } from '../../db/errors.js'
import { notSent, PushFailure } from '../../delivery/push/attempt.js'
import type { PushTarget } from '../../delivery/push/push.js'
import { hashToken } from '../../domain/codes.js'
import { type AppError, invalidField, notFound, tooMany, unavailable } from '../../domain/errors.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { DEVICE_TOKENS } from '../limits/requests.js'
import type { Platform } from '../platform.js'

/** While a push is under way the device counts as having a token: at most this long if the process dies meanwhile. Milliseconds. */
const RESERVED_MS = 10_000

/** A device that has not asked for a token for so long is forgotten. Milliseconds. */
export const FORGOTTEN_MS = 365 * 86_400_000

/** Apps ask again when 50 s pass without an answer, or the connection ends before it: so long after a push the same is no other request. Milliseconds. */
export const PUSH_REPEAT_MS = 60_000

/** Why a device may have no token now, and after how many seconds it may. */
export type DeviceRefusal = (code: 'token_already_sent' | 'token_limit_reached', text: string, seconds: number) => AppError

/** Marks what `reserve` did, until which time, and what it has replaced: a token that is still good, and when that was sent. */
export interface Reservation {
  deviceId: string
  until: Date
  replaced?: { tokenUntil: Date; lastTokenAt: Date | null }
}

export const targetOf = (body: components['schemas']['NewToken']): PushTarget => ({
  provider: body.pn_provider,
  param: body.pn_param,
  prid: body.pn_prid,
})

/** The same for all spellings of a device; nothing leads back from it to the device. @throws PushFailure */
const deviceIdOf = ({ outbound }: Pick<With<'outbound'>, 'outbound'>, target: PushTarget): string =>
  hashToken(outbound.push.identify(target))

/** What names the device that a push goes to. @throws AppError 503 token_not_sent when no push can go there */
export function deviceFor(deps: Pick<With<'outbound'>, 'outbound'>, target: PushTarget): string {
  try {
    return deviceIdOf(deps, target)
  } catch (error) {
    return asAnswer(error)
  }
}

/** Pushes a token to a device. @throws AppError 503 token_not_sent, device_gone */
export const pushToken = (deps: Pick<With<'outbound'>, 'outbound'>, target: PushTarget, token: string): Promise<void> =>
  deps.outbound.push.send(target, token).catch(asAnswer)

function asAnswer(error: unknown): never {
  const { code, message, cause, retryAfter } = error instanceof PushFailure ? error : notSent(error)
  throw unavailable(code, message, cause, retryAfter)
}

/**
 * Reserves the one token that a device may have at a time: a single conditional statement decides between requests at once.
 * @param renews whether a device that has not used its token may have another one in its place, a minute after it was sent
 * @throws AppError that `refusal` makes
 */
export async function reserve(
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  deviceId: string,
  { refusal, renews }: { refusal: DeviceRefusal; renews: boolean },
): Promise<Reservation> {
  const now = new Date(deps.clock.now())
  const until = new Date(deps.clock.now() + RESERVED_MS)
  const device = await tx.pushDevice.findUnique({ where: { id: deviceId } })
  if (!device) {
    await createDevice(tx, { id: deviceId, tokensUsed: 0, tokenUntil: until, lastTokenAt: now }, refusal)
    return { deviceId, until }
  }
  const { tokenUntil, lastTokenAt, tokensUsed } = device
  const secondsTo = (time: number): number => (time - now.getTime()) / 1000
  const waits = tokenUntil && Math.min(tokenUntil.getTime(), renews && lastTokenAt ? lastTokenAt.getTime() + PUSH_REPEAT_MS : Infinity)
  if (waits && waits > now.getTime()) throw alreadySent(refusal, secondsTo(waits))
  if (tokensUsed >= deps.config.tokensPerDevice)
    throw refusal(
      'token_limit_reached',
      'This device has had all the tokens it may have.',
      secondsTo((lastTokenAt ?? now).getTime() + FORGOTTEN_MS),
    )
  const { count } = await tx.pushDevice.updateMany({
    where: { id: deviceId, tokensUsed, tokenUntil, lastTokenAt },
    data: { tokenUntil: until, lastTokenAt: now },
  })
  if (count === 0) throw alreadySent(refusal, RESERVED_MS / 1000)
  return { deviceId, until, ...(tokenUntil && tokenUntil > now && { replaced: { tokenUntil, lastTokenAt } }) }
}

/** Requests after a push that count as repetitions of a lost answer: apps send one of themselves. */
const REPEATS = 1

/** Whether the device was sent its token, or is about to be, in the last minute, and this is the one repetition of that request: its answer was lost. */
export async function isRepeated({ db, clock, limits }: With<'limits'>, deviceId: string): Promise<boolean> {
  const now = clock.now()
  const where = { id: deviceId, tokenUntil: { gt: new Date(now) }, lastTokenAt: { gt: new Date(now - PUSH_REPEAT_MS) } }
  const device = await db.prisma.pushDevice.findUnique({ where, select: { lastTokenAt: true } })
  if (!device?.lastTokenAt) return false
  const key = limits.key('push-repeats', `${deviceId} ${device.lastTokenAt.getTime()}`)
  return (await limits.counters.days.add(key, 1, PUSH_REPEAT_MS / 1000)).points <= REPEATS
}

async function createDevice(
  tx: Transaction,
  data: { id: string; tokensUsed: number; tokenUntil: Date; lastTokenAt: Date },
  refusal: DeviceRefusal,
): Promise<void> {
  try {
    await tx.pushDevice.create({ data })
  } catch (error) {
    throw isUniqueViolation(error) ? alreadySent(refusal, RESERVED_MS / 1000) : error
  }
}

const alreadySent = (refusal: DeviceRefusal, seconds: number): AppError =>
  refusal('token_already_sent', 'A token was already sent to this device. Use that one, or wait until it expires.', seconds)

/**
 * Does what sends a token to a device, unless it had those of the day. What fails was not sent and does not count.
 * @throws AppError 429 rate_limited, or what `work` throws
 */
export async function withinDay(deps: With<'limits'>, deviceId: string, work: () => Promise<void>): Promise<void> {
  const { days } = deps.limits.counters
  const key = dayKey(deps, deviceId)
  const count = await days.add(key, 1, DEVICE_TOKENS.seconds)
  try {
    if (count.points > Math.max(DEVICE_TOKENS.points, deps.config.tokensPerDevice))
      throw tooMany('rate_limited', 'This device was sent too many tokens that nobody used. Try again tomorrow.', count.msLeft / 1000)
    await work()
  } catch (error) {
    await days.takeBack(key, 1)
    throw error
  }
}

const dayKey = ({ limits }: Pick<With<'limits'>, 'limits'>, deviceId: string): string => limits.key('device-tokens', deviceId)

/**
 * The reserved token was sent, and is good until then; the one that it replaces is void. One that was used faster than this has already freed the device; where it was the
 * replaced one that was used meanwhile, the device has this token still. Tokens are taken before their device, as whoever uses one does.
 */
export async function keepReservation(
  tx: Transaction,
  { deviceId, until, replaced }: Reservation,
  { tokenHash, expiresAt: tokenUntil }: { tokenHash: string; expiresAt: Date },
): Promise<void> {
  // found by its end, which has an index
  if (replaced) await tx.token.deleteMany({ where: { expiresAt: replaced.tokenUntil, deviceId, usedAt: null } })
  const { count } = await tx.token.updateMany({ where: { tokenHash, usedAt: null }, data: { deviceId } })
  if (count > 0)
    await tx.pushDevice.updateMany({ where: { id: deviceId, OR: [{ tokenUntil: until }, { tokenUntil: null }] }, data: { tokenUntil } })
}

/** The reserved token was not sent: the one before stays good. */
export async function release(tx: Transaction, { deviceId, until, replaced }: Reservation): Promise<void> {
  await tx.pushDevice.updateMany({ where: { id: deviceId, tokenUntil: until }, data: replaced ?? { tokenUntil: null } })
  await tx.pushDevice.deleteMany({ where: { id: deviceId, tokenUntil: null, tokensUsed: 0 } })
}

/** A token of the device is used up, and made no account: the device may have another. */
export async function freeDevice(tx: Pick<Transaction, 'pushDevice'>, deviceId: string): Promise<void> {
  await tx.pushDevice.updateMany({ where: { id: deviceId }, data: { tokenUntil: null } })
}

/** A token of the device made an account: the device may have another. */
export async function countUse(tx: Transaction, deviceId: string): Promise<void> {
  await tx.pushDevice.updateMany({ where: { id: deviceId }, data: { tokenUntil: null, tokensUsed: { increment: 1 } } })
}

/**
 * Forgets what a device has had: it may have as many tokens as a new one, and one at once. A token that is under way to it stays good.
 * @throws AppError 404 when nothing is known of the device, 422 when it is none
 */
export async function resetPushDevice(deps: With<'outbound' | 'limits'>, target: PushTarget, caller: Caller): Promise<void> {
  const id = identified(deps, target)
  const { days } = deps.limits.counters
  const key = dayKey(deps, id)
  const sentToday = await days.get(key)
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.pushDevice.deleteMany({ where: { id } })
    if (count === 0 && !sentToday) throw notFound('No token was sent to this device.')
    await auditNobody(deps, tx, caller, 'resetPushDevice')
  })
  await days.delete(key)
}

function identified(deps: With<'outbound'>, target: PushTarget): string {
  try {
    return deviceIdOf(deps, target)
  } catch (error) {
    throw error instanceof PushFailure ? invalidField('pn_prid', error.message) : error
  }
}
