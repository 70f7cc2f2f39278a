import { AppError } from '../domain/errors.js'
import type { Database } from './client.js'

/** Milliseconds for which a replica that failed is left alone. */
const REST_MS = 5_000

/** A database that follows the primary, for reads that may be a moment late. */
export interface Replica {
  readonly db: Database
  /** What `there` reads on the replica; what `here` does as soon as that fails, and for some seconds after it. @throws AppError of `there`, or what `here` throws */
  read<T>(there: (db: Database) => Promise<T>, here: () => Promise<T>): Promise<T>
}

export interface ReplicaWatch {
  /** milliseconds since the epoch */
  now: () => number
  /** the replica failed, and did not before */
  onAway: (error: Error) => void
  /** it answers again */
  onBack: () => void
}

/** Reads from a replica, and from what it follows while it cannot. */
export function createReplica(db: Database, { now, onAway, onBack }: ReplicaWatch): Replica {
  let away = false
  let restsUntil = 0
  return {
    db,
    async read(there, here) {
      if (away && now() < restsUntil) return here()
      try {
        const found = await there(db)
        if (away) onBack()
        away = false
        return found
      } catch (error) {
        if (error instanceof AppError) throw error
        if (!away) onAway(error as Error)
        away = true
        restsUntil = now() + REST_MS
        return here()
      }
    },
  }
}
