import { detached } from '../lib/tracing.js'
import type { Tried } from './tryJob.js'

/** Jobs of one kind in hand, so many at a time. */
export interface Lane {
  /** Looks for due jobs now, or as soon as one of those in hand is done. */
  kick(): void
  /** Resolves when nothing is due and nothing in hand: how many were done since the lane was last at rest. */
  atRest(): Promise<number>
  /** Takes no more jobs. */
  stop(): void
}

export interface LaneOptions<Row extends { id: number }> {
  /** how many jobs are in hand at most; also all that are in memory */
  width: number
  /** The jobs that are due, oldest first, without those in hand. */
  find(count: number, inHand: number[]): Promise<Row[]>
  attempt(row: Row): Promise<Tried>
  /** The database failed; the next kick tries again. */
  failed(error: unknown): void
}

export function createLane<Row extends { id: number }>({ width, find, attempt, failed }: LaneOptions<Row>): Lane {
  const inHand = new Set<number>()
  let running: Promise<number> | undefined
  let stopped = false
  let wanted = false
  let wake: () => void = () => undefined

  async function run(): Promise<number> {
    const count = { done: 0 }
    do {
      const look = wanted
      wanted = false
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      for (const row of look ? await findMore() : []) void take(row, count)
      if (inHand.size > 0 && !hasRoomForMore()) await woken
    } while (inHand.size > 0 || (wanted && !stopped))
    running = undefined // in the same turn as the check: a later kick starts a new run
    return count.done
  }

  const hasRoomForMore = (): boolean => wanted && inHand.size < width

  async function findMore(): Promise<Row[]> {
    const room = width - inHand.size
    if (stopped || room <= 0) return []
    try {
      return await find(room, [...inHand])
    } catch (error) {
      failed(error)
      return []
    }
  }

  async function take(row: Row, count: { done: number }): Promise<void> {
    inHand.add(row.id)
    try {
      const tried = await attempt(row)
      if (tried === 'done') count.done++
      // there may be more; not after a failure that would come again at once, as one of the database would
      if (tried !== 'ends_round') wanted = true
    } catch (error) {
      failed(error)
    } finally {
      inHand.delete(row.id)
      wake()
    }
  }

  return {
    kick() {
      if (stopped) return
      wanted = true
      if (!running) running = detached(run)
      else if (inHand.size < width) wake()
    },
    atRest: async () => (await running) ?? 0,
    stop() {
      stopped = true
    },
  }
}
