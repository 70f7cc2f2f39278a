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
  /**
   * Counts more, atomically; `seconds` is the window of a key that is not counted yet. What there is afterwards.
   * @param longer from so many points on each addition begins a window of so many seconds
   */
  add(key: string, points: number, seconds: number, longer?: Longer): Promise<Count>
  /** Counts one for each of these keys, for so many seconds, unless it is counted already: many at once cost little. */
  mark(keys: readonly string[], seconds: number): Promise<void>
  get(key: string): Promise<Count | undefined>
  /** Uncounts what `add` counted. */
  takeBack(key: string, points: number): Promise<void>
  /** Forgets these keys: many at once cost little. */
  delete(...keys: string[]): Promise<void>
}

export interface Longer {
  from: number
  seconds: number
}

interface Entry {
  points: number
  until: number
}

/** Keys that one process remembers at most, some 150 bytes each. */
const MOST_KEYS = 50_000
/**
 * The first key with one point at most goes, of so many that were counted longest ago; if there is none, that with the fewest. So one point from each of
 * many addresses costs nobody a limit that is near.
 */
const LOOKED_AT = 256

/** Counters of one process. Each counts at once, before the promise is looked at. */
export function memoryCounters(now: () => number, most = MOST_KEYS): Counters & { isEmpty(): boolean } {
  const entries = new Map<string, Entry>()

  const current = (key: string): Entry | undefined => {
    const entry = entries.get(key)
    return entry && entry.until > now() ? entry : undefined
  }
  /** Those that were looked at and stay are looked at last the next time. */
  function forgetOne(): void {
    const looked: [string, Entry][] = []
    let least: [string, Entry] | undefined
    for (const one of entries) {
      looked.push(one)
      if (!least || worth(one[1]) < worth(least[1])) least = one
      if (worth(least[1]) <= 1 || looked.length === LOOKED_AT) break
    }
    for (const [key, entry] of looked) {
      entries.delete(key)
      if (key !== least![0]) entries.set(key, entry)
    }
  }
  const worth = (entry: Entry): number => (entry.until > now() ? entry.points : 0)

  function add(key: string, points: number, seconds: number, longer?: Longer): Count {
    const entry = current(key) ?? { points: 0, until: now() + seconds * 1000 }
    entry.points += points
    if (longer && entry.points >= longer.from) entry.until = now() + longer.seconds * 1000
    entries.delete(key) // to the end: the first is the one that was counted longest ago
    if (entries.size >= most) forgetOne()
    entries.set(key, entry)
    return { points: entry.points, msLeft: entry.until - now() }
  }

  return {
    isEmpty: () => entries.size === 0,
    add: async (key, points, seconds, longer) => add(key, points, seconds, longer),
    async mark(keys, seconds) {
      for (const key of keys) if (!current(key)) add(key, 1, seconds)
    },
    async get(key) {
      const entry = current(key)
      return entry && { points: entry.points, msLeft: entry.until - now() }
    },
    async takeBack(key, points) {
      const entry = current(key)
      if (entry) entry.points = Math.max(0, entry.points - points)
    },
    async delete(...keys) {
      for (const key of keys) entries.delete(key)
    },
  }
}
