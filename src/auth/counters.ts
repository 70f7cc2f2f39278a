/** How much of something was counted, and for how long that is remembered. */
export interface Count {
  points: number
  /** milliseconds until it is forgotten */
  msLeft: number
}

/**
 * Counts by key, each for a fixed window that begins with its first point: in memory for one process, in Redis or the database for
 * several. Keys are short: a key made from what a client sent is hashed first.
 */
export interface Counters {
  /** True when nothing is counted, where that is known without asking anybody. */
  isEmpty?(): boolean
  /** Counts more, atomically; `seconds` is the window of a key that is not counted yet. What there is afterwards. */
  add(key: string, points: number, seconds: number): Promise<Count>
  get(key: string): Promise<Count | undefined>
  /** Uncounts what `add` counted. */
  takeBack(key: string, points: number): Promise<void>
  delete(key: string): Promise<void>
}

interface Entry {
  points: number
  until: number
}

/** Keys that one process remembers at most, some 150 bytes each: beyond that, those that were counted longest ago are forgotten. */
const MOST_KEYS = 50_000

/** Counters of one process. Each counts at once, before the promise is looked at. */
export function memoryCounters(now: () => number, most = MOST_KEYS): Counters & { isEmpty(): boolean } {
  const entries = new Map<string, Entry>()

  const current = (key: string): Entry | undefined => {
    const entry = entries.get(key)
    return entry && entry.until > now() ? entry : undefined
  }
  return {
    isEmpty: () => entries.size === 0,
    async add(key, points, seconds) {
      const entry = current(key) ?? { points: 0, until: now() + seconds * 1000 }
      entry.points += points
      entries.delete(key) // to the end: the first is the one that was counted longest ago
      entries.set(key, entry)
      if (entries.size > most) entries.delete(entries.keys().next().value!)
      return { points: entry.points, msLeft: entry.until - now() }
    },
    async get(key) {
      const entry = current(key)
      return entry && { points: entry.points, msLeft: entry.until - now() }
    },
    async takeBack(key, points) {
      const entry = current(key)
      if (entry) entry.points = Math.max(0, entry.points - points)
    },
    async delete(key) {
      entries.delete(key)
    },
  }
}
