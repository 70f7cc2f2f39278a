import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { Aor } from '../../domain/sip.js'

/**
 * Writes the removals of addresses, each in the place of one that waits: what registered before the earlier change registered before this one as well. The
 * process that has the earlier one in hand loses it, as `tries` begins anew.
 * @param againAt when it is to be done once more; null: no later than an earlier change asked for
 */
export async function writeRemovals(tx: RawStatements, aors: readonly Aor[], at: Date, againAt: Date | null): Promise<void> {
  const rows = aors.map(({ username, domain }) => Prisma.sql`(${username}, ${domain}, ${at}, ${at}, ${againAt}, 0)`)
  await tx.$executeRaw(Prisma.sql`
    insert into registration_removals (username, domain, created_at, next_try_at, again_at, tries)
      values ${Prisma.join(rows)}
    on conflict (username, domain) do update set created_at = excluded.created_at, next_try_at = excluded.next_try_at,
      again_at = coalesce(excluded.again_at, registration_removals.again_at), tries = 0, last_error = null`)
}
