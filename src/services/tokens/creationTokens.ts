import type { components } from '../../../generated/openapi.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { hashToken, randomToken } from '../../domain/codes.js'
import { AppError, type ErrorCode } from '../../domain/errors.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import {
  countUse,
  type DeviceRefusal,
  deviceFor,
  freeDevice,
  isRepeated,
  keepReservation,
  pushToken,
  release,
  reserve,
  targetOf,
  withinDay,
} from './pushDevices.js'
import { readUnusedToken } from './reads.sql.js'

type Device = components['schemas']['NewToken']

/** A token that was just made, and until when it is good. */
export interface MadeToken {
  token: string
  expiresAt: Date
}

/**
 * Sends a sign-up token to a device. It is stored first: what arrives works.
 * @throws AppError 403 token_already_sent, token_limit_reached; 429 rate_limited; 503 token_not_sent, device_gone (nothing is kept then)
 */
export const createToken = (deps: With<'outbound' | 'limits' | 'metrics'>, body: Device): Promise<void> =>
  send(deps, body, { refusal: (code, text) => new AppError(403, code, text), renews: false })

/**
 * As `createToken`, but a device that has not used its token may have another one in its place after a minute: a push can get lost. Within the minute one repetition, as of
 * a lost answer, is answered as the first, and nothing is sent; a device that may have no token now is told when it may.
 * @throws AppError 429 token_already_sent, token_limit_reached, rate_limited; 503
 */
export async function sendCreationToken(deps: With<'outbound' | 'limits' | 'metrics'>, body: Device): Promise<void> {
  try {
    await send(deps, body, { refusal: refusedUntil, renews: true })
  } catch (error) {
    const again = error instanceof AppError && error.code === 'token_already_sent'
    if (!again || !(await isRepeated(deps, deviceFor(deps, targetOf(body))))) throw error
  }
}

const JUST_SENT = 'A token was just sent to this device. Use that one, or ask again in a minute.'

const refusedUntil: DeviceRefusal = (code, text, seconds) =>
  new AppError(429, code, code === 'token_already_sent' ? JUST_SENT : text, {
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
  })

async function send(
  deps: With<'outbound' | 'limits' | 'metrics'>,
  body: Device,
  how: { refusal: DeviceRefusal; renews: boolean },
): Promise<void> {
  const { prisma } = deps.db
  const target = targetOf(body)
  const deviceId = deviceFor(deps, target)
  const token = randomToken(deps.clock.random)
  const row = newRow(deps, token, deviceId)
  const reservation = await prisma.$transaction(async (tx) => {
    const reserved = await reserve(deps, tx, deviceId, how)
    await tx.token.create({ data: row })
    return reserved
  })
  try {
    await withinDay(deps, deviceId, () => pushToken(deps, target, token))
  } catch (error) {
    await prisma.$transaction(async (tx) => {
      await tx.token.deleteMany({ where: { tokenHash: row.tokenHash, usedAt: null } })
      await release(tx, reservation)
    })
    throw error
  }
  deps.metrics.token('creation', 'sent')
  await prisma.$transaction((tx) => keepReservation(tx, reservation, row))
}

/** No device: nobody knows which one it goes to. */
export const NO_DEVICE = ''

function newRow({ clock, config }: Pick<Platform, 'clock' | 'config'>, token: string, deviceId: string) {
  const now = clock.now()
  return { tokenHash: hashToken(token), deviceId, createdAt: new Date(now), expiresAt: new Date(now + config.tokenTtl * 1000) }
}

/** Stores a token that no push takes anywhere, in the transaction that hands it out. */
export async function storeToken(deps: Pick<Platform, 'clock' | 'config'>, tx: Transaction, token: string): Promise<MadeToken> {
  const row = newRow(deps, token, NO_DEVICE)
  await tx.token.create({ data: row })
  return { token, expiresAt: row.expiresAt }
}

/** Makes a token that an administrator hands to somebody. */
export async function createCreationToken(deps: With<'metrics'>, caller: Caller): Promise<MadeToken> {
  const made = await deps.db.prisma.$transaction(async (tx) => {
    await auditNobody(deps, tx, caller, 'createCreationToken')
    return storeToken(deps, tx, randomToken(deps.clock.random))
  })
  deps.metrics.token('creation', 'made')
  return made
}

