import { AppError } from '../domain/errors.js'
import type { Database, Replica } from './client.js'

/** Milliseconds for which a replica that failed is left alone. */
const REST_MS = 5_000

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
