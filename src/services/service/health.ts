import type { With } from '../deps.js'

/** Looks at what every request needs; a service that stops is not ready whatever works. Names what is down; never throws. */
export async function readiness(
  deps: With<'redis' | 'lifecycle'>,
): Promise<{ ready: boolean; checks: Record<string, 'ok' | 'unavailable'> }> {
  if (deps.lifecycle.stopping) return { ready: false, checks: { service: 'unavailable' } }
  const checks: Record<string, 'ok' | 'unavailable'> = { database: await works(deps.db.ping()) }
  if (deps.redis) checks.redis = await works(deps.redis.ping())
  return { ready: Object.values(checks).every((c) => c === 'ok'), checks }
}

const works = (attempt: PromiseLike<unknown>): Promise<'ok' | 'unavailable'> =>
  Promise.resolve(attempt).then(
    () => 'ok' as const,
    () => 'unavailable' as const,
  )
