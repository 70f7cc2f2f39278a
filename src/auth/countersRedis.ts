import type { Redis } from 'ioredis'
import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Count, Counters } from './counters.js'

export interface RedisCountersOptions {
  redis: Redis
  prefix: string
  /** counts while Redis is away: each process for itself */
  meanwhile: Counters
  /** told when Redis fails, at every call */
  failed(error: unknown): void
}

/** Counters that processes and machines share. Without Redis they go on, each process by itself: no caller is locked out, and no limit ends. */
export function redisCounters({ redis, prefix, meanwhile, failed }: RedisCountersOptions): Counters {
  // points and duration come with each call
  const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix: prefix, points: 1, duration: 1, rejectIfRedisNotReady: true })
  const or = async <T>(shared: () => Promise<T>, local: () => Promise<T>): Promise<T> => {
    try {
      return await shared()
    } catch (error) {
      failed(error)
      return local()
    }
  }
  return {
    add: (key, points, seconds, longer) =>
      or(
        async () => {
          const count = countOf(await limiter.penalty(key, points, { customDuration: seconds }))
          if (!longer || count.points < longer.from) return count
          await redis.pexpire(limiter.getKey(key), longer.seconds * 1000)
          return { ...count, msLeft: longer.seconds * 1000 }
        },
        () => meanwhile.add(key, points, seconds, longer),
      ),
    mark: (keys, seconds) =>
      or(
        async () => {
          const batch = redis.pipeline()
          for (const key of keys) batch.set(limiter.getKey(key), 1, 'EX', seconds, 'NX')
          for (const [error] of (await batch.exec()) ?? []) if (error) throw error
        },
        () => meanwhile.mark(keys, seconds),
      ),
    get: (key) =>
      or(
        async () => {
          const found = await limiter.get(key)
          return found ? countOf(found) : undefined
        },
        () => meanwhile.get(key),
      ),
    takeBack: (key, points) =>
      or(
        async () => void (await limiter.reward(key, points)),
        () => meanwhile.takeBack(key, points),
      ),
    delete: (...keys) =>
      or(
        async () => void (await redis.del(keys.map((key) => limiter.getKey(key)))),
        () => meanwhile.delete(...keys),
      ),
  }
}

const countOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({ points: consumedPoints, msLeft: msBeforeNext })
