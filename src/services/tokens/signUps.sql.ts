import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../../db/client.js'
import { addressOf } from '../../domain/sip.js'
import { type InsertedAccount, insertWhere, writtenWith } from '../accounts/insert.sql.js'
import type { TokenSignUp } from '../accounts/store.js'
import { NO_DEVICE, REFUSALS } from './creationTokens.js'

/** A token that was just used up. */
export interface Redeemed {
  token_hash: string
  device_id: string
}

/** Uses up those of the tokens that are good. */
export const redeemAll = (tx: Transaction, hashes: readonly string[], now: Date): Promise<Redeemed[]> =>
  tx.$queryRaw<Redeemed[]>`update tokens set used_at = ${now}
    where token_hash in (${Prisma.join([...hashes])}) and used_at is null and expires_at > ${now} and refusals < ${REFUSALS}
    returning token_hash, device_id`

/** Makes tokens good again that this transaction has used up. */
export async function giveBackAll(tx: Transaction, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await tx.$executeRaw`update tokens set used_at = null where token_hash in (${Prisma.join([...hashes])})`
}

/**
 * Notes which account each token has made, and looks for tombstones: to be called after the insert, as `auditSignUp`.
 * @param tombstones whether names of deleted accounts are kept
 * @returns how many were noted: of an account whose name is kept for somebody none is
 */
export function noteAccounts(
  { provider }: Pick<Database, 'provider'>,
  tx: Transaction,
  made: readonly { tokenHash: string; accountId: number }[],
  { now, tombstones }: { now: Date; tombstones: boolean },
): Promise<number> {
  const rows = Prisma.join(made.map(({ tokenHash, accountId }) => Prisma.sql`(${tokenHash}, ${accountId})`))
  const account = Prisma.raw(provider === 'postgresql' ? 'v.column2::int' : 'v.column2')
  const free = tombstones
    ? Prisma.sql`and not exists (select 1 from accounts a join tombstones t on t.username = a.username and t.domain = a.domain
        where a.id = ${account} and t.free_at > ${now})`
    : Prisma.empty
  return tx.$executeRaw`update tokens set account_id = ${account} from (values ${rows}) as v where token_hash = v.column1 ${free}`
}

/** Counts the uses of each of the devices, which may have their next token now. */
export async function countUses({ provider }: Pick<Database, 'provider'>, tx: Transaction, redeemed: readonly Redeemed[]): Promise<void> {
  const uses = new Map<string, number>()
  for (const { device_id: id } of redeemed) if (id !== NO_DEVICE) uses.set(id, (uses.get(id) ?? 0) + 1)
  if (uses.size === 0) return
  const rows = Prisma.join([...uses].map(([id, n]) => Prisma.sql`(${id}, ${n})`))
  const count = Prisma.raw(provider === 'postgresql' ? 'v.column2::int' : 'v.column2')
  await tx.$executeRaw`update push_devices set token_until = null, tokens_used = tokens_used + ${count} from (values ${rows}) as v where id = v.column1`
}

/**
 * Uses up tokens and makes their accounts in one statement, and so in one round trip: PostgreSQL alone. Of those whose token is not good or whose name is
 * somebody's or kept for somebody nothing is done. No name and no token may occur twice.
 * @param tombstones whether names of deleted accounts are kept
 * @throws DriverAdapterError when a name was deleted, and is kept, since the statement began: nothing is done then
 */
export function signUpAtOnce(
  { query }: Pick<Database, 'query'>,
  signUps: readonly TokenSignUp[],
  { now, tombstones }: { now: Date; tombstones: boolean },
): Promise<InsertedAccount[]> {
  // in the order of the index, or two processes that make the same names could wait for each other
  const ordered = [...signUps].sort((a, b) => (addressOf(a.row) < addressOf(b.row) ? -1 : 1))
  const rows = ordered.map(({ row, tokenHash }) => ({ row, key: tokenHash }))
  const tokens = Prisma.join(ordered.map(({ row, tokenHash }) => Prisma.sql`(${row.username}, ${row.domain}, ${tokenHash})`))
  const free = tombstones
    ? Prisma.sql`and not exists (select 1 from tombstones t where t.username = v.username and t.domain = v.domain and t.free_at > ${now})`
    : Prisma.empty
  const madeBy = Prisma.sql`made join (values ${tokens}) as by (username, domain, token_hash) using (username, domain)`
  return query<InsertedAccount>(Prisma.sql`with good as (
      select token_hash, device_id from tokens
        where token_hash in (${Prisma.join(ordered.map(({ tokenHash }) => tokenHash))}) and used_at is null and expires_at > ${now} and refusals < ${REFUSALS}
        order by token_hash for update
    ), made as (${insertWhere(rows, Prisma.sql`key in (select token_hash from good) ${free}`)})${writtenWith(ordered.map(({ row }) => row))},
    used as (update tokens set used_at = ${now}, account_id = made.id from ${madeBy} where tokens.token_hash = by.token_hash),
    counted as (update push_devices set token_until = null, tokens_used = tokens_used + uses.n
      from (select device_id, count(*)::int as n from ${madeBy} join good using (token_hash) where device_id <> ${NO_DEVICE} group by device_id) as uses
      where push_devices.id = uses.device_id)
    select id, username, domain, space_id ${tombstones ? Prisma.sql`, is_free_name(username, domain, ${now}::timestamp) as free` : Prisma.empty} from made`)
}
