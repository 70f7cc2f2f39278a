import { AppError } from '../../domain/errors.js'
import type { Principal } from '../../http/principal.js'
import { noteLogin } from '../../services/credentials/loginEvents.js'
import type { With } from '../../services/deps.js'
import type { ApiRequest } from '../apiRequest.js'
import type { Operation } from '../operation.js'
import { apiKeyScheme } from './apiKey.js'
import { digestScheme } from './digest.js'
import { passwordRefusal, refusalOf } from './policy.js'
import type { SecurityScheme } from './scheme.js'

type SecurityDeps = With<'accounts' | 'credentials' | 'limits' | 'metrics' | 'outbound'>
type Outcome = Principal | false | { fault: unknown }

/** The schemes that the service knows. Of two that are both right, the one that stands first counts. */
const schemesOf = (deps: SecurityDeps): readonly SecurityScheme[] => [apiKeyScheme(deps), digestScheme(deps) as SecurityScheme]

export interface Authentication {
  /**
   * Finds out who asks, if the operation wants to know, and whether they may: `request.principal`.
   * @returns the refusal, 401 or 403. It is returned, not thrown: half of all requests of a client with Digest end here, and a throw costs 3 µs
   * @throws AppError 429 rate_limited; what a scheme could not find out, when no other scheme could either
   */
  authenticate(request: ApiRequest): Promise<AppError | undefined>
  /**
   * Looks again whether the principal may, as its account is by now; uses nothing up.
   * @returns the refusal, as `authenticate` does
   */
  confirm(request: ApiRequest): Promise<AppError | undefined>
  /** The 401 of a request without good credentials. */
  unauthenticated(request: ApiRequest): Promise<AppError>
}

/**
 * The security of the contract (OpenAPI 3.0.3, "Security Requirement Object"): one of the operation's requirements must be met.
 * @throws Error at start when the contract names a scheme that the service does not know
 */
export function createAuthentication(deps: SecurityDeps, operations: readonly Operation[]): Authentication {
  const schemes = schemesOf(deps)
  const known = new Set(schemes.map(({ name }) => name))
  const unknown = operations.flatMap((operation) => [...operation.schemes]).find((name) => !known.has(name))
  if (unknown !== undefined) throw new Error(`The contract names the security scheme ${unknown}, which src/api/security does not have.`)

  async function authenticate(request: ApiRequest): Promise<AppError | undefined> {
    const { operation } = request
    if (operation.requirements.length === 0) return undefined
    const asked = schemes.filter(({ name }) => operation.schemes.has(name))
    // every scheme looks, also when one is right: a wrong answer counts as a wrong try whatever stands beside it
    const outcomes = await Promise.all(asked.map((scheme) => outcomeOf(scheme, request)))
    const chosen = choose(operation, asked, outcomes)
    if (chosen === undefined) {
      for (const outcome of outcomes) if (outcome && 'fault' in outcome) throw outcome.fault
      return unauthenticated(request)
    }
    return admit(chosen.scheme, chosen.principal, request)
  }

  const refusalFor = (principal: Principal, { operation }: ApiRequest, headers: Record<string, string> = {}): AppError | undefined =>
    refusalOf(principal, operation, headers) ?? passwordRefusal(deps.config, principal, operation, headers)

  async function admit(scheme: SecurityScheme, principal: Principal, request: ApiRequest): Promise<AppError | undefined> {
    const headers = scheme.accept ? await scheme.accept(principal, request) : {}
    if (!headers) return unauthenticated(request)
    const refusal = refusalFor(principal, request, headers)
    const inactive = refusal?.code === 'account_not_activated' || refusal?.code === 'account_blocked'
    noteLogin(deps, scheme.metric, inactive ? 'inactive' : 'ok', request.caller, principal.account)
    if (refusal) return refusal
    request.setHeaders(headers)
    request.principal = principal
    return undefined
  }

  async function confirm(request: ApiRequest): Promise<AppError | undefined> {
    const scheme = schemes.find(({ name }) => name === request.principal?.by)
    const principal = await scheme?.authenticate(request)
    return principal ? refusalFor(principal, request) : unauthenticated(request)
  }

  async function unauthenticated(request: ApiRequest): Promise<AppError> {
    const offered = await Promise.all(schemes.flatMap((scheme) => scheme.challenge?.(request) ?? []))
    const headers = { 'WWW-Authenticate': offered.flat() }
    return new AppError(401, 'unauthenticated', refusalText(request), { headers })
  }

  return { authenticate, confirm, unauthenticated }
}

/** Apps show it to people: after a wrong password it speaks to them. */
function refusalText({ headers }: ApiRequest): string {
  if (headers.authorization !== undefined) return 'The user name or the password is wrong.'
  if (headers['x-api-key'] !== undefined) return 'The API key is wrong, has ended or was revoked, or is not good from this address.'
  return 'Authenticate with Digest or with an API key.'
}

/** What a scheme finds. Its failure is not a refusal yet: another scheme may be right. */
async function outcomeOf(scheme: SecurityScheme, request: ApiRequest): Promise<Outcome> {
  try {
    return await scheme.authenticate(request)
  } catch (fault) {
    return { fault }
  }
}

/** The first scheme that is right, of a requirement that is met as a whole. */
function choose(
  { requirements }: Operation,
  asked: readonly SecurityScheme[],
  outcomes: readonly Outcome[],
): { scheme: SecurityScheme; principal: Principal } | undefined {
  const principals = outcomes.map((outcome) => (outcome && 'account' in outcome ? outcome : undefined))
  const right = (name: string): boolean => principals[asked.findIndex((scheme) => scheme.name === name)] !== undefined
  for (const [i, scheme] of asked.entries()) {
    const principal = principals[i]
    const met = principal && requirements.some((names) => names.includes(scheme.name) && names.every(right))
    if (met) return { scheme, principal }
  }
  return undefined
}
