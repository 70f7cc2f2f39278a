import { keyedHash } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import { loggedAddress } from '../../domain/ip.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import type { With } from '../deps.js'
import type { LoginDetails } from '../logins/history.js'
import type { LoginResult, LoginScheme } from '../metrics.js'

/** Whom a log-in names: an account that exists, or a name that might be anything. */
export type Named = { id: number } | Aor | undefined

/** What a client does wrong, or is refused for, without a wrong password. */
const CLIENTS_FAULTS: ReadonlySet<LoginResult> = new Set(['malformed', 'other_algorithm', 'other_realm', 'inactive'])

/**
 * How loud the log says what came of a log-in. A good one by digest or key is in the line of its request as well, and a stale nonce is what every client
 * has now and then.
 */
function levelOf(scheme: LoginScheme, result: LoginResult): 'debug' | 'info' | 'warn' {
  if (result === 'ok') return scheme === 'panel' ? 'info' : 'debug'
  if (result === 'stale') return 'debug'
  return CLIENTS_FAULTS.has(result) ? 'info' : 'warn'
}

/**
 * Counts a log-in, good or bad, and says it in the log: `event` is `login`, `reason` why it was refused. A name without an account is a keyed hash there: it
 * could be a password that was typed into the wrong field. The history of an account has it as well (`logins/history.ts`).
 */
export function noteLogin(
  deps: With<'metrics' | 'credentials'>,
  scheme: LoginScheme,
  result: LoginResult,
  caller: Caller,
  named?: Named,
  details?: LoginDetails,
): void {
  deps.metrics.login(scheme, result)
  if (named && 'id' in named) deps.credentials.history.note(named.id, scheme, result, caller, details)
  const level = levelOf(scheme, result)
  if (!deps.log.isLevelEnabled(level)) return
  const who = named && ('id' in named ? { account: named.id } : { name: nameHash(deps, named) })
  const what = result === 'ok' ? { result } : { result: 'refused', reason: result }
  const address = loggedAddress(caller.ip, deps.config.logAddresses)
  const more = { retry_after: details?.retryAfter, asked: details?.asked }
  deps.log[level]({ event: 'login', request_id: caller.requestId, scheme, ...what, ...who, ...more, address }, 'log-in')
}

/** What a name is in the log: the same for the same name, and nothing leads back to it. */
export const nameHash = ({ keys }: Pick<With<'metrics'>, 'keys'>, aor: Aor): string =>
  keyedHash(keys.limits, 'name', addressOf(aor)).slice(0, 22)
