import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../db/client.js'

/**
 * Writes that the B2BUA has to read the external account of an account anew, if it has one: before and after a change, as the former name counts too. It takes the place of one that
 * waits, and the process that has that one in hand loses it, as `tries` begins anew.
 */
export async function writeNotice(tx: Transaction, accountId: number, at: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    insert into b2bua_notices (account_id, username, domain, created_at, next_try_at, tries)
      select account_id, username, domain, ${at}, ${at}, 0 from external_accounts where account_id = ${accountId}
    on conflict (account_id, username, domain) do update set created_at = excluded.created_at, next_try_at = excluded.next_try_at,
      tries = 0, last_error = null`)
}
