import type { Caller } from '../../caller.js'
import { AppError } from '../../domain/errors.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import type { With } from '../deps.js'
import type { Told } from '../messages/notices.js'
import type { LoginScheme } from '../metrics.js'
import { nameHash, noteLogin } from './loginEvents.js'
import { warnOwner } from './warnOwner.js'

/** What counts wrong passwords, and tells their owners. */
export type AttemptDeps = With<'credentials' | 'limits' | 'outbound'>

const WARNING = {
  limit: 'guessed',
  notice: 'passwordGuessed',
  failed: 'the owner of an account could not be told of wrong passwords',
} as const

/** Lets a caller try a password, unless they have to wait. @throws AppError 429 rate_limited */
export async function checkAttempts(
  deps: With<'credentials' | 'metrics'>,
  scheme: LoginScheme,
  aor: Aor,
  account: { id: number } | undefined,
  caller: Caller,
): Promise<void> {
  try {
    await deps.credentials.attempts.check(addressOf(aor), caller.ip)
  } catch (error) {
    if (error instanceof AppError)
      noteLogin(deps, scheme, 'limited', caller, account ?? aor, { retryAfter: Number(error.headers['Retry-After']) })
    throw error
  }
}

/**
 * Counts a wrong password. When the account has too many of them from all addresses together, the log says so, and a mail tells its owner, once a day.
 * @param account undefined: nobody has this name
 */
export async function countWrongPassword(deps: AttemptDeps, aor: Aor, account: Told | undefined, caller: Caller): Promise<void> {
  const tooMany = await deps.credentials.attempts.failed(addressOf(aor), caller.ip)
  if (!tooMany) return
  const who = account ? { account: account.id } : { name: nameHash(deps, aor) }
  deps.log.warn({ event: 'password_guessed', request_id: caller.requestId, ...who }, 'many wrong passwords for one account')
  if (account) await warnOwner(deps, account, caller, WARNING)
}
