import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { LimitOf } from '../../../generated/operations.js'
import type { Count } from '../../auth/counters.js'
import { AppError, tooMany } from '../../domain/errors.js'
import type { With } from '../deps.js'

/** So many in so many seconds, which begin with the first. */
export interface Limit {
  points: number
  seconds: number
}

interface RequestLimit extends Limit {
  /** whose requests are counted together */
  per: 'address' | 'account'
}

/**
 * Every limit but those of SMS, which the operator sets (docs/limits.md). Fifty clients behind one address are to notice none of them.
 * The names are those of the header `RateLimit-Policy`, and of `x-limit` in the contract, which says what operations they are for.
 */
export const REQUEST_LIMITS = {
  tokens: { points: 200, seconds: 3600, per: 'address' },
  'request-tokens': { points: 200, seconds: 3600, per: 'address' },
  /** apps ask every two seconds until a person has opened the page: fifty of them at once */
  'token-polls': { points: 2000, seconds: 60, per: 'address' },
  registrations: { points: 100, seconds: 3600, per: 'address' },
  info: { points: 600, seconds: 60, per: 'address' },
  /** tells whether a phone number has an account, which apps up to 5.3 ask for once at sign-up */
  'phone-info': { points: 30, seconds: 3600, per: 'address' },
  activations: { points: 200, seconds: 600, per: 'address' },
  'code-requests': { points: 10, seconds: 3600, per: 'account' },
  devices: { points: 60, seconds: 60, per: 'account' },
  confirmations: { points: 60, seconds: 3600, per: 'account' },
  provisioning: { points: 300, seconds: 60, per: 'address' },
  'provisioning-links': { points: 60, seconds: 3600, per: 'account' },
  passwords: { points: 10, seconds: 3600, per: 'account' },
  contacts: { points: 60, seconds: 60, per: 'account' },
  vcards: { points: 300, seconds: 60, per: 'account' },
  exports: { points: 20, seconds: 3600, per: 'account' },
  /** wrong API keys alone: a right one is always let in */
  'wrong-keys': { points: 60, seconds: 60, per: 'address' },
} as const satisfies Record<LimitOf[keyof LimitOf] | 'wrong-keys', RequestLimit>
export type RequestLimitName = keyof typeof REQUEST_LIMITS

/** Wrong passwords that one address may try on all accounts together (`Attempts` slows down those of one account). */
export const LOGINS: Limit = { points: 300, seconds: 600 }
/** Mails with a code to one e-mail address. */
export const MAILS: Limit = { points: 20, seconds: 86_400 }

/** Tokens to one device that nobody used, or `TOKENS_PER_DEVICE` if that is more. */
export const DEVICE_TOKENS: Limit = { points: 10, seconds: 86_400 }

/** Mails without a code to one e-mail address, which tell of a change. */
export const NOTICES: Limit = { points: 20, seconds: 86_400 }
/** The same of one account, so that none can fill the queue. */
export const NOTICES_OF_ACCOUNT: Limit = { points: 10, seconds: 3_600 }

/** How counters name a caller: keyed, because an address or a phone number would fall to guesses. */
export function limitKeys(key: Buffer): (limit: string, who: string) => string {
  const object: KeyObject = createSecretKey(key)
  return (limit, who) => `${limit}:${createHmac('sha256', object).update(who).digest('base64url')}`
}

/**
 * Counts one request, and tells the client how many are left.
 * @param who an address (`addressBlock`) or the account's id, as the limit is per
 * @returns the headers `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10); none with RATE_LIMIT=off
 * @throws AppError 429 rate_limited with those headers and Retry-After
 */
export async function countRequest(deps: With<'limits'>, name: RequestLimitName, who: string): Promise<Record<string, string>> {
  if (!deps.config.rateLimit) return {}
  const limit = REQUEST_LIMITS[name]
  const count = await deps.limits.counters.requests.add(deps.limits.key(name, who), 1, limit.seconds)
  const headers = limitHeaders(name, limit, count)
  if (count.points <= limit.points) return headers
  const { status, code, message, headers: retry } = tooMany('rate_limited', 'Too many requests. Try again later.', count.msLeft / 1000)
  throw new AppError(status, code, message, { headers: { ...headers, ...retry } })
}

function limitHeaders(name: string, { points, seconds }: Limit, count: Count): Record<string, string> {
  return {
    'RateLimit-Policy': `"${name}";q=${points};w=${seconds}`,
    RateLimit: `"${name}";r=${Math.max(0, points - count.points)};t=${Math.ceil(count.msLeft / 1000)}`,
  }
}
