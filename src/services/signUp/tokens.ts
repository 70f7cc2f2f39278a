import type { components } from '../../../generated/openapi.js'
import type { Transaction } from '../../db/client.js'
import { isUniqueViolation } from '../../db/errors.js'
import { notSent, PushFailure } from '../../delivery/push/attempt.js'
import type { PushTarget } from '../../delivery/push/push.js'
import { hashToken, randomToken } from '../../domain/codes.js'
import { AppError, invalidField, unavailable } from '../../domain/errors.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'

/** While a push is under way the device counts as having a token: at most this long if the process dies meanwhile. Milliseconds. */
const RESERVED_MS = 10_000

/**
 * Sends a sign-up token to a device. It is stored first: what arrives works.
 * @throws AppError 403 token_already_sent, token_limit_reached; 503 token_not_sent, device_gone (nothing is kept then)
 */
export async function createToken(deps: With<'outbound'>, body: components['schemas']['NewToken']): Promise<void> {
  const { prisma } = deps.db
  const target: PushTarget = { provider: body.pn_provider, param: body.pn_param, prid: body.pn_prid }
  const deviceId = hashToken(JSON.stringify([target.provider, target.param, target.prid]))
  const token = randomToken(deps.clock.random)
  const row = {
    tokenHash: hashToken(token),
    deviceId,
    createdAt: new Date(deps.clock.now()),
    expiresAt: new Date(deps.clock.now() + deps.config.tokenTtl * 1000),
  }
  await prisma.$transaction(async (tx) => {
    await reserve(deps, tx, deviceId)
    await tx.token.create({ data: row })
  })
  try {
    await deps.outbound.push.send(target, token)
  } catch (error) {
    await prisma.$transaction([
      prisma.token.deleteMany({ where: { tokenHash: row.tokenHash, usedAt: null } }),
      prisma.pushDevice.updateMany({ where: { id: deviceId }, data: { tokensIssued: { decrement: 1 }, tokenUntil: null } }),
      prisma.pushDevice.deleteMany({ where: { id: deviceId, tokensIssued: { lte: 0 } } }),
    ])
    const { code, message, cause, retryAfter } = error instanceof PushFailure ? error : notSent(error)
    throw unavailable(code, message, cause, retryAfter)
  }
  // a token that was used faster than this line has already freed the device
  await prisma.pushDevice.updateMany({ where: { id: deviceId, tokenUntil: { not: null } }, data: { tokenUntil: row.expiresAt } })
}

/** Counts one more token for the device, if it may have one: a single conditional statement decides between requests at once. */
async function reserve(deps: Pick<Platform, 'config' | 'clock'>, tx: Transaction, deviceId: string): Promise<void> {
  const now = new Date(deps.clock.now())
  const tokenUntil = new Date(deps.clock.now() + RESERVED_MS)
  const counted = await tx.pushDevice.updateMany({
    where: { id: deviceId, tokensIssued: { lt: deps.config.tokensPerDevice }, OR: [{ tokenUntil: null }, { tokenUntil: { lte: now } }] },
    data: { tokensIssued: { increment: 1 }, tokenUntil, lastTokenAt: now },
  })
  if (counted.count === 1) return
  const device = await tx.pushDevice.findUnique({ where: { id: deviceId } })
  if (!device) {
    await createDevice(tx, { id: deviceId, tokensIssued: 1, tokenUntil, lastTokenAt: now })
    return
  }
  if (device.tokenUntil && device.tokenUntil > now) throw alreadySent()
  throw new AppError(403, 'token_limit_reached', 'This device has had all the tokens it may have.')
}

async function createDevice(
  tx: Transaction,
  data: { id: string; tokensIssued: number; tokenUntil: Date; lastTokenAt: Date },
): Promise<void> {
  try {
    await tx.pushDevice.create({ data })
  } catch (error) {
    throw isUniqueViolation(error) ? alreadySent() : error
  }
}

const alreadySent = (): AppError =>
  new AppError(403, 'token_already_sent', 'A token was already sent to this device. Use that one, or wait until it expires.')

/**
 * Uses up a token, inside the transaction that makes the account: it is good for one account, ever.
 * @throws AppError 422 invalid_token
 */
export async function redeemToken(deps: Pick<Platform, 'clock'>, tx: Transaction, token: string): Promise<void> {
  const tokenHash = hashToken(token)
  const now = new Date(deps.clock.now())
  const { count } = await tx.token.updateMany({ where: { tokenHash, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } })
  if (count === 0) throw invalidField('token', 'This token is unknown, used or expired. Ask for a new one.', 'invalid_token')
  const { deviceId } = await tx.token.findUniqueOrThrow({ where: { tokenHash }, select: { deviceId: true } })
  await tx.pushDevice.updateMany({ where: { id: deviceId }, data: { tokenUntil: null } })
}
