import { writeBehind } from '../lib/writeBehind.js'
import type { Counters } from './counters.js'

/**
 * From which addresses there was a success: for 30 days at least, 60 at most. What a success adds is written a few seconds later, with all others of that
 * time in one statement, and each address once in a period: a log-in waits for nothing. What a process had not written when it died is forgotten.
 */
export interface KnownAddresses {
  /** Whether there was a success; asks the others only if this process has seen none. */
  has(key: string): Promise<boolean>
  /** Remembers a success. */
  note(key: string): void
  /** Remembers a success at once. @returns whether it was the first one */
  isFirst(key: string): Promise<boolean>
  /** Writes what is not written yet. Never fails. */
  flush(): Promise<void>
}

export interface KnownAddressesOptions {
  /** those that a restart does not forget */
  counters: Counters
  /** names a success in the counters: nothing leads back from it to the account or the address */
  hash(key: string): string
  /** milliseconds since 1970 */
  now(): number
  /** told when what is known could not be written */
  failed(error: unknown): void
}

/** Seconds. */
const PERIOD = 30 * 86_400
/** How long a success waits for others to be written with. Milliseconds. */
const WAIT_MS = 5_000
/** Successes that wait at most, and those that one process has in mind, some 150 bytes each. */
const MOST_WAITING = 500
const MOST_IN_MIND = 50_000

export function createKnownAddresses({ counters, hash, now, failed }: KnownAddressesOptions): KnownAddresses {
  /** of this period, the one noted longest ago first */
  const inMind = new Set<string>()
  let waiting: string[] = []
  let period = Number.NaN

  const periodNow = (): number => Math.floor(now() / 1000 / PERIOD)
  const nameIn = (when: number, key: string): string => `known:${when}:${hash(key)}`
  const write = (keys: string[], when: number): Promise<void> =>
    counters.mark(
      keys.map((key) => nameIn(when, key)),
      2 * PERIOD,
    )

  /** @returns whether it was new to this process */
  function keepInMind(key: string): boolean {
    if (period !== periodNow()) {
      inMind.clear()
      period = periodNow()
    }
    if (inMind.has(key)) return false
    if (inMind.size >= MOST_IN_MIND) inMind.delete(inMind.values().next().value!)
    inMind.add(key)
    return true
  }

  async function has(key: string): Promise<boolean> {
    const when = periodNow()
    if (when === period && inMind.has(key)) return true
    const found = await Promise.all([counters.get(nameIn(when, key)), counters.get(nameIn(when - 1, key))])
    return found.some((count) => count !== undefined)
  }

  async function writeWaiting(): Promise<void> {
    const keys = waiting
    waiting = []
    if (keys.length === 0) return
    await write(keys, period).catch((error: unknown) => {
      for (const key of keys) inMind.delete(key) // the next success tries again
      failed(error)
    })
  }

  const writer = writeBehind(writeWaiting, WAIT_MS)
  return {
    has,
    note(key) {
      if (!keepInMind(key)) return
      if (waiting.push(key) >= MOST_WAITING) void writer.flush()
      else writer.soon()
    },
    async isFirst(key) {
      if (period === periodNow() && inMind.has(key)) return false
      const known = await has(key)
      if (!keepInMind(key)) return false
      await write([key], period).catch((error: unknown) => {
        inMind.delete(key)
        failed(error)
      })
      return !known
    },
    flush: writer.flush,
  }
}
