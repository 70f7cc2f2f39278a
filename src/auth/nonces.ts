import { createHmac, createSecretKey } from 'node:crypto'
import type { Redis } from 'ioredis'
import { Prisma } from '../../generated/prisma/sqlite/client.js'
import { batchPerTurn } from '../db/raw/batchPerTurn.js'
import type { Query } from '../db/raw/query.js'
import type { Random } from '../domain/codes.js'
import { secretsEqual } from './digest.js'
import { deriveKey } from './secretBox.js'

/** How far the clocks of our machines may differ, in seconds: a nonce from further in the future is nobody's. */
export const CLOCK_SKEW = 60

const TIME_DIGITS = 8
const RANDOM_BYTES = 8
const MAC_DIGITS = 32
const PLAIN_DIGITS = TIME_DIGITS + 2 * RANDOM_BYTES
/** nonces per call of `random`: asking for the bytes of one costs more than all the rest */
const POOL = 256

/** What a nonce in an answer is: fresh, ours but too old (worth `stale=true`), or not made with our secret. */
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
    if (age < -CLOCK_SKEW) return 'foreign'
    return age > ttlSeconds ? 'expired' : 'valid'
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
   * Rejects when the store is down: then nobody may be let in. Call it for valid nonces alone.
   */
  record: (nonce: string, nc: string) => Promise<boolean | 'expired'>
}

interface Use {
  nonce: string
  nc: string
}

/** Uses in the database, SQLite or PostgreSQL; those of one turn of the event loop in one statement. */
export function databaseNonceUses(query: Query): NonceUses {
  const insert = batchPerTurn(async (uses: Use[]): Promise<boolean[]> => {
    // in the order of the key, or two processes that insert the same rows could wait for each other
    const rows = [...uses].sort(byKey).map(({ nonce, nc }) => Prisma.sql`(${nonce}, ${nc})`)
    const inserted = await query<Use>(
      Prisma.sql`INSERT INTO nonce_uses (nonce, nc) VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING RETURNING nonce, nc`,
    )
    const fresh = new Set(inserted.map(keyOf))
    // deleting lets a pair that came twice in this turn through once
    return uses.map((use) => fresh.delete(keyOf(use)))
  })
  return { record: (nonce, nc) => insert({ nonce, nc: nc.toLowerCase() }) }
}

function keyOf(use: Use): string {
  return use.nonce + use.nc
}

function byKey(a: Use, b: Use): number {
  const left = keyOf(a)
  const right = keyOf(b)
  return left < right ? -1 : left > right ? 1 : 0
}

export interface RedisNonceUsesOptions {
  /** it should fail fast (no offline queue, a command timeout): a request waits for it */
  redis: Redis
  prefix: string
  /** how long a nonce is good; each use is kept that long and the clock skew more */
  ttlSeconds: number
  /** milliseconds since 1970 */
  now: () => number
}

/**
 * Uses in Redis, for several processes or machines. A Redis that was restarted without its data, or emptied, has forgotten what was used: it
 * keeps since when it remembers, and nonces from before are refused as too old.
 */
export function redisNonceUses({ redis, prefix, ttlSeconds, now }: RedisNonceUsesOptions): NonceUses {
  const seconds = ttlSeconds + CLOCK_SKEW
  const sinceKey = `${prefix}since`
  // before anybody has a nonce, where Redis is new
  redis.set(sinceKey, timePrefix(now()), 'NX').catch(() => undefined)

  const begin = async (): Promise<string> => {
    // a nonce of this very second may have been used before it was lost
    await redis.set(sinceKey, timePrefix(now() + 1_000), 'NX')
    return (await redis.get(sinceKey)) ?? NEVER
  }
  return {
    record: async (nonce, nc) => {
      // over one connection: both are asked of the same memory
      const [set, since] = await Promise.all([
        redis.set(`${prefix}${nonce}:${nc.toLowerCase()}`, '1', 'EX', seconds, 'NX'),
        redis.get(sinceKey),
      ])
      if (nonce < (since ?? (await begin()))) return 'expired'
      return set === 'OK'
    },
  }
}

/** Later than any nonce: nothing is known. */
const NEVER = 'g'

/**
 * What nonces come before that were issued before `olderThan` (NONCE_TTL ago, or earlier): their uses may be forgotten. The clock skew is added: a
 * machine whose clock is late takes them for fresh that much longer. A range of the primary key.
 */
export const usesBefore = (olderThan: Date): string => timePrefix(olderThan.getTime() - CLOCK_SKEW * 1000)
