import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { RawStatements } from '../../db/raw/query.js'

/**
 * Writes that the B2BUA has to read the external accounts of accounts anew, of those that have one: before and after a change, as the former name counts too. It takes the place of one that
 * waits, and the process that has that one in hand loses it, as `tries` begins anew.
 */
export async function writeNotices(tx: RawStatements, accountIds: readonly number[], at: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    insert into b2bua_notices (account_id, username, domain, created_at, next_try_at, tries)
      select account_id, username, domain, ${at}, ${at}, 0 from external_accounts where account_id in (${Prisma.join([...accountIds])})
    on conflict (account_id, username, domain) do update set created_at = excluded.created_at, next_try_at = excluded.next_try_at,
      tries = 0, last_error = null`)
}
