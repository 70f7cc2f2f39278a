import { type DigestAnswer, expectedResponse, ha1, secretsEqual } from '../../auth/digest.js'
import { parseDigest } from '../../auth/digestHeader.js'
import type { Caller } from '../../caller.js'
import { originForm } from '../../domain/requestTarget.js'
import { type Aor, addressOf } from '../../domain/sip.js'
import type { AccountRecord } from '../accounts/record.js'
import type { With } from '../deps.js'
import type { LoginDetails } from '../logins/history.js'
import type { LoginResult } from '../metrics.js'
import type { Platform } from '../platform.js'
import { defaultSpace, spaceOf } from '../spaces/space.js'
import { type Named, noteLogin } from './loginEvents.js'
import { offeredAlgorithms } from './offered.js'
import { withPrevious } from './previousPasswords.js'
import { type AttemptDeps, checkAttempts, countWrongPassword } from './wrongPasswords.js'

/** A request, as far as its digest is concerned. */
export interface DigestRequest {
  method: string
  /** the request target in origin-form, as it came */
  target: string
  /** the account that the From header names */
  from: Aor | undefined
  caller: Caller
  /** the password that was changed in the last minutes is good as well */
  previous?: boolean
}

/** A right answer, with what its confirmation is made of. */
export interface ProvenAnswer {
  account: AccountRecord
  /** by the password of before: it proves enough to repeat a request, and no more */
  previous?: boolean
  answer: DigestAnswer
  hash1: string
}

/**
 * `stale`: the answer was right, and only its nonce of another time. `otherTarget`: it is for the request target `uri`. `otherAlgorithm`: it is by one that
 * was offered, and that the account of this name has not stored.
 */
export type DigestLogin =
  | ({ outcome: 'in' } & ProvenAnswer)
  | { outcome: 'stale' | 'refused' }
  | { outcome: 'otherTarget'; uri: string }
  | { outcome: 'otherAlgorithm'; aor: Aor }

export type DigestDeps = AttemptDeps & With<'accounts' | 'metrics'>

/** Stands in for the HA1 of an account that does not exist, so that it is answered in the same time. */
const NOBODY = '0'.repeat(64)

/**
 * Log-in by Digest (RFC 7616). The From header picks the account, else the answer's user name in SIP_DOMAIN. Only an answer that was computed
 * with another password counts as a wrong try, on an old nonce too: one for another target, or by an algorithm that the account has not stored, is
 * compared with nothing, and so tells nothing of the password. A look at a request uses nothing up: `useUpAnswer` does, once the account
 * is known to be the one that counts.
 * @param authorization the value of the Authorization header
 * @throws AppError 429 rate_limited after several wrong answers
 */
export async function digestLogIn(
  deps: DigestDeps,
  authorization: string,
  { method, target, from, caller, previous = false }: DigestRequest,
): Promise<DigestLogin> {
  let named: Named = from
  const refused = (result: LoginResult, login: DigestLogin = { outcome: 'refused' }, details?: LoginDetails): DigestLogin => {
    noteLogin(deps, 'digest', result, caller, named, details)
    return login
  }
  const answer = parseDigest(authorization)
  if (!answer) return refused('malformed')
  if (originForm(answer.uri) !== target) return refused('malformed', { outcome: 'otherTarget', uri: answer.uri })
  const nonce = deps.credentials.nonces.check(answer.nonce)
  if (nonce === 'foreign') return refused('malformed')
  const aor = from ?? { username: answer.username, domain: defaultSpace(deps).domain }
  named = aor
  if (aor.username !== answer.username) return refused('malformed')

  const account = await deps.accounts.byAor(aor)
  if (account) named = account
  if (answer.realm !== spaceOf(deps, aor.domain).realm) return refused('other_realm')
  const hashes = await hashesFor(deps, aor, account, answer, previous)
  if (!hashes) return refused('other_algorithm', { outcome: 'otherAlgorithm', aor }, { asked: answer.algorithm })
  await checkAttempts(deps, 'digest', aor, account, caller)
  const proven = provenHash(answer, method, hashes)
  if (!account || !proven) {
    await countWrongPassword(deps, aor, account, caller)
    return refused(account ? 'wrong' : 'unknown')
  }
  if (nonce === 'expired') return refused('stale', { outcome: 'stale' })
  return { outcome: 'in', account, answer, hash1: proven, previous: proven !== hashes[0] }
}

type Hashes = [now: string | undefined, before: string | undefined]

/** What the account has stored for the answer's algorithm, and what it had before; undefined when it offers that algorithm to nobody. */
async function hashesFor(
  deps: DigestDeps,
  aor: Aor,
  account: AccountRecord | undefined,
  answer: DigestAnswer,
  previous: boolean,
): Promise<Hashes | undefined> {
  const before = account && previous ? await withPrevious(deps, account) : undefined
  const offered = await offeredAlgorithms(deps, aor, account, before)
  return offered.includes(answer.algorithm) ? [storedHash(deps, account, answer), storedHash(deps, before, answer)] : undefined
}

/** The HA1 that the answer was computed with. Where there is none it is compared all the same, with nobody's. */
function provenHash(answer: DigestAnswer, method: string, [now, before]: Hashes): string | undefined {
  const computedWith = (hash1: string): boolean => secretsEqual(expectedResponse(answer, hash1, method), answer.response)
  if (computedWith(now ?? NOBODY)) return now
  return before !== undefined && computedWith(before) ? before : undefined
}

/**
 * Uses up the (nonce, nc) of a right answer, and forgets the wrong tries before it.
 * @returns false when another request has used it, `expired` when the nonce is too old by now
 */
export async function useUpAnswer(
  deps: DigestDeps,
  { account, answer, previous }: ProvenAnswer,
  caller: Caller,
): Promise<boolean | 'expired'> {
  const first = await deps.credentials.nonceUses.record(answer.nonce, answer.nc)
  if (first !== true) noteLogin(deps, 'digest', first === 'expired' ? 'stale' : 'replayed', caller, account)
  else if (!previous) await deps.credentials.attempts.succeeded(addressOf(account), caller.ip)
  return first
}

function storedHash(deps: Pick<Platform, 'config'>, account: AccountRecord | undefined, { algorithm }: DigestAnswer): string | undefined {
  if (!account) return undefined
  const row = account.passwords.find((p) => p.algorithm === algorithm) ?? account.passwords.find((p) => p.algorithm === 'CLRTXT')
  if (row?.algorithm !== 'CLRTXT') return row?.password
  return ha1(algorithm, account.username, spaceOf(deps, account.domain).realm, row.password)
}
