import { setTimeout as delay } from 'node:timers/promises'
import { isBusy, sqliteError } from './errors.js'

/** How long SQLite itself waits for another process's lock before it looks a second time: it blocks the event loop meanwhile. Milliseconds. */
export const BLOCKING_WAIT = 1
/** How long we wait without blocking anybody. Milliseconds. */
export const PATIENCE = 5_000
/**
 * So often in a row we look for the lock, twice each time, before others have a turn. A command that writes much holds it for some milliseconds and leaves it free for one or
 * two: looks that are further apart miss that again and again.
 */
const IN_A_ROW = 5
/** Who holds it for longer than that does something else: one look at a time then, with pauses that grow. Milliseconds. */
const [SHORT, LONGEST_PAUSE] = [30, 50]

/** What those know who wait for the same lock. */
export interface Lock {
  /** when it was first found taken, and never free since, on the clock of `performance.now()` */
  busySince: number | undefined
}

/**
 * Tries again while another process holds the lock, at intervals that differ between those who wait.
 * @param until when to give up, on the clock of `performance.now()`
 * @throws DriverAdapterError
 */
export async function patiently<T>(action: () => T, until: number, lock: Lock = { busySince: undefined }): Promise<T> {
  const isShort = (): boolean => lock.busySince === undefined || performance.now() - lock.busySince < SHORT
  for (let pause = 1; ; pause = isShort() ? 1 : Math.min(2 * pause, LONGEST_PAUSE)) {
    for (let looks = isShort() ? IN_A_ROW : 1; looks > 0; looks--) {
      const done = attempt(action, until, lock)
      if (done) return done.value
    }
    await delay(1 + Math.random() * pause)
  }
}

/** @returns undefined when the lock is taken */
function attempt<T>(action: () => T, until: number, lock: Lock): { value: T } | undefined {
  try {
    const value = action()
    lock.busySince = undefined
    return { value }
  } catch (error) {
    if (!isBusy(error) || performance.now() > until) throw sqliteError(error)
    lock.busySince ??= performance.now()
    return undefined
  }
}