/** Requests with one token that may be told whether a phone number is known: a typo can be corrected, and numbers cannot be tried out. */
export const REFUSALS = 3

/**
 * Does what a token is good for. A refusal that tells of a phone number counts before it is told; the third uses the token up, and its device may ask for another one.
 * However many come at once, three are told; what succeeds counts nothing, so that equal requests at once find what one of them has done. All other refusals leave the
 * token as it is, however many there are.
 * @param tellsOfNumber whether the refusal tells that somebody has a number, or that nobody has it
 * @throws AppError 422 invalid_token, or what `work` throws
 */
export async function withTokenTry<T>(
  deps: Pick<Platform, 'clock' | 'db'>,
  token: string,
  tellsOfNumber: (code: ErrorCode) => boolean,
  work: () => Promise<T>,
): Promise<T> {
  const tokenHash = hashToken(token)
  const now = new Date(deps.clock.now())
  // an invented one opens no transaction, and nothing is looked up for it
  const unused = await readUnusedToken(deps.db, tokenHash)
  if (!unused || unused.expiresAt <= now || unused.refusals >= REFUSALS) throw invalidToken()
  try {
    return await work()
  } catch (error) {
    const told = error instanceof AppError && tellsOfNumber(error.code)
    if (told && !(await mayBeTold(deps.db, tokenHash, now))) throw invalidToken()
    throw error
  }
}

/** Counts a refusal. @returns whether it may be told */
function mayBeTold({ prisma }: Platform['db'], tokenHash: string, now: Date): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const [row] = await tx.token.updateManyAndReturn({
      where: { tokenHash, ...good(now) },
      data: { refusals: { increment: 1 } },
      select: { refusals: true, deviceId: true },
    })
    if (row?.refusals === REFUSALS) {
      await tx.token.updateMany({ where: { tokenHash }, data: { usedAt: now } })
      await freeDevice(tx, row.deviceId)
    }
    return row !== undefined
  })
}

const good = (now: Date) => ({ usedAt: null, expiresAt: { gt: now }, refusals: { lt: REFUSALS } })

export const TOKEN_REFUSED = 'This token is unknown, used or expired. Ask for a new one.'

/** Names no field: apps of today drop the token then, and keep it when `errors` says that a field is at fault. */
export const invalidToken = (): AppError => new AppError(422, 'invalid_token', TOKEN_REFUSED)

/**
 * Uses up a token, inside the transaction that does what it is good for: once, ever.
 * @param accountId the account that uses it; undefined while it is not made yet (`noteAccount`)
 * @param use a recovery is not among the accounts that a device may make
 * @throws AppError 422 invalid_token
 */
export async function redeemToken(
  deps: Pick<Platform, 'clock'>,
  tx: Transaction,
  token: string,
  accountId?: number,
  use: 'account' | 'recovery' = 'account',
): Promise<{ expiresAt: Date }> {
  const tokenHash = hashToken(token)
  const now = new Date(deps.clock.now())
  const data = { usedAt: now, ...(accountId !== undefined && { accountId }) }
  const where = { tokenHash, ...good(now) }
  const [row] = await tx.token.updateManyAndReturn({ where, data, select: { deviceId: true, expiresAt: true } })
  if (!row) throw invalidToken()
  const { deviceId, expiresAt } = row
  if (deviceId !== NO_DEVICE) await (use === 'account' ? countUse(tx, deviceId) : freeDevice(tx, deviceId))
  return { expiresAt }
}

/** Notes which account a token has made: the same sign-up may come again. */
export async function noteAccount(tx: Transaction, token: string, accountId: number): Promise<void> {
  await tx.token.updateMany({ where: { tokenHash: hashToken(token) }, data: { accountId } })
}

/** What became of a token that is used up: the account, and when; undefined when it made none. */
export async function usedBy(
  { db }: Pick<Platform, 'db'>,
  token: string,
): Promise<{ accountId: number; usedAt: Date; expiresAt: Date } | undefined> {
  const row = await db.prisma.token.findUnique({
    where: { tokenHash: hashToken(token) },
    select: { accountId: true, usedAt: true, expiresAt: true },
  })
  if (!row?.usedAt || row.accountId === null) return undefined
  return { accountId: row.accountId, usedAt: row.usedAt, expiresAt: row.expiresAt }
}
