import { AppError } from '../domain/errors.js'
import type { Database, Replica } from './client.js'
import { isStatementTimeout, isWriteConflict } from './errors.js'

/** Milliseconds for which a replica that failed is left alone, and between two looks at how late it is. */
const REST_MS = 5_000
/** Statements in a row that may take too long: from then on it is the replica, and not what was asked. */
const MOST_TIMEOUTS = 3

export interface ReplicaWatch {
  /** milliseconds since the epoch */
  now: () => number
  /** throws when it is too late to be read */
  check: (db: Database) => Promise<void>
  /** the replica failed, or is too late, and did not before */
  onAway: (error: Error) => void
  /** it answers again */
  onBack: () => void
}

/** Reads from a replica, and from what it follows while it cannot. */
export function createReplica(db: Database, { now, check, onAway, onBack }: ReplicaWatch): Replica {
  let away = false
  let restsUntil = 0
  let checkedUntil = 0
  /** a read that began before the last one of them says nothing of afterwards */
  let failures = 0
  let timeouts = 0
  /** Once it has rested, one read looks whether it is back, and the others do not wait for that. */
  const rests = (): boolean => {
    if (now() < restsUntil) return true
    if (away) restsUntil = now() + REST_MS
    return false
  }
  /** One read looks how late it is, and the others do not wait for that either. */
  const inTime = async (): Promise<void> => {
    if (now() < checkedUntil) return
    checkedUntil = now() + REST_MS
    await check(db)
  }
  function answered(before: number): void {
    timeouts = 0
    if (!away || failures !== before) return
    away = false
    restsUntil = 0
    onBack()
  }
  function failed(error: Error): void {
    // what is replayed has removed the rows that were read (PostgreSQL, "Handling Query Conflicts")
    if (isWriteConflict(error)) return
    if (isStatementTimeout(error) && ++timeouts < MOST_TIMEOUTS) return
    if (!away) onAway(error)
    away = true
    failures++
    restsUntil = now() + REST_MS
  }
  return {
    db,
    async read(there, here) {
      if (rests()) return here()
      const before = failures
      try {
        await inTime()
        const found = await there(db)
        answered(before)
        return found
      } catch (error) {
        if (error instanceof AppError) throw error
        failed(error as Error)
        // what takes too long does so at the primary as well
        if (isStatementTimeout(error)) throw error
        return here()
      }
    },
  }
}
