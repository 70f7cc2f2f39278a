import { setImmediate as turn } from 'node:timers/promises'

/** How long work may go on without a turn of the event loop. Milliseconds. */
const LONGEST_MS = 4

let begun: number | undefined

const begin = (): void => {
  begun = undefined
}

/**
 * What to wait for before work that ends within its call, such as a statement of SQLite: a turn of the event loop, if the last one was long ago, and nothing otherwise. A
 * chain of such calls goes on as microtasks, and would keep network and timers waiting until its end.
 */
export function longTurn(): Promise<void> | undefined {
  const now = performance.now()
  if (begun === undefined) {
    begun = now
    setImmediate(begin)
    return undefined
  }
  return now - begun < LONGEST_MS ? undefined : turn()
}
