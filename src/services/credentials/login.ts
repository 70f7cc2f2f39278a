import type { Caller } from '../../caller.js'
import { type Aor, addressOf, parseAor } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { accountHasFactor } from '../secondFactor/factors.js'
import { defaultSpace, spaceOf } from '../spaces/space.js'
import { noteLogin } from './loginEvents.js'
import { matchingPassword } from './passwords.js'
import { type Session, startSession } from './sessions.js'
import { type AttemptDeps, checkAttempts, countWrongPassword } from './wrongPasswords.js'

/** What comes of a name and a password. What is known of the account beyond `refused` only goes to who knows its password. */
export type Login =
  | { outcome: 'in'; session: Session }
  /** the second factor is missing; `proven` is the stored row that the password answered to */
  | { outcome: 'second'; account: AccountRecord; proven: { algorithm: string; password: string } }
  | { outcome: 'refused' }
  | { outcome: 'notActivated'; account: AccountRecord }
  | { outcome: 'deactivated' }

/** The account that a log-in names: `user` in SIP_DOMAIN, or `user@domain`, with or without `sip:`. Undefined when the text is not a name. */
export function loginName(deps: Pick<Platform, 'config'>, name: string): Aor | undefined {
  const text = name.trim()
  const aor = parseAor(text.includes('@') ? text : `${text}@${defaultSpace(deps).domain}`)
  return aor && spaceOf(deps, aor.domain).served ? aor : undefined
}

/**
 * Begins a session if the password is right, unless the account has a second factor: until that is right as well, wrong passwords stay counted. An account that
 * does not exist costs the same time, and the same wrong tries.
 * @throws AppError 429 rate_limited after several wrong passwords
 */
export async function logIn(
  deps: AttemptDeps & With<'accounts' | 'metrics'>,
  name: string,
  password: string,
  caller: Caller,
): Promise<Login> {
  const given = loginName(deps, name)
  if (!given) return { outcome: 'refused' }
  const { aor, account } = await named(deps, given)
  await checkAttempts(deps, 'panel', aor, account, caller)
  const match = matchingPassword(deps, account ?? NOBODY, password)
  if (!account || !match) {
    noteLogin(deps, 'panel', account ? 'wrong' : 'unknown', caller, account ?? aor)
    await countWrongPassword(deps, aor, account, caller)
    return { outcome: 'refused' }
  }
  if (account.activated && (await accountHasFactor(deps, account.id))) return { outcome: 'second', account, proven: match }
  await deps.credentials.attempts.succeeded(addressOf(aor), caller.ip)
  noteLogin(deps, 'panel', account.activated ? 'ok' : 'inactive', caller, account)
  if (!account.activated) return notActive(deps, account)
  const session = await startSession(deps, account, match, caller, { audited: await hasRoom(deps, account.id) })
  return session ? { outcome: 'in', session } : { outcome: 'refused' }
}

/** Log-ins of an account that the audit log has, in an hour: who knows a password does not fill it. The log of requests has all. */
const AUDITED = { points: 20, seconds: 3_600 }

/** Whether the audit log has room for another log-in of an account. */
export async function hasRoom({ limits }: With<'limits'>, id: number): Promise<boolean> {
  const { points } = await limits.counters.days.add(limits.key('audited-logins', String(id)), 1, AUDITED.seconds)
  return points <= AUDITED.points
}

/**
 * The account of a name: the one that is written so, else the one that is written in lower case, as all new names are. Wrong passwords count for that one: no
 * spelling has tries of its own.
 */
async function named(deps: With<'accounts'>, given: Aor): Promise<{ aor: Aor; account: AccountRecord | undefined }> {
  const exact = await deps.accounts.byAor(given)
  const lower = { ...given, username: given.username.toLowerCase() }
  if (exact || lower.username === given.username) return { aor: given, account: exact }
  return { aor: lower, account: await deps.accounts.byAor(lower) }
}

/**
 * Tries the password of a session's account once more, and counts wrong ones as the log-in does.
 * @returns whether it was right, and the session has gone on
 * @throws AppError 429 rate_limited after several wrong passwords
 */
export async function proveSession(
  deps: AttemptDeps & With<'metrics'>,
  session: Session,
  password: string,
  caller: Caller,
): Promise<boolean> {
  const { account, idHash } = session
  await checkAttempts(deps, 'panel', account, account, caller)
  const match = matchingPassword(deps, account, password)
  noteLogin(deps, 'panel', match ? 'ok' : 'wrong', caller, account)
  if (!match) {
    await countWrongPassword(deps, account, account, caller)
    return false
  }
  await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  const provenAt = new Date(deps.clock.now())
  const { algorithm, password: hash } = match
  // the password may just have been changed, which ends the session
  const { count } = await deps.db.prisma.session.updateMany({
    where: { idHash, account: { passwords: { some: { algorithm, password: hash } } } },
    data: { provenAt },
  })
  session.provenAt = provenAt
  return count > 0
}

async function notActive(deps: Pick<Platform, 'db'>, account: AccountRecord): Promise<Login> {
  const row = await deps.db.prisma.account.findUnique({ where: { id: account.id }, select: { deactivatedAt: true } })
  return row?.deactivatedAt ? { outcome: 'deactivated' } : { outcome: 'notActivated', account }
}

/** Stands in for an account that does not exist: no password hashes to this. */
const NOBODY = {
  username: 'nobody',
  domain: 'invalid',
  passwords: [{ accountId: 0, algorithm: 'SHA-256', password: '-'.repeat(64) }],
}
