import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'
import { EVERY, idsOf } from './ids.sql.js'
import { matchesByLogin } from './lastLogins.sql.js'
import { named } from './search.sql.js'
import { foundInPostgres } from './searchPostgres.sql.js'
import { offIndex, type StateFilter, stateConditions, stateIn } from './states.sql.js'

/** What a list is in the order of. Names: user names, those of a name by domain. Last log-ins: see `lastLogins.sql.ts`. */
export type AccountOrder = IdOrder | 'name' | 'last_login'
export type IdOrder = 'oldest' | 'newest'

/** What an account must meet to be listed. */
export interface AccountFilter extends StateFilter {
  search?: AccountSearch | undefined
  domain?: string | undefined
  /** the first moment of creation that counts, and the first one that does not */
  createdSince?: Date | undefined
  createdBefore?: Date | undefined
}

/** Ids above one, and not above another. */
export interface IdRange {
  from: number
  to: number
}

export const ORDER: Readonly<Record<Exclude<AccountOrder, 'last_login'>, Prisma.Sql>> = {
  oldest: Prisma.sql`id`,
  newest: Prisma.sql`id desc`,
  name: Prisma.sql`username, domain`,
}

/** What an account must meet beside being found by the search, which SQLite has ways of its own for (`searchSqlite.sql.ts`). */
export function conditions(
  db: Pick<Database, 'provider'>,
  { domain, createdSince, createdBefore, ...filter }: Omit<AccountFilter, 'search'>,
): Prisma.Sql {
  const all = stateConditions(db, filter)
  const plus = offIndex(db.provider)
  if (domain !== undefined) all.unshift(Prisma.sql`${plus}domain = ${domain.toLowerCase()}`)
  if (createdSince !== undefined) all.push(Prisma.sql`${plus}created_at >= ${createdSince}`)
  if (createdBefore !== undefined) all.push(Prisma.sql`${plus}created_at < ${createdBefore}`)
  return all.length === 0 ? EVERY : Prisma.join(all, ' and ')
}

/** The same with the search, on PostgreSQL. */
export function postgresConditions(filter: AccountFilter): Prisma.Sql {
  const others = conditions({ provider: 'postgresql' }, filter)
  return filter.search ? Prisma.sql`${foundInPostgres(filter.search)} and ${others}` : others
}

/** The ids of the oldest accounts that a search names by id, address, user name or number and that meet the conditions. */
export async function namedMatches(db: Database, search: AccountSearch, where: Prisma.Sql, count: number): Promise<number[]> {
  const any = named(search)
  return any.length === 0 ? [] : idsWhere(db, Prisma.sql`(${Prisma.join(any, ' or ')}) and ${where}`, Prisma.sql`id limit ${count}`)
}

/** The conditions, without accounts that are listed already. */
export const without = (ids: readonly number[], where: Prisma.Sql): Prisma.Sql =>
  ids.length === 0 ? where : Prisma.sql`id not in (${Prisma.join([...ids])}) and ${where}`

/** The conditions, for those of a range. */
export const within = ({ from, to }: IdRange, where: Prisma.Sql): Prisma.Sql => Prisma.sql`id > ${from} and id <= ${to} and ${where}`

/** The conditions, and one more if there is one. */
export const both = (one: Prisma.Sql | undefined, where: Prisma.Sql): Prisma.Sql => (one ? Prisma.sql`${one} and ${where}` : where)

/** How many accounts meet the conditions: of more than `most`, one more. */
export async function countMatches(db: Database, where: Prisma.Sql, most?: number): Promise<number> {
  const met = Prisma.sql`select id from accounts where ${where} ${most === undefined ? Prisma.empty : Prisma.sql`limit ${most + 1}`}`
  const [counted] = await db.query<{ total: number | string }>(Prisma.sql`select count(*) as total from (${met}) met`)
  return Number(counted!.total)
}

/**
 * The ids of all that meet the conditions, in no order.
 * @returns undefined when there are more than `most`
 */
