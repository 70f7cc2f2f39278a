import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Caller, SYSTEM } from '../../caller.js'
import { takeLease } from '../../jobs/lease.sql.js'
import { clearExpired, clearUnconfirmed, type MaintenanceDeps } from './expired.js'
import { makeMissingIndexes } from './indexes.js'

const LEASE = 'housekeeping'
/** Who is at work. */
const SERVICE: Caller = { ip: '', userAgent: undefined, language: 'en', actor: SYSTEM, requestId: null }
/** How often what has expired is removed, a quarter more or less. Milliseconds. */
const EVERY_MS = 300_000
/** A process that dies while it is at it is replaced after this long. Milliseconds. */
const LEASE_MS = 60_000
/** Between two batches, so that others can write. Milliseconds. */
const PAUSE_MS = 20

/** Runs `clearExpired`, and with UNCONFIRMED_DAYS `clearUnconfirmed`, every few minutes, in one process at a time of all that share the database. */
export interface Housekeeping {
  /** Does it now, unless another process does, or has just done so: then nothing, undefined. */
  run(): Promise<Record<string, number> | undefined>
  start(): void
  /** Ends after the batch that it is at. */
  stop(): Promise<void>
}

/** @param random spreads processes that start together; from 0 to 1 */
export function createHousekeeping(deps: MaintenanceDeps, random: () => number = Math.random): Housekeeping {
  const { log } = deps
  const { now } = deps.clock
  const holder = randomBytes(12).toString('hex')
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let renewAt = 0

  async function run(): Promise<Record<string, number> | undefined> {
    if (!(await takeLease(deps, LEASE, holder, LEASE_MS))) return undefined
    renewAt = now() + LEASE_MS / 3
    const removed = await clearExpired(deps, between)
    const { unconfirmedDays } = deps.config
    if (unconfirmedDays > 0) removed.unconfirmed_accounts = await clearUnconfirmed(deps, unconfirmedDays, true, SERVICE, between)
    log.debug({ event: 'expired_removed', removed }, 'expired rows removed')
    await Promise.race([makeMissingIndexes(deps, holder), stopped])
    // no other process need begin before it is time again
    await takeLease(deps, LEASE, holder, EVERY_MS / 2)
    return removed
  }

  async function between(): Promise<void> {
    stopping.signal.throwIfAborted()
    await delay(PAUSE_MS)
    if (now() < renewAt) return
    if (!(await takeLease(deps, LEASE, holder, LEASE_MS))) throw new Error('another process has taken over')
    renewAt = now() + LEASE_MS / 3
  }

  /** The first time soon after the start, then about every EVERY_MS. */
  function schedule(ms: number): void {
    timer = setTimeout(() => {
      running = run()
        .catch((error) => {
          if (!stopping.signal.aborted) log.warn({ event: 'expired_not_removed', err: error }, 'expired rows not removed')
        })
        .finally(() => {
          if (!stopping.signal.aborted) schedule(EVERY_MS * (0.75 + random() / 2))
        })
    }, ms).unref()
  }

  return {
    run,
    start: () => schedule(EVERY_MS * random() * 0.2),
    async stop() {
      stopping.abort(new Error('the service stops'))
      clearTimeout(timer)
      await running
    },
  }
}
