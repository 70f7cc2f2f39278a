import { purgeNonceUses } from '../auth/nonces.js'
import type { Deps } from './deps.js'
import { endedSessions } from './sessions.js'

const WEEK_MS = 7 * 86_400_000

/** Removes what has had its time: tokens, codes, nonces, sessions, confirmation keys, what limits counted, and reports of messages a week old. How many of each. */
export async function clearExpired(deps: Deps): Promise<Record<string, number>> {
  const { prisma } = deps.db
  const now = new Date(deps.now())
  const tokens = await prisma.token.deleteMany({ where: { expiresAt: { lte: now } } })
  const codes = await prisma.code.deleteMany({ where: { expiresAt: { lte: now } } })
  const keys = await prisma.account.updateMany({
    where: { confirmationKeyExpires: { lte: now } },
    data: { confirmationKey: null, confirmationKeyExpires: null, confirmationKeyTries: 0 },
  })
  const messages = await prisma.message.deleteMany({ where: { nextTryAt: null, createdAt: { lt: new Date(deps.now() - WEEK_MS) } } })
  const nonces = await purgeNonceUses(prisma, new Date(deps.now() - deps.config.nonceTtl * 1000))
  const sessions = await prisma.session.deleteMany({ where: endedSessions(deps) })
  const limits = await prisma.rateLimit.deleteMany({ where: { expiresAt: { lte: now } } })
  return {
    tokens: tokens.count,
    codes: codes.count,
    confirmation_keys: keys.count,
    messages: messages.count,
    sessions: sessions.count,
    nonces,
    limits: limits.count,
  }
}

/** Accounts that were never activated in so many days: how many there are, and with `apply` they are removed. */
export async function clearUnconfirmed(deps: Deps, days: number, apply: boolean): Promise<number> {
  const where = { activated: false, deactivatedAt: null, createdAt: { lt: new Date(deps.now() - days * 86_400_000) } }
  if (!apply) return deps.db.prisma.account.count({ where })
  return (await deps.db.prisma.account.deleteMany({ where })).count
}
