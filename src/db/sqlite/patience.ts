import { setTimeout as delay } from 'node:timers/promises'
import { isBusy, sqliteError } from './errors.js'

/** How long SQLite itself waits for another process's lock: it blocks the event loop meanwhile. Milliseconds. */
export const BLOCKING_WAIT = 10
/** How long we wait without blocking anybody. Milliseconds. */
export const PATIENCE = 5_000

/**
 * Tries again while another process holds the lock, at growing intervals that differ between those who wait.
 * @param until when to give up, on the clock of `performance.now()`
 * @throws DriverAdapterError
 */
export async function patiently<T>(action: () => T, until: number): Promise<T> {
  for (let wait = 4; ; wait = Math.min(wait * 2, 50)) {
    try {
      return action()
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw sqliteError(error)
    }
    await delay(1 + Math.random() * wait)
  }
}
