import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { type Counters, memoryCounters } from '../../auth/counters.js'
import { databaseCounters } from '../../auth/countersDatabase.sql.js'
import { redisCounters } from '../../auth/countersRedis.js'
import type { Config } from '../../config/config.js'
import type { Database } from '../../db/client.js'

/** How often the log says that Redis is away. Milliseconds. */
const SAID_EVERY = 60_000

/** Where things are counted. */
export interface AllCounters {
  /** wrong passwords: apart, so that no flood of other things makes them forgotten */
  attempts: Counters
  /** requests within seconds to hours */
  requests: Counters
  /** what counts for a day: a restart does not forget it */
  days: Counters
}

export interface CountersOptions {
  config: Config
  db: Database
  redis: Redis | undefined
  log: Logger
  now(): number
}

/** Redis if there is one; else the memory of the one process, or the database where there could be several. */
export function openCounters({ config, db, redis, log, now }: CountersOptions): AllCounters {
  const database = databaseCounters(db, now)
  if (redis) {
    let saidAt = Number.NEGATIVE_INFINITY
    const failed = (error: unknown): void => {
      if (now() - saidAt < SAID_EVERY) return
      saidAt = now()
      log.warn(
        { event: 'redis_unavailable', error: (error as Error).message },
        'Redis does not answer: until it does, each process counts limits by itself',
      )
    }
    const open = (meanwhile: Counters): Counters => redisCounters({ redis, prefix: 'flexisip-accounts:limit', meanwhile, failed })
    return { attempts: open(memoryCounters(now)), requests: open(memoryCounters(now)), days: open(database) }
  }
  const several = config.workers > 1 || db.provider === 'postgresql'
  if (several) return { attempts: database, requests: database, days: database }
  return { attempts: memoryCounters(now), requests: memoryCounters(now), days: database }
}
