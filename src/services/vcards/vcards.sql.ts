import type { Transaction } from '../../db/client.js'

/** How many vCards an account keeps, and how many bytes they have together. Neither database reads the texts for that. */
export async function keptVcards(tx: Transaction, accountId: number): Promise<{ count: number; bytes: number }> {
  const [kept] = await tx.$queryRaw<{ count: number | bigint; bytes: number | bigint }[]>`
    select count(*) as count, coalesce(sum(octet_length(vcard)), 0) as bytes from vcards_storage where account_id = ${accountId}`
  return { count: Number(kept!.count), bytes: Number(kept!.bytes) }
}
