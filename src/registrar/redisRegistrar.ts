import { type ChainableCommander, Redis, type RedisOptions } from 'ioredis'
import { type Aor, addressOf } from '../domain/sip.js'
import { liveContacts, readContact, type StoredContact } from './contact.js'
import type { Registrar, RegistrarOptions } from './registrar.js'

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

/**
 * The registrations in Flexisip's Redis: a hash `fs:user@domain` per address. After a change Flexisip hears of it on the channel
 * `user@domain`. Connects when it is asked something, and again when the connection is gone: while Redis is down each question fails at once.
 */
export function redisRegistrar(url: string, { now, timeoutMs = 2_000 }: RegistrarOptions): Registrar {
  let link: Link | undefined
  let closed = false

  function dial(): Link {
    const redis = new Redis(url, { ...OPTIONS, connectTimeout: timeoutMs })
    const dialled: Link = { redis, ready: redis.connect() }
    redis.on('error', (error) => {
      dialled.fault ??= error
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
      if (!used.fault && (error as Error).name === 'ReplyError') throw error
      used.fault ??= error as Error // other questions on this connection end with it: they give the same reason
      drop(used)
      throw used.fault
    } finally {
      clearTimeout(timer)
    }
  }

  /** The change and its announcement, both or neither. The number of fields or keys removed. */
  const change = (aor: Aor, make: (multi: ChainableCommander) => ChainableCommander): Promise<number> =>
    ask(async (redis) => {
      const results = (await make(redis.multi()).publish(addressOf(aor), '').exec()) ?? []
      for (const [error] of results) if (error) throw error
      return Number(results[0]?.[1])
    })

  async function contacts(aor: Aor): Promise<StoredContact[]> {
    const fields = await ask((redis) => redis.hgetall(key(aor)))
    return liveContacts(
      Object.entries(fields).map(([field, value]) => readContact(field, value)),
      now(),
    )
  }

  return {
    list: async (aor) => (await contacts(aor)).map(({ device }) => device),
    async remove(aor, uuid) {
      const fields = (await contacts(aor)).filter(({ device }) => device.uuid === uuid).map((contact) => contact.key)
      return fields.length > 0 && (await change(aor, (multi) => multi.hdel(key(aor), ...fields))) > 0
    },
    async removeAll(aor) {
      await change(aor, (multi) => multi.del(key(aor)))
    },
    async check() {
      await ask((redis) => redis.ping())
      return "Flexisip's Redis answers"
    },
    async close() {
      closed = true
      if (link) drop(link)
    },
  }
}

const key = (aor: Aor): string => `fs:${addressOf(aor)}`
