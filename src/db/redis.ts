import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { isTracing, tracedCall } from '../lib/tracing.js'

const OPTIONS = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2_000,
  connectTimeout: 2_000,
} as const

/**
 * Opens the connection and waits for its first attempt: what comes right after the start finds it open. Without Redis the service starts
 * too, and connects when it is there. Commands fail at once meanwhile, instead of waiting: a request cannot.
 */
export async function openRedis(url: string, log: Logger): Promise<Redis> {
  const ioredis = await import('ioredis') // loaded by those who have one
  const redis = tracedRedis(new ioredis.Redis(url, OPTIONS))
  redis.on('error', (error) => log.error({ event: 'redis_connection_error', error: error.message }, 'connection to Redis failed'))
  await redis.connect().catch(() => undefined) // said by the listener
  return redis
}

/** The same client, with a span for each command, which names no key: keys name people. */
export function tracedRedis(redis: Redis): Redis {
  if (!isTracing()) return redis
  const { sendCommand } = redis
  redis.sendCommand = (command, ...more) => {
    const name = command.name.toUpperCase()
    const attributes = { 'db.system.name': 'redis', 'db.operation.name': name, 'server.address': redis.options.host }
    const sent = sendCommand.call(redis, command, ...more)
    tracedCall(name, attributes, async () => sent).catch(() => undefined) // for whom it was sent has the error
    return sent
  }
  return redis
}

/** Looks whether Redis answers and takes our password, over a connection of its own. @throws Error that names the server and the reason */
export async function checkRedis(url: string): Promise<string> {
  const ioredis = await import('ioredis')
  const redis = new ioredis.Redis(url, { ...OPTIONS, retryStrategy: null, maxRetriesPerRequest: 0 })
  let fault: Error | undefined
  redis.on('error', (error) => {
    fault ??= error
  })
  try {
    await redis.connect()
    await redis.ping()
    return 'answers'
  } catch (error) {
    const { host, port } = redis.options
    throw new Error(`Redis cannot be reached (${host}:${port}): ${(fault ?? (error as Error)).message}`, { cause: error })
  } finally {
    redis.disconnect()
  }
}

const TEXTS = /^(Stream isn't writeable|Command timed out|Connection is closed)/

/** Whether Redis, and not the request, is to blame: it is away, too slow, loading, full or read-only. */
export function isRedisUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'MaxRetriesPerRequestError' || error.name === 'ReplyError' || TEXTS.test(error.message)
}
