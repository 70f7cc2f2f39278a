import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../db/client.js'
import type { Aor } from '../../domain/sip.js'

/**
 * Writes the removal of an address, in the place of one that waits: what registered before the earlier change registered before this one as well. The
 * process that has the earlier one in hand loses it, as `tries` begins anew.
 * @param againAt when it is to be done once more; null: no later than an earlier change asked for
 */
export async function writeRemoval(tx: Transaction, { username, domain }: Aor, at: Date, againAt: Date | null): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    insert into registration_removals (username, domain, created_at, next_try_at, again_at, tries)
      values (${username}, ${domain}, ${at}, ${at}, ${againAt}, 0)
    on conflict (username, domain) do update set created_at = excluded.created_at, next_try_at = excluded.next_try_at,
      again_at = coalesce(excluded.again_at, registration_removals.again_at), tries = 0, last_error = null`)
}
