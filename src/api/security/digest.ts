import { challenges } from '../../auth/challenge.js'
import { authenticationInfo } from '../../auth/digest.js'
import { deriveKey } from '../../auth/secretBox.js'
import type { Principal } from '../../http/principal.js'
import { digestLogIn, type ProvenAnswer, useUpAnswer } from '../../services/credentials/digestLogin.js'
import type { With } from '../../services/deps.js'
import { defaultSpace, spaceOf } from '../../services/spaces/space.js'
import type { ApiRequest } from '../apiRequest.js'
import { fromOf } from './from.js'
import type { SecurityScheme } from './scheme.js'

interface DigestPrincipal extends Principal, ProvenAnswer {
  by: 'digest'
}
type DigestDeps = With<'accounts' | 'credentials' | 'metrics'>

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
  const login = await digestLogIn(deps, authorization, { method, target, from: fromOf(request), ip: caller.ip })
  if (login.outcome === 'stale') request.stale = true
  if (login.outcome !== 'in') return false
  const { account, answer, hash1 } = login
  return { account, by: 'digest', answer, hash1 }
}

/** The confirmation of RFC 7616 section 3.5. */
async function accept(deps: DigestDeps, principal: DigestPrincipal, request: ApiRequest): Promise<Record<string, string> | undefined> {
  const used = await useUpAnswer(deps, principal, request.caller.ip)
  if (used === 'expired') request.stale = true
  return used === true ? { 'Authentication-Info': authenticationInfo(principal.answer, principal.hash1) } : undefined
}

/** A challenge for each algorithm that the account named in From has, for both when it names none. */
async function challenge(deps: DigestDeps, request: ApiRequest, opaque: string): Promise<string[]> {
  const from = fromOf(request)
  const account = from && (await deps.accounts.byAor(from))
  const stored = account?.passwords.map((p) => p.algorithm) ?? []
  const both = stored.length === 0 || stored.includes('CLRTXT')
  const algorithms = both ? (['MD5', 'SHA-256'] as const) : (['MD5', 'SHA-256'] as const).filter((a) => stored.includes(a))
  const domain = from && spaceOf(deps, from.domain).served ? from.domain : defaultSpace(deps).domain
  const realm = spaceOf(deps, account?.domain ?? domain).realm
  return challenges({ realm, nonce: deps.credentials.nonces.issue(), opaque, algorithms, stale: request.stale })
}
