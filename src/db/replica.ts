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
  /** a read that began before the last one of them says nothing of afterwards */
  let failures = 0
  /** Once it has rested, one read looks whether it is back, and the others do not wait for that. */
  const rests = (): boolean => {
    if (now() < restsUntil) return true
    if (away) restsUntil = now() + REST_MS
    return false
  }
  return {
    db,
    async read(there, here) {
      if (rests()) return here()
      const before = failures
      try {
        const found = await there(db)
        if (away && failures === before) {
          away = false
          restsUntil = 0
          onBack()
        }
        return found
      } catch (error) {
        if (error instanceof AppError) throw error
        if (!away) onAway(error as Error)
        away = true
        failures++
        restsUntil = now() + REST_MS
        return here()
      }
    },
  }
}
