import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { ItemRow } from './bulk.js'

/** An item as it is first written. */
export type NewItem = Pick<ItemRow, 'number' | 'account' | 'outcome'> & Partial<ItemRow>

/** Writes items of a work in one statement: 4,000 at most, of 8 values each. */
export const insertItems = (tx: Pick<Transaction, '$executeRaw'>, workId: number, items: readonly NewItem[]): Promise<number> =>
  tx.$executeRaw`insert into bulk_items (work_id, number, account_id, account, outcome, reason, sealed, stamp)
    values ${Prisma.join(
      items.map(
        (i) =>
          Prisma.sql`(${workId}, ${i.number}, ${i.accountId ?? null}, ${i.account}, ${i.outcome}, ${i.reason ?? null}, ${i.sealed ?? null}, ${i.stamp ?? null})`,
      ),
    )}`

/** The items of a work among which these are, for an index: PostgreSQL looks at all that wait for `in` alone, as its plan was made for few. */
const between = (workId: number, numbers: readonly number[]): Prisma.Sql =>
  Prisma.sql`work_id = ${workId} and number between ${Math.min(...numbers)} and ${Math.max(...numbers)}`

/** Notes which items are done, in one statement. @returns how many of them waited */
export const writeDone = (tx: RawStatements, workId: number, numbers: readonly number[]): Promise<number> =>
  tx.$executeRaw`update bulk_items set outcome = 'done' where ${between(workId, numbers)} and outcome = 'waiting' and number in (${Prisma.join([...numbers])})`

/** An item whose account was made. */
export interface MadeItem {
  number: number
  accountId: number
  /** its password was made as well: it stays, sealed, until it is fetched or its time is over */
  keep: boolean
}

/** Notes which accounts of an import were made, in one statement. @returns how many of them waited */
export const writeMade = (tx: Transaction, workId: number, made: readonly MadeItem[]): Promise<number> =>
  tx.$executeRaw`update bulk_items set outcome = 'done', account_id = cast(v.column2 as integer),
      sealed = case when cast(v.column3 as integer) = 1 then sealed end
    from (values ${Prisma.join(made.map((one) => Prisma.sql`(${one.number}, ${one.accountId}, ${one.keep ? 1 : 0})`))}) as v
    where ${between(
      workId,
      made.map(({ number }) => number),
    )} and outcome = 'waiting' and number = cast(v.column1 as integer)`

/** Accounts that a work has made and whose owners a mail can reach. */
const TO_INVITE = Prisma.raw(`from bulk_items i join accounts a on a.id = i.account_id
  where i.outcome = 'done' and a.email is not null and a.deactivated_at is null and not a.blocked`)

/** How many there are of a work. */
export async function countInvitable({ query }: Pick<Database, 'query'>, workId: number): Promise<number> {
  const [row] = await query<{ count: number | string }>(Prisma.sql`select count(*) as count ${TO_INVITE} and i.work_id = ${workId}`)
  return Number(row!.count)
}

/** Their ids, in the order of the file. */
export const idsToInvite = async ({ query }: Pick<Database, 'query'>, workId: number): Promise<number[]> =>
  (await query<{ id: number }>(Prisma.sql`select a.id ${TO_INVITE} and i.work_id = ${workId} order by i.number`)).map(({ id }) => id)

// What housekeeping removes: at most `count` rows at a time, and how many it has removed.

/** The items of works whose time is over. */
export const removeItems = ({ prisma }: Database, now: Date, count: number): Promise<number> =>
  prisma.$executeRaw`delete from bulk_items where (work_id, number) in (
    select i.work_id, i.number from bulk_items i join bulk_works w on w.id = i.work_id where w.expires_at <= ${now} limit ${count})`

/** Passwords of works that may have them no more. */
export const removeSealed = ({ prisma }: Database, now: Date, count: number): Promise<number> =>
  prisma.$executeRaw`update bulk_items set sealed = null where (work_id, number) in (
    select i.work_id, i.number from bulk_items i join bulk_works w on w.id = i.work_id
    where w.sealed_until <= ${now} and i.sealed is not null limit ${count})`
