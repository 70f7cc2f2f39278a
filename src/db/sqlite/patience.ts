import { setTimeout as delay } from 'node:timers/promises'
import { isBusy, sqliteError } from './errors.js'

/** How long SQLite itself waits for another process's lock before it looks a second time: it blocks the event loop meanwhile. Milliseconds. */
export const BLOCKING_WAIT = 1
/** How long we wait without blocking anybody. Milliseconds. */
export const PATIENCE = 5_000
/**
 * So often in a row we look for the lock, twice each time, before others have a turn; so many rounds of that. A command that writes much holds it for some milliseconds and
 * leaves it free for one or two: looks that are further apart miss that again and again.
 */
const [IN_A_ROW, ROUNDS] = [5, 4]
/** Behind those rounds somebody has it for long: one look at a time, with pauses that grow to this. Milliseconds. */
const LONGEST_PAUSE = 50

/**
 * Tries again while another process holds the lock, at intervals that differ between those who wait.
 * @param until when to give up, on the clock of `performance.now()`
 * @throws DriverAdapterError
 */
export async function patiently<T>(action: () => T, until: number): Promise<T> {
  for (let round = 1; ; round++) {
    for (let looks = round <= ROUNDS ? IN_A_ROW : 1; looks > 0; looks--) {
      try {
        return action()
      } catch (error) {
        if (!isBusy(error) || performance.now() > until) throw sqliteError(error)
      }
    }
    await delay(1 + Math.random() * Math.min(2 ** Math.max(0, round - ROUNDS), LONGEST_PAUSE))
  }
}
