import type { components } from '../../../generated/openapi.js'
import type { Transaction } from '../../db/client.js'
import { notSent, PushFailure } from '../../delivery/push/attempt.js'
import { hashToken, randomToken } from '../../domain/codes.js'
import { AppError, invalidField, unavailable } from '../../domain/errors.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { countUse, deviceIdOf, keepReservation, release, reserve, targetOf, withinDay } from './pushDevices.js'

/**
 * Sends a sign-up token to a device. It is stored first: what arrives works.
 * @throws AppError 403 token_already_sent, token_limit_reached; 429 rate_limited; 503 token_not_sent, device_gone (nothing is kept then)
 */
export async function createToken(deps: With<'outbound' | 'limits'>, body: components['schemas']['NewToken']): Promise<void> {
  const { prisma } = deps.db
  const target = targetOf(body)
  const deviceId = pushing(() => deviceIdOf(deps, target))
  const token = randomToken(deps.clock.random)
  const row = {
    tokenHash: hashToken(token),
    deviceId,
    createdAt: new Date(deps.clock.now()),
    expiresAt: new Date(deps.clock.now() + deps.config.tokenTtl * 1000),
  }
  const reservation = await prisma.$transaction(async (tx) => {
    const reserved = await reserve(deps, tx, deviceId)
    await tx.token.create({ data: row })
    return reserved
  })
  try {
    await withinDay(deps, deviceId, () => deps.outbound.push.send(target, token).catch(asAnswer))
  } catch (error) {
    await prisma.$transaction(async (tx) => {
      await tx.token.deleteMany({ where: { tokenHash: row.tokenHash, usedAt: null } })
      await release(tx, reservation)
    })
    throw error
  }
  await keepReservation(prisma, reservation, row.expiresAt)
}

function pushing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    return asAnswer(error)
  }
}

function asAnswer(error: unknown): never {
  const { code, message, cause, retryAfter } = error instanceof PushFailure ? error : notSent(error)
  throw unavailable(code, message, cause, retryAfter)
}

/** Sign-ups with one token that may be told of a name or number that somebody has: a typo can be corrected, and numbers cannot be tried out. */
const REFUSALS = 3

/**
 * Signs up with a token. A refusal for a name or number that somebody has counts; the third uses the token up, and its device may ask for another one. Counted before the
 * look, so that no more are told however many come at once; given back when nothing was told.
 * @throws AppError 422 invalid_token, or what `work` throws
 */
export async function withTokenTry<T>(deps: Pick<Platform, 'clock' | 'db'>, token: string, work: () => Promise<T>): Promise<T> {
  const { prisma } = deps.db
  const tokenHash = hashToken(token)
  const now = new Date(deps.clock.now())
  const { count } = await prisma.token.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now }, refusals: { lt: REFUSALS } },
    data: { refusals: { increment: 1 } },
  })
  if (count === 0) throw invalidToken()
  try {
    return await work()
  } catch (error) {
    const told = error instanceof AppError && (error.code === 'username_taken' || error.code === 'phone_in_use')
    if (told) await useUpRefused(prisma, tokenHash, now)
    else await prisma.token.updateMany({ where: { tokenHash, usedAt: null }, data: { refusals: { decrement: 1 } } })
    throw error
  }
}

async function useUpRefused(prisma: Platform['db']['prisma'], tokenHash: string, now: Date): Promise<void> {
  const { count } = await prisma.token.updateMany({
    where: { tokenHash, usedAt: null, refusals: { gte: REFUSALS } },
    data: { usedAt: now },
  })
  if (count === 0) return
  const { deviceId } = await prisma.token.findUniqueOrThrow({ where: { tokenHash }, select: { deviceId: true } })
  await prisma.pushDevice.updateMany({ where: { id: deviceId }, data: { tokenUntil: null } })
}

const invalidToken = (): AppError => invalidField('token', 'This token is unknown, used or expired. Ask for a new one.', 'invalid_token')

/**
 * Uses up a token, inside the transaction that makes the account: it is good for one account, ever.
 * @throws AppError 422 invalid_token
 */
export async function redeemToken(deps: Pick<Platform, 'clock'>, tx: Transaction, token: string): Promise<void> {
  const tokenHash = hashToken(token)
  const now = new Date(deps.clock.now())
  const { count } = await tx.token.updateMany({ where: { tokenHash, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
  if (count === 0) throw invalidToken()
  const { deviceId } = await tx.token.findUniqueOrThrow({ where: { tokenHash }, select: { deviceId: true } })
  await countUse(tx, deviceId)
}
