import type { Redis } from 'ioredis'

/**
 * Whether Redis keeps what it is given. One that evicts forgets used nonces, so that a digest answer is good a second time, and limits with them.
 * @returns its `maxmemory-policy`; undefined where it does not say
 * @throws Error that says what to do; or when Redis does not answer
 */
export async function checkEviction(redis: Redis): Promise<string | undefined> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1]
  if (policy === undefined || policy === 'noeviction') return policy
  throw new Error(
    `maxmemory-policy is ${policy}: it forgets used nonces and limits when it is full. Set it to noeviction, on an instance of its own`,
  )
}
