import type { Transaction } from '../../db/client.js'

/** Ends all sessions of an account but the one that has just begun and the newest others, `most` in all. */
export async function endOldest(tx: Transaction, accountId: number, newest: string, most: number): Promise<void> {
  await tx.$executeRaw`delete from sessions where account_id = ${accountId} and id_hash <> ${newest} and id_hash not in (
    select id_hash from sessions where account_id = ${accountId} and id_hash <> ${newest} order by created_at desc, id_hash limit ${most - 1})`
}