export async function fewMatches(db: Database, where: Prisma.Sql, most: number): Promise<number[] | undefined> {
  // `offset 0` has PostgreSQL look for all as if there was no limit: by the index of parts, and not at one account after the other
  const ids = await idsOf(db, Prisma.sql`select id from (select id from accounts where ${where} offset 0) few limit ${most + 1}`)
  return ids.length > most ? undefined : ids
}

/** A page on PostgreSQL and how many there are on all pages, looked for once: `materialized` keeps it from going through all accounts in the order of the page. */
export async function matchesAtOnce(
  db: Database,
  where: Prisma.Sql,
  { order, count, offset }: { order: Exclude<AccountOrder, 'last_login'>; count: number; offset: number },
): Promise<{ ids: number[]; total: number }> {
  const [row] = await db.query<{ total: number | string; ids: string | null }>(
    Prisma.sql`with found as materialized (select id, username, domain from accounts where ${where}),
      page as (select id from found order by ${ORDER[order]} limit ${count} offset ${offset})
      select (select count(*) from found) as total, (select string_agg(id::text, ' ') from page) as ids`,
  )
  return pageOf(row!)
}

const pageOf = ({ total, ids }: { total: number | string; ids: string | null }): { ids: number[]; total: number } => ({
  total: Number(total),
  ids: ids ? ids.split(' ').map(Number) : [],
})

/** Accounts that tell whether many meet the conditions, and how many are gone through then, at least and at most. */
const [SAMPLE, DENSE, MOST] = [2_000, 65_536, 131_072]

/**
 * A page on PostgreSQL and how many there are, of those that are counted, by going through accounts in the order of the page.
 * @returns undefined when it would be long until so many are counted
 */
export async function denseMatches(
  db: Database,
  where: Prisma.Sql,
  { order, count, offset, countedTo }: { order: Exclude<AccountOrder, 'last_login'>; count: number; offset: number; countedTo: number },
): Promise<{ ids: number[]; total: number } | undefined> {
  const enough = countedTo + 1
  const walked = Math.max(DENSE, 2 ** Math.ceil(Math.log2(2 * enough)))
  if (walked > MOST) return undefined
  // PostgreSQL plans by numbers that it sees, and those vary little. `offset 0` has it go through so many accounts, and not look for the conditions
  const first = (most: number) =>
    Prisma.sql`(select * from accounts order by ${ORDER[order]} limit ${Prisma.raw(String(most))} offset 0) accounts where ${where}`
  const [sample] = await db.query<{ met: number | string }>(Prisma.sql`select count(*) as met from ${first(SAMPLE)}`)
  if ((Number(sample!.met) / SAMPLE) * walked < 1.5 * enough) return undefined
  const [row] = await db.query<{ total: number | string; ids: string | null }>(
    Prisma.sql`select (select count(*) from (select id from ${first(walked)} limit ${enough}) counted) as total,
      (select string_agg(id::text, ' ') from (select id from ${first(walked)} order by ${ORDER[order]} limit ${count} offset ${offset}) page) as ids`,
  )
  return Number(row!.total) < enough ? undefined : pageOf(row!)
}

/** A part of some accounts, in an order. */
export function inOrder(
  db: Database,
  ids: readonly number[],
  order: AccountOrder,
  count: number,
  offset: number,
): Promise<number[]> | number[] {
  if (order === 'oldest') return ids.toSorted((a, b) => a - b).slice(offset, offset + count)
  if (order === 'newest') return ids.toSorted((a, b) => b - a).slice(offset, offset + count)
  if (ids.length === 0) return []
  const json = JSON.stringify(ids)
  const these =
    db.provider === 'postgresql'
      ? Prisma.sql`(select jsonb_array_elements_text(${json}::jsonb)::integer)`
      : Prisma.sql`(select value from json_each(${json}))`
  if (order === 'last_login') return matchesOnPage(db, Prisma.sql`id in ${these}`, order, count, offset)
  // these first, then their order: not all names in their order until some of these have come
  const some = Prisma.sql`select id, username, domain from accounts where id in ${these} limit ${ids.length} offset 0`
  return idsOf(db, Prisma.sql`select id from (${some}) these order by ${ORDER[order]} limit ${count} offset ${offset}`)
}

