import { createHmac, createSecretKey } from 'node:crypto'
import type { Random } from '../domain/codes.js'
import { secretsEqual } from './digest.js'
import { deriveKey } from './secretBox.js'

/** How far the clocks of our machines may differ, in seconds: a nonce from further in the future is not taken, though it may be ours. */
export const CLOCK_SKEW = 60

const TIME_DIGITS = 8
const RANDOM_BYTES = 8
const MAC_DIGITS = 32
const PLAIN_DIGITS = TIME_DIGITS + 2 * RANDOM_BYTES
/** nonces per call of `random`: asking for the bytes of one costs more than all the rest */
const POOL = 256

/** What a nonce in an answer is: fresh, ours but of another time (worth `stale=true`), or not made with our secret. */
export type NonceState = 'valid' | 'expired' | 'foreign'

/** Makes nonces and tells its own from others; keeps nothing. */
export interface Nonces {
  /** 56 characters of `[0-9a-f]` (some clients choke on others): seconds since 1970, random, HMAC */
  issue: () => string
  check: (nonce: string) => NonceState
}

/** What nonces are made with. */
export interface NonceOptions {
  /** shared by all processes that serve together */
  secret: string
  ttlSeconds: number
  /** milliseconds since 1970 */
  now: () => number
  random: Random
}

/** Stateless nonces (RFC 7616 section 5.4): any process with the secret knows them, also after a restart. */
export function createNonces({ secret, ttlSeconds, now, random }: NonceOptions): Nonces {
  const key = createSecretKey(deriveKey(secret, 'nonce'))
  let pool = ''
  let used = 0

  const mac = (plain: string): string => createHmac('sha256', key).update(plain).digest('hex').slice(0, MAC_DIGITS)

  const issue = (): string => {
    if (used === pool.length) {
      pool = random(POOL * RANDOM_BYTES).toString('hex')
      used = 0
    }
    const plain = timePrefix(now()) + pool.slice(used, used + 2 * RANDOM_BYTES)
    used += 2 * RANDOM_BYTES
    return plain + mac(plain)
  }

  const check = (nonce: string): NonceState => {
    if (nonce.length !== PLAIN_DIGITS + MAC_DIGITS) return 'foreign'
    if (!secretsEqual(mac(nonce.slice(0, PLAIN_DIGITS)), nonce.slice(PLAIN_DIGITS))) return 'foreign'
    const age = Math.floor(now() / 1000) - Number.parseInt(nonce.slice(0, TIME_DIGITS), 16)
    // from the future: a clock was set back
    return age > ttlSeconds || age < -CLOCK_SKEW ? 'expired' : 'valid'
  }

  return { issue, check }
}

/** How every nonce of that second begins; nonces sort by their time. `time` in milliseconds since 1970. */
export function timePrefix(time: number): string {
  return Math.floor(time / 1000)
    .toString(16)
    .padStart(TIME_DIGITS, '0')
}

/** Remembers which (nonce, nc) were used, across processes and restarts: a digest answer is good once (RFC 7616 section 5.12). */
export interface NonceUses {
  /**
   * True when this is the first use; 'expired' when that is not known any more, as the store has lost what it knew.
   * Rejects when the store is down: no caller may be let in then. Only for valid nonces.
   */
  record: (nonce: string, nc: string) => Promise<boolean | 'expired'>
}

/**
 * What nonces come before that were issued before `olderThan` (NONCE_TTL ago, or earlier): their uses may be forgotten. The clock skew is added: a
 * machine whose clock is late takes them for fresh that much longer. A range of the primary key.
 */
export const usesBefore = (olderThan: Date): string => timePrefix(olderThan.getTime() - CLOCK_SKEW * 1000)
