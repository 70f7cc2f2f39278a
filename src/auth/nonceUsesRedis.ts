import type { Redis } from 'ioredis'
import { CLOCK_SKEW, type NonceUses, timePrefix } from './nonces.js'

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
