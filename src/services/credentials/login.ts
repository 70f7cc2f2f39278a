import type { Caller } from '../../caller.js'
import { AppError } from '../../domain/errors.js'
import { type Aor, addressOf, parseAor } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { With } from '../deps.js'
import type { LoginScheme } from '../metrics.js'
import type { Platform } from '../platform.js'
import { defaultSpace, spaceOf } from '../spaces/space.js'
import { matchingPassword } from './passwords.js'
import { type Session, startSession } from './sessions.js'

/** What comes of a name and a password. What is known of the account beyond `refused` only goes to who knows its password. */
export type Login =
  | { outcome: 'in'; session: Session }
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
 * Begins a session if the password is right. An account that does not exist costs the same time, and the same wrong tries.
 * @throws AppError 429 rate_limited after several wrong passwords
 */
export async function logIn(
  deps: With<'accounts' | 'credentials' | 'metrics'>,
  name: string,
  password: string,
  caller: Caller,
): Promise<Login> {
  const aor = loginName(deps, name)
  if (!aor) return { outcome: 'refused' }
  await checkAttempts(deps, 'panel', aor, caller.ip)
  const account = await deps.accounts.byAor(aor)
  const match = matchingPassword(deps, account ?? NOBODY, password)
  if (!account || !match) {
    deps.metrics.login('panel', account ? 'wrong' : 'unknown')
    await deps.credentials.attempts.failed(addressOf(aor), caller.ip)
    return { outcome: 'refused' }
  }
  await deps.credentials.attempts.succeeded(addressOf(aor), caller.ip)
  deps.metrics.login('panel', account.activated ? 'ok' : 'inactive')
  if (!account.activated) return notActive(deps, account)
  const session = await startSession(deps, account, match, caller)
  return session ? { outcome: 'in', session } : { outcome: 'refused' }
}

/** Lets a caller try a password, unless they have to wait. @throws AppError 429 rate_limited */
export async function checkAttempts(deps: With<'credentials' | 'metrics'>, scheme: LoginScheme, aor: Aor, ip: string): Promise<void> {
  try {
    await deps.credentials.attempts.check(addressOf(aor), ip)
  } catch (error) {
    if (error instanceof AppError) deps.metrics.login(scheme, 'limited')
    throw error
  }
}

/**
 * Tries the password of a session's account once more, and counts wrong ones as the log-in does.
 * @returns whether it was right, and the session has gone on
 * @throws AppError 429 rate_limited after several wrong passwords
 */
export async function proveSession(
  deps: With<'credentials' | 'metrics'>,
  session: Session,
  password: string,
  ip: string,
): Promise<boolean> {
  const { account, idHash } = session
  await checkAttempts(deps, 'panel', account, ip)
  const match = matchingPassword(deps, account, password)
  deps.metrics.login('panel', match ? 'ok' : 'wrong')
  if (!match) {
    await deps.credentials.attempts.failed(addressOf(account), ip)
    return false
  }
  await deps.credentials.attempts.succeeded(addressOf(account), ip)
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
