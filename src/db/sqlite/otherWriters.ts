import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../client.js'

/** How long others count as at work after they have written. Milliseconds. */
const RECENT_MS = 1_000

/** Says, each time it is asked, whether another process writes to the file of SQLite: it has since the question before, or did lately. */
export function otherWriters(db: Pick<Database, 'query'>): () => Promise<boolean> {
  let version: number | undefined
  let seen = Number.NEGATIVE_INFINITY
  return async () => {
    // differs from what it was when another connection than the one that writes here has
    const [row] = await db.query<{ data_version: number }>(Prisma.sql`pragma data_version`)
    if (version !== undefined && row!.data_version !== version) seen = performance.now()
    version = row!.data_version
    return performance.now() - seen < RECENT_MS
  }
}
