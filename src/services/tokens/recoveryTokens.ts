import type { components } from '../../../generated/openapi.js'
import { hashToken, randomToken } from '../../domain/codes.js'
import type { With } from '../deps.js'
import type { Limit } from '../limits/requests.js'
import type { Platform } from '../platform.js'
import { REPEAT_MS } from '../repeats.js'
import { deviceFor, PUSH_REPEAT_MS, pushToken, targetOf, withinDay } from './pushDevices.js'

/** How long a recovery token is good. Milliseconds. */
const LIFETIME_MS = 3_600_000
/** Recovery tokens to one device. */
const PER_DEVICE: Limit = { points: 1, seconds: PUSH_REPEAT_MS / 1000 }

/**
 * Sends an account recovery token to a device. It is stored first: what arrives works. Within a minute of the last one nothing is sent: whoever asks again has lost
 * the answer.
 * @throws AppError 429 rate_limited; 503 token_not_sent, device_gone (nothing is kept then)
 */
export async function sendRecoveryToken(
  deps: With<'outbound' | 'limits' | 'metrics'>,
  body: components['schemas']['NewToken'],
): Promise<void> {
  const { recoveryToken } = deps.db.prisma
  const { days } = deps.limits.counters
  const target = targetOf(body)
  const deviceId = deviceFor(deps, target)
  const token = randomToken(deps.clock.random)
  const tokenHash = hashToken(token)
  const now = deps.clock.now()
  const key = deps.limits.key('recovery-tokens', deviceId)
  const { points } = await days.add(key, 1, PER_DEVICE.seconds)
  if (points > PER_DEVICE.points) {
    await days.takeBack(key, 1)
    return
  }
  try {
    await recoveryToken.create({ data: { tokenHash, deviceId, createdAt: new Date(now), expiresAt: new Date(now + LIFETIME_MS) } })
    await withinDay(deps, deviceId, () => pushToken(deps, target, token))
    deps.metrics.token('recovery', 'sent')
  } catch (error) {
    await days.takeBack(key, 1)
    await recoveryToken.deleteMany({ where: { tokenHash } })
    throw error
  }
}

/** `used`: within the last minutes, so that a form which is sent again is no fault. */
export type RecoveryTokenState = 'good' | 'used' | 'expired'

/** What a recovery token is good for; undefined when there is none, or it was used up a while ago. */
export async function findRecoveryToken(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  token: string,
): Promise<RecoveryTokenState | undefined> {
  const row = await db.prisma.recoveryToken.findUnique({ where: { tokenHash: hashToken(token) } })
  if (!row) return undefined
  if (row.usedAt) return row.usedAt.getTime() + REPEAT_MS > clock.now() ? 'used' : undefined
  return row.expiresAt.getTime() > clock.now() ? 'good' : 'expired'
}

/** Uses up a recovery token: of several at once one does. @returns whether it was good */
export async function useUpRecoveryToken(
  { db, clock, metrics }: Pick<With<'metrics'>, 'db' | 'clock' | 'metrics'>,
  token: string,
): Promise<boolean> {
  const now = new Date(clock.now())
  const { count } = await db.prisma.recoveryToken.updateMany({
    where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  if (count === 1) metrics.token('recovery', 'used')
  return count === 1
}
