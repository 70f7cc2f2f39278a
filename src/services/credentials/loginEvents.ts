import { keyedHash } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import { loggedAddress } from '../../domain/ip.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import type { With } from '../deps.js'
import type { LoginResult, LoginScheme } from '../metrics.js'

/** Whom a log-in names: an account that exists, or a name that might be anything. */
export type Named = { id: number } | Aor | undefined

/**
 * How loud the log says what came of a log-in. A good one by digest or key is in the line of its request as well, and a stale nonce is what every client
 * has now and then.
 */
function levelOf(scheme: LoginScheme, result: LoginResult): 'debug' | 'info' | 'warn' {
  if (result === 'ok') return scheme === 'panel' ? 'info' : 'debug'
  if (result === 'stale') return 'debug'
  return result === 'malformed' || result === 'inactive' ? 'info' : 'warn'
}

/**
 * Counts a log-in, good or bad, and says it in the log: `event` is `login`, `reason` why it was refused. A name without an account is a keyed hash there: it
 * could be a password that was typed into the wrong field.
 */
export function noteLogin(deps: With<'metrics'>, scheme: LoginScheme, result: LoginResult, caller: Caller, named?: Named): void {
  deps.metrics.login(scheme, result)
  const level = levelOf(scheme, result)
  if (!deps.log.isLevelEnabled(level)) return
  const who = named && ('id' in named ? { account: named.id } : { name: nameHash(deps, named) })
  const what = result === 'ok' ? { result } : { result: 'refused', reason: result }
  const address = loggedAddress(caller.ip, deps.config.logAddresses)
  deps.log[level]({ event: 'login', request_id: caller.requestId, scheme, ...what, ...who, address }, 'log-in')
}

/** What a name is in the log: the same for the same name, and nothing leads back to it. */
export const nameHash = ({ keys }: Pick<With<'metrics'>, 'keys'>, aor: Aor): string =>
  keyedHash(keys.limits, 'name', addressOf(aor)).slice(0, 22)
