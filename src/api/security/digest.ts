import { challenges } from '../../auth/challenge.js'
import { authenticationInfo } from '../../auth/digest.js'
import { deriveKey } from '../../auth/secretBox.js'
import { AppError } from '../../domain/errors.js'
import { withoutQuery } from '../../domain/requestTarget.js'
import type { Principal } from '../../http/principal.js'
import { type DigestDeps, digestLogIn, type ProvenAnswer, useUpAnswer } from '../../services/credentials/digestLogin.js'
import { offeredAlgorithms } from '../../services/credentials/offered.js'
import { withPrevious } from '../../services/credentials/previousPasswords.js'
import { preferredAlgorithm } from '../../services/provisioning/algorithm.js'
import { defaultSpace, spaceOf } from '../../services/spaces/space.js'
import type { ApiRequest } from '../apiRequest.js'
import { fromOf } from './from.js'
import type { SecurityScheme } from './scheme.js'

const BOTH = ['MD5', 'SHA-256'] as const

interface DigestPrincipal extends Principal, ProvenAnswer {
  by: 'digest'
}

/** Header `Authorization: Digest …` (RFC 7616). */
export function digestScheme(deps: DigestDeps): SecurityScheme<DigestPrincipal> {
  const opaque = deriveKey(deps.config.secret, 'opaque').toString('hex').slice(0, 32)
  return {
    name: 'digest',
    metric: 'digest',
    authenticate: (request) => byDigest(deps, request),
    accept: (principal, request) => accept(deps, principal, request),
    challenge: (request) => challenge(deps, request, opaque),
  }
}

async function byDigest(deps: DigestDeps, request: ApiRequest): Promise<DigestPrincipal | false> {
  const { authorization } = request.headers
  if (authorization === undefined) return false
  const { method, target, caller } = request
  const previous = request.operation['x-previous-password'] ?? false
  const login = await digestLogIn(deps, authorization, { method, target, from: fromOf(request), caller, previous })
  if (login.outcome === 'stale') request.stale = true
  if (login.outcome === 'otherAlgorithm') request.answeredFor = login.aor
  if (login.outcome === 'otherTarget') throw otherTarget(deps, request, login.uri)
  if (login.outcome !== 'in') return false
  const { outcome: _, ...proven } = login
  return { ...proven, by: 'digest' }
}

/** The confirmation of RFC 7616 section 3.5. */
async function accept(deps: DigestDeps, principal: DigestPrincipal, request: ApiRequest): Promise<Record<string, string> | undefined> {
  const used = await useUpAnswer(deps, principal, request.caller)
  if (used === 'expired') request.stale = true
  return used === true ? { 'Authentication-Info': authenticationInfo(principal.answer, principal.hash1) } : undefined
}

/** RFC 7616 section 3.4.6. A proxy that rewrites paths is the usual reason: the log has what its operator needs. */
function otherTarget(deps: DigestDeps, { target, caller, operation }: ApiRequest, uri: string): AppError {
  const { requestId: request_id } = caller
  const targets = { target: withoutQuery(target), uri: withoutQuery(uri) }
  deps.log.info({ event: 'digest_uri_refused', request_id, operation: operation.operationId, ...targets }, 'digest is for another target')
  const text =
    'The uri of the digest is not the request target that arrived here. Hash the one that you send, with its query; a proxy must not change it.'
  return new AppError(400, 'digest_uri_mismatch', text)
}

/**
 * A challenge for each algorithm that the account named in From has; for both when From names nobody. A name that has no account, and a domain that is
 * not served, are challenged like all others.
 */
async function challenge(deps: DigestDeps, request: ApiRequest, opaque: string): Promise<string[]> {
  const named = fromOf(request) ?? request.answeredFor
  const account = named && (await deps.accounts.byAor(named))
  const before = account && request.operation['x-previous-password'] ? await withPrevious(deps, account) : undefined
  const offered = named ? await offeredAlgorithms(deps, named, account, before) : BOTH
  const one = request.operation['x-challenge'] === 'one'
  const algorithms = one
    ? [
        preferredAlgorithm(
          deps,
          offered.map((algorithm) => ({ algorithm })),
        ),
      ]
    : offered
  const realm = spaceOf(deps, named?.domain ?? defaultSpace(deps).domain).realm
  return challenges({ realm, nonce: deps.credentials.nonces.issue(), opaque, algorithms, stale: request.stale })
}
