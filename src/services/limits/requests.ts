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
  registrations: { points: 100, seconds: 3600, per: 'address' },
  info: { points: 600, seconds: 60, per: 'address' },
  activations: { points: 200, seconds: 600, per: 'address' },
  'code-requests': { points: 10, seconds: 3600, per: 'account' },
  devices: { points: 60, seconds: 60, per: 'account' },
  confirmations: { points: 60, seconds: 3600, per: 'account' },
  provisioning: { points: 300, seconds: 60, per: 'address' },
  'provisioning-links': { points: 60, seconds: 3600, per: 'account' },
  passwords: { points: 10, seconds: 3600, per: 'account' },
  /** wrong API keys alone: a right one is always let in */
  'wrong-keys': { points: 60, seconds: 60, per: 'address' },
} as const satisfies Record<LimitOf[keyof LimitOf] | 'wrong-keys', RequestLimit>
export type RequestLimitName = keyof typeof REQUEST_LIMITS

/** Wrong passwords that one address may try on all accounts together (`Attempts` slows down those of one account). */
export const LOGINS: Limit = { points: 300, seconds: 600 }
/** Wrong PINs by which an account wants another number. */
const WRONG_PINS: Limit = { points: 10, seconds: 86_400 }
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

/** Wrong tries of one PIN that an administrator has handed out, from one address. */
const WRONG_KEYS: Limit = { points: 3, seconds: 86_400 }

/**
 * Lets an account try the PIN for another number, unless it had its wrong ones of the day. Nobody else takes any of them. (How many wrong ones a single PIN
 * bears is counted with it, and holds however many come at once.)
 * @throws AppError 429 too_many_tries, or what `attempt` throws
 */
export async function countWrongPins<T>(deps: With<'limits'>, accountId: number, attempt: () => Promise<T>): Promise<T> {
  const key = deps.limits.key('wrong-codes', `id:${accountId}`)
  const count = await deps.limits.counters.days.get(key)
  if (count && count.points >= WRONG_PINS.points)
    throw tooMany('too_many_tries', 'Too many wrong codes for this account. Try again tomorrow.', count.msLeft / 1000)
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof AppError && error.code === 'wrong_code') await deps.limits.counters.days.add(key, 1, WRONG_PINS.seconds)
    throw error
  }
}

/**
 * Takes one of the tries that an address has of a handed-out PIN, so that no single one can void it for its owner.
 * @param pin what names it, among all accounts and PINs
 * @param address an `addressBlock`
 * @throws AppError 429 too_many_tries
 */
export async function countKeyTry(deps: With<'limits'>, pin: string, address: string): Promise<void> {
  const count = await deps.limits.counters.days.add(deps.limits.key('key-pins', `${address}\n${pin}`), 1, WRONG_KEYS.seconds)
  if (count.points > WRONG_KEYS.points)
    throw tooMany('too_many_tries', 'Too many wrong codes for this account were tried from here. Try again tomorrow.', count.msLeft / 1000)
}
