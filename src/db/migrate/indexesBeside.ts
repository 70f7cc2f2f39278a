import { postgresOptions } from '../postgres/options.js'
import { missingIndexes } from './indexes.js'
import { REPLACED_INDEX } from './indexNames.js'
import { connectPostgres } from './postgres.js'

/** Names the lock of whoever makes indexes, together with their schema: two that do so at once would wait for each other. */
const LOCK = 727_073_691

/**
 * Makes the indexes that are missing, and drops the one that is replaced, beside those who write, which may take minutes, and waits for transactions that are older. One process at a time.
 * @returns their names; none when all are there, or another process is at it
 * @throws the driver's error. What was begun is made anew the next time
 */
export async function makeIndexesBeside(url: string): Promise<string[]> {
  const { client } = await connectPostgres(url)
  try {
    // behind PgBouncer a lock of a session stays with a connection that others use
    if (postgresOptions(url, 1).prepare) {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext(current_schema())) as mine', [LOCK])
      if (!rows[0]!.mine) return []
    }
    const missing = await missingIndexes(client)
    for (const { name, definition } of missing) {
      await client.query(`drop index concurrently if exists ${name}`) // what is left of one whose making ended in between
      await client.query(`create index concurrently ${name} on ${definition}`)
    }
    await client.query(`drop index concurrently if exists ${REPLACED_INDEX}`)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