/** The ids of a page by number. */
export const matchesOnPage = (db: Database, where: Prisma.Sql, order: AccountOrder, count: number, offset: number): Promise<number[]> =>
  order === 'last_login'
    ? matchesByLogin(db, where, count, offset)
    : idsWhere(db, where, Prisma.sql`${ORDER[order]} limit ${count} offset ${offset}`)

/** Accounts of a time whose ids are all looked at to find what they lie between: more than a page and its count go through. */
const FEW_IN_TIME = 60_000

/**
 * What the ids of accounts lie between; of those that were made in a time, what theirs do. Of many, a walk learns where it begins, and not where it ends: that would be to look
 * at the times of all.
 */
export async function idRange(db: Database, { createdSince, createdBefore }: AccountFilter, order: IdOrder): Promise<IdRange> {
  const [all] = await db.query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  const range = { from: 0, to: all!.last ?? 0 }
  if (!createdSince && !createdBefore) return range
  const since = createdSince ? Prisma.sql`created_at >= ${createdSince}` : EVERY
  const before = createdBefore ? Prisma.sql`created_at < ${createdBefore}` : EVERY
  const made = Prisma.sql`accounts where ${since} and ${before}`
  const [few] = await db.query<{ first: number | null; last: number | null; count: number }>(
    Prisma.sql`select min(id) as first, max(id) as last, count(*) as count from (select id from ${made} limit ${FEW_IN_TIME})`,
  )
  if (few!.count < FEW_IN_TIME) return { from: (few!.first ?? 1) - 1, to: few!.last ?? 0 }
  // the latest accounts have the highest ids, but for those that an import gave another time: only what was made before one has its end elsewhere
  if (order === 'newest' && !createdBefore) return range
  const [end] = await db.query<{ id: number }>(Prisma.sql`select ${Prisma.raw(order === 'newest' ? 'max' : 'min')}(id) as id from ${made}`)
  return order === 'newest' ? { ...range, to: end!.id } : { ...range, from: end!.id - 1 }
}

/** Accounts in one of some states, of a domain or of all, or all that there are, in the order of ids or the opposite one: those beyond an id, but for the first `skip`. */
export function matchesInStates(
  db: Database,
  { domain, states, order }: { domain: string | undefined; states: readonly number[] | undefined; order: IdOrder },
  { beyond, skip, count }: { beyond: number | undefined; skip: number; count: number },
): Promise<number[]> {
  const of = domain === undefined ? EVERY : Prisma.sql`domain = ${domain.toLowerCase()}`
  const from = beyond === undefined ? EVERY : Prisma.sql`id ${Prisma.raw(order === 'newest' ? '<' : '>')} ${beyond}`
  const page = Prisma.sql`order by ${ORDER[order]} limit ${count} offset ${skip}`
  if (!states) return idsOf(db, Prisma.sql`select id from accounts where ${from} ${page}`)
  // the index has the ids of each state in their order: SQLite merges them. PostgreSQL does so if it is told how many of each are enough, in a
  // number that it sees as it plans: one of a few, as it keeps the plans
  const enough = Prisma.raw(
    db.provider === 'postgresql'
      ? `order by ${order === 'newest' ? 'id desc' : 'id'} limit ${2 ** Math.ceil(Math.log2(count + skip))}`
      : '',
  )
  const each = states.map((state) => Prisma.sql`select id from accounts where ${of} and ${stateIn(db)} = ${state} and ${from} ${enough}`)
  if (db.provider === 'sqlite') return idsOf(db, Prisma.sql`${Prisma.join(each, ' union all ')} ${page}`)
  return idsOf(db, Prisma.sql`select id from ((${Prisma.join(each, ') union all (')})) pages ${page}`)
}

const idsWhere = (db: Database, where: Prisma.Sql, order: Prisma.Sql): Promise<number[]> =>
  idsOf(db, Prisma.sql`select id from accounts where ${where} order by ${order}`)
