import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'

/** Seconds that a replica may be behind. */
export const MOST_BEHIND_S = 60

/** How far a replica is behind: seconds, or undefined of a database that replays no other one (PostgreSQL, chapter "Hot Standby"). */
export async function secondsBehind(primary: Pick<Database, 'query'>, { query }: Pick<Database, 'query'>): Promise<number | undefined> {
  // of a primary that writes nothing, the newest transaction is old and nothing is missing
  const [written] = await primary.query<{ lsn: string }>(Prisma.sql`select pg_current_wal_lsn()::text as lsn`)
  const [row] = await query<{ follows: boolean; behind: number | string | null }>(Prisma.sql`select pg_is_in_recovery() as follows,
    case when pg_last_wal_replay_lsn() >= ${written!.lsn}::text::pg_lsn then 0
      else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::double precision as behind`)
  return row!.follows ? Math.max(0, Number(row!.behind ?? 0)) : undefined
}

/**
 * Whether a replica may be read. While the primary cannot be asked, it may.
 * @throws Error when it is further behind than it may be
 */
export async function checkReplica(primary: Pick<Database, 'query'>, replica: Pick<Database, 'query'>): Promise<void> {
  const behind = await secondsBehind(primary, replica).catch(() => undefined)
  if (behind !== undefined && behind > MOST_BEHIND_S) throw new Error(`the replica is ${behind.toFixed(0)} s behind`)
}
