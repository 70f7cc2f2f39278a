import { takeLease } from '../../jobs/lease.sql.js'
import { hasReplacedIndex, missingIndexes } from '../service/indexes.sql.js'
import type { MaintenanceDeps } from './expired.js'

const LEASE = 'indexes'
/** How long nobody tries again. Milliseconds. */
const AGAIN_MS = 3_600_000

/**
 * Makes the indexes of PostgreSQL that are missing: after an update of a large database, or once it has the extension that one of them takes. Never fails.
 * @param holder names the process
 */
export async function makeMissingIndexes(deps: MaintenanceDeps, holder: string): Promise<void> {
  const { config, db, log } = deps
  if (db.provider === 'sqlite') return
  try {
    if ((await missingIndexes(db)).length === 0 && !(await hasReplacedIndex(db))) return
    if (!(await takeLease(deps, LEASE, holder, AGAIN_MS))) return
    const { makeIndexesBeside } = await import('../../db/migrate/indexesBeside.js')
    const made = await makeIndexesBeside(config.databaseUrl)
    if (made.length > 0) log.info({ event: 'indexes_made', indexes: made }, 'indexes of the database made')
  } catch (error) {
    log.warn({ event: 'indexes_not_made', err: error }, 'indexes of the database could not be made')
  }
}
