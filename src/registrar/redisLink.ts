import { Redis, type RedisOptions } from 'ioredis'
import { tracedRedis } from '../db/redis.js'
import { RegistrarDown } from './registrar.js'

const OPTIONS: RedisOptions = {
  disconnectTimeout: 100,
  lazyConnect: true,
  retryStrategy: null,
  maxRetriesPerRequest: 0,
  enableReadyCheck: false,
  protocol: 2,
}

interface Link {
  redis: Redis
  ready: Promise<void>
  /** what broke it, log-in and choice of database included: says more than the errors of the commands that it broke */
  fault?: Error
}

/** A connection to Flexisip's Redis: it is made when something is asked, and again once it is gone. While Redis is down each question fails at once. */
export interface RedisLink {
  /** Asks within the time-out. @throws RegistrarDown, or another Error when Redis refuses this key alone */
  ask<T>(question: (redis: Redis) => Promise<T>): Promise<T>
  close(): void
}

export function redisLink(url: string, timeoutMs: number): RedisLink {
  let link: Link | undefined
  let closed = false

  function dial(): Link {
    const redis = tracedRedis(new Redis(url, { ...OPTIONS, connectTimeout: timeoutMs }))
    const dialled: Link = { redis, ready: redis.connect() }
    redis.on('error', (error) => {
      dialled.fault ??= new RegistrarDown(error.message, { cause: error })
    })
    redis.on('close', () => drop(dialled))
    return dialled
  }

  function drop(dropped: Link): void {
    if (link === dropped) link = undefined
    if (!['close', 'end'].includes(dropped.redis.status)) dropped.redis.disconnect()
  }

  /** Asks within the time-out. A connection that fails for another reason than Redis saying no is given up. */
  async function ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    if (closed) throw new Error('the registrar is closed')
    link ??= dial()
    const used = link
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Redis does not answer within ${timeoutMs / 1000} s`)), timeoutMs)
    })
    try {
      const answer = await Promise.race([used.ready.then(() => question(used.redis)), late])
      if (used.fault) throw used.fault // it answers, from another database than the one asked for
      return answer
    } catch (error) {
      if (!used.fault && (error as Error).name === 'ReplyError') throw refusal(error as Error)
      used.fault ??= new RegistrarDown((error as Error).message, { cause: error }) // other questions on this connection end with it: they give the same reason
      drop(used)
      throw used.fault
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    ask,
    close() {
      closed = true
      if (link) drop(link)
    },
  }
}

/** Redis says no: to this key, or to whatever it is asked. */
const refusal = (error: Error): Error =>
  error.message.startsWith('WRONGTYPE') ? error : new RegistrarDown(error.message, { cause: error })
