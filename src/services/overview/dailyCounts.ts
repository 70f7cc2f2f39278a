import { writeBehind } from '../../lib/writeBehind.js'
import type { Metrics } from '../metrics.js'

/** How often things happen, by day. What one process counts is added to that of the others every few seconds; what it had not written when it died is not counted. */
export interface DailyCounts {
  add(what: string): void
  /** Writes what is not written yet. Never fails. */
  flush(): Promise<void>
}

/** Of a day, `2026-11-29`, by what happened. */
export type Counted = { day: string; what: string; count: number }

export interface DailyCountsOptions {
  /** adds to what is there */
  write(counts: readonly Counted[]): Promise<void>
  /** milliseconds since 1970 */
  now(): number
  /** told when something could not be written: it stays to be written later */
  failed(error: unknown): void
}

/** Milliseconds. */
const WAIT_MS = 5_000

/** The day of a moment, in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function createDailyCounts({ write, now, failed }: DailyCountsOptions): DailyCounts {
  let waiting = new Map<string, Counted>()
  const writer = writeBehind(writeWaiting, WAIT_MS)
  let [day, dayEnds] = ['', Number.NEGATIVE_INFINITY]

  function today(): string {
    const time = now()
    // a clock may go back
    if (time < dayEnds && time >= dayEnds - DAY_MS) return day
    dayEnds = (Math.floor(time / DAY_MS) + 1) * DAY_MS
    day = dayOf(time)
    return day
  }

  function count(one: Counted): void {
    const key = `${one.day} ${one.what}`
    const before = waiting.get(key)
    if (before) before.count += one.count
    else waiting.set(key, one)
    writer.soon()
  }

  async function writeWaiting(): Promise<void> {
    const counts = [...waiting.values()]
    waiting = new Map()
    if (counts.length === 0) return
    await write(counts).catch((error: unknown) => {
      for (const one of counts) count(one)
      failed(error)
    })
  }

  return { add: (what) => count({ day: today(), what, count: 1 }), flush: writer.flush }
}

const DAY_MS = 86_400_000

/** Metrics that are counted by day as well: log-ins and messages, in names of closed sets. */
export const countedByDay = (metrics: Metrics, counts: DailyCounts): Metrics => ({
  ...metrics,
  login(scheme, result) {
    metrics.login(scheme, result)
    counts.add(`${LOGIN}${scheme}.${result}`)
  },
  message(channel, state) {
    metrics.message(channel, state)
    counts.add(`${MESSAGE}${channel}.${state}`)
  },
  flush: counts.flush,
})

export const LOGIN = 'login.'
export const MESSAGE = 'message.'
