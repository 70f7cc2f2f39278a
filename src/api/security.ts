import { challenges } from '../auth/challenge.js'
import { authenticationInfo, type DigestAnswer, expectedResponse, ha1, secretsEqual } from '../auth/digest.js'
import { parseDigest } from '../auth/digestHeader.js'
import { deriveKey } from '../auth/secretBox.js'
import { AppError } from '../domain/errors.js'
import { addressBlock } from '../domain/ip.js'
import { type Aor, addressOf, parseFrom } from '../domain/sip.js'
import type { Principal } from '../http/principal.js'
import { type AccountRecord, realmOf } from '../services/accounts/record.js'
import { findKeyOwner } from '../services/credentials/apiKeys.js'
import { checkAttempts } from '../services/credentials/login.js'
import type { With } from '../services/deps.js'
import { countRequest } from '../services/limits/requests.js'
import type { LoginResult } from '../services/metrics.js'
import type { Platform } from '../services/platform.js'
import type { ApiRequest } from './apiRequest.js'

/** A digest answer that was right, with what its confirmation is made of. */
export interface DigestPrincipal extends Principal {
  by: 'digest'
  answer: DigestAnswer
  hash1: string
}

/** Stands in for the HA1 of an account that does not exist, so that it is answered in the same time. */
const NOBODY = '0'.repeat(64)

/** Scheme `apiKey`: the owner of a key, unless From names somebody else. @throws AppError 429 rate_limited after many wrong keys */
export async function byApiKey(deps: With<'accounts' | 'limits' | 'metrics'>, request: ApiRequest): Promise<Principal | false> {
  const key = request.headers['x-api-key']
  if (typeof key !== 'string' || key === '') return false
  const owner = await findKeyOwner(deps, key)
  if (!owner) {
    deps.metrics.login('api_key', 'wrong')
    await countRequest(deps, 'wrong-keys', addressBlock(request.caller.ip))
    return false
  }
  const from = fromOf(request)
  if (from && (from.username !== owner.account.username || from.domain !== owner.account.domain)) return false
  return { account: owner.account, by: 'apiKey' }
}

/**
 * Scheme `digest` (RFC 7616): whose answer this is, if it is right. From picks the account, else the answer's user name in SIP_DOMAIN.
 * Whether (nonce, nc) is fresh is decided afterwards, by `admit`: looking at a request must not use it up.
 * Only an answer that was computed with another password counts as a wrong one, on an old nonce too.
 * @throws AppError 429 rate_limited
 */
export async function byDigest(deps: With<'accounts' | 'credentials' | 'metrics'>, request: ApiRequest): Promise<DigestPrincipal | false> {
  const header = request.headers.authorization
  if (header === undefined) return false
  const refused = (result: LoginResult): false => {
    deps.metrics.login('digest', result)
    return false
  }
  const answer = parseDigest(header)
  if (!answer || answer.uri !== request.target) return refused('malformed')
  const state = deps.credentials.nonces.check(answer.nonce)
  if (state === 'foreign') return refused('malformed')
  const aor = fromOf(request) ?? { username: answer.username, domain: deps.config.sipDomain }
  if (aor.username !== answer.username || answer.realm !== realmOf(deps.config, aor.domain)) return refused('malformed')
  const account = await deps.accounts.byAor(aor)
  const hash1 = account && storedHash(deps, account, answer)
  await checkAttempts(deps, 'digest', aor, request.caller.ip)
  const expected = expectedResponse(answer, hash1 ?? NOBODY, request.method)
  if (!secretsEqual(expected, answer.response) || !account || !hash1) {
    await deps.credentials.attempts.failed(addressOf(aor), request.caller.ip)
    return refused(account ? 'wrong' : 'unknown')
  }
  if (state === 'expired') {
    request.stale = true
    return refused('stale')
  }
  return { account, by: 'digest', answer, hash1 }
}

function storedHash(deps: Pick<Platform, 'config'>, account: AccountRecord, { algorithm }: DigestAnswer): string | undefined {
  const row = account.passwords.find((p) => p.algorithm === algorithm) ?? account.passwords.find((p) => p.algorithm === 'CLRTXT')
  if (row?.algorithm !== 'CLRTXT') return row?.password
  return ha1(algorithm, account.username, realmOf(deps.config, account.domain), row.password)
}

/**
 * The last step of authentication, for the principal that will be used: uses up its (nonce, nc), then asks for activation and role.
 * @returns the headers that confirm a digest (RFC 7616 section 3.5); undefined when the answer was used before
 * @throws AppError 403 account_not_activated, admin_required
 */
export async function admit(
  deps: With<'credentials' | 'metrics'>,
  principal: Principal | DigestPrincipal,
  request: ApiRequest,
  role: unknown,
): Promise<Record<string, string> | undefined> {
  let headers = {}
  const counted = (result: LoginResult): void => deps.metrics.login(principal.by === 'apiKey' ? 'api_key' : 'digest', result)
  if ('answer' in principal) {
    const { answer, hash1 } = principal
    const first = await deps.credentials.nonceUses.record(answer.nonce, answer.nc)
    if (first === 'expired') request.stale = true
    if (first !== true) {
      counted(first === 'expired' ? 'stale' : 'replayed')
      return undefined
    }
    await deps.credentials.attempts.succeeded(addressOf(principal.account), request.caller.ip)
    headers = { 'Authentication-Info': authenticationInfo(answer, hash1) }
  }
  counted(principal.account.activated ? 'ok' : 'inactive')
  if (!principal.account.activated) throw new AppError(403, 'account_not_activated', 'This account is not activated yet.', { headers })
  if (role === 'admin' && !principal.account.admin) throw new AppError(403, 'admin_required', 'This takes an administrator.', { headers })
  return headers
}

/** Makes the 401 for a request: a challenge for each algorithm that the account named in From has, for both when it names nobody. */
export function unauthenticated(deps: With<'accounts' | 'credentials'>): (request: ApiRequest) => Promise<AppError> {
  const opaque = deriveKey(deps.config.secret, 'opaque').toString('hex').slice(0, 32)
  return async (request) => {
    const from = fromOf(request)
    const account = from && (await deps.accounts.byAor(from))
    const stored = account?.passwords.map((p) => p.algorithm) ?? []
    const both = stored.length === 0 || stored.includes('CLRTXT')
    const algorithms = both ? (['MD5', 'SHA-256'] as const) : (['MD5', 'SHA-256'] as const).filter((a) => stored.includes(a))
    const domain = from && deps.config.sipDomains.includes(from.domain) ? from.domain : deps.config.sipDomain
    const realm = realmOf(deps.config, account?.domain ?? domain)
    const headers = {
      'WWW-Authenticate': challenges({
        realm,
        nonce: deps.credentials.nonces.issue(),
        opaque,
        algorithms: [...algorithms],
        stale: request.stale,
      }),
    }
    return new AppError(401, 'unauthenticated', 'Authenticate with Digest or with an API key.', { headers })
  }
}

function fromOf(request: ApiRequest): Aor | undefined {
  const from = request.headers.from
  return typeof from === 'string' ? parseFrom(from) : undefined
}
