/** One line of the table: what must never happen, how often it was tried, and how it failed. */
export class Claim {
  tries = 0
  faults = []
  /** figures worth printing */
  seen = ''

  constructor(group, database, claim) {
    this.group = group
    this.database = database
    this.claim = claim
  }

  /** @param why a text, or a function that makes it */
  check(ok, why) {
    this.tries++
    if (!ok) this.faults.push(typeof why === 'function' ? why() : why)
    return ok
  }

  /**
   * Tries each item, `width` at a time. A text that `attempt` answers is a failure, and so is an error.
   * @param attempt called with the item and its number
   */
  async each(items, width, attempt) {
    const list = [...items]
    let next = 0
    const lane = async () => {
      while (next < list.length) {
        const i = next++
        const fault = await Promise.resolve(attempt(list[i], i)).catch((error) => `${error?.stack ?? error}`)
        this.check(fault === undefined, fault)
      }
    }
    await Promise.all(Array.from({ length: Math.min(width, list.length) }, lane))
  }
}

/** 0 … n-1 */
export const times = (n) => Array.from({ length: n }, (_, i) => i)

/** How often each value occurs, the most frequent first, for a text. */
export function tally(list) {
  const counts = new Map()
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([value, count]) => `${count} × ${value}`)
    .join(', ')
}

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
export const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))]

/** Numbers from 0 to below n, the same for the same seed (mulberry32). */
export function generator(seed) {
  let state = seed | 0
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}
