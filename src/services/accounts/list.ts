import type { operations } from '../../../generated/openapi.js'
import { type AccountSearch, readAccountSearch } from '../../domain/accountSearch.js'
import { invalidField } from '../../domain/errors.js'
import type { Deps } from '../deps.js'
import { cursors } from '../paging.js'
import {
  type AccountFilter,
  conditions,
  countMatches,
  matchesAfter,
  matchesInSteps,
  matchesOnPage,
  namedMatches,
  without,
} from './list.sql.js'
import { type AccountRecord, wholeAccount } from './record.js'

/** What a list is asked for, by the API and by whoever has more to ask. */
export interface AccountQuery
  extends NonNullable<operations['listAccounts']['parameters']['query']>,
    Pick<AccountFilter, 'deactivated' | 'hasEmail' | 'hasPhone' | 'createdSince' | 'createdBefore'> {
  /** accounts that the search names come first, whatever the order */
  namedFirst?: boolean
}

export interface AccountListPage {
  accounts: AccountRecord[]
  page: number
  perPage: number
  total: number
}

type ListDeps = Pick<Deps, 'db' | 'limits'>

/** A cursor of one order says nothing in another. */
const CURSORS = { oldest: cursors('a'), newest: cursors('n') } as const
/** Most accounts that come first for being named: a number can be one of many countries, an e-mail address of many accounts. */
const MOST_NAMED = 100

/** One page by number. Counting and skipping cost more the more accounts there are: to read them all, use `listAccountsAfter`. */
export async function listAccounts(deps: ListDeps, query: AccountQuery): Promise<AccountListPage> {
  const { page = 1, per_page: perPage = 20, namedFirst = false } = query
  const search = await readSearch(deps, query.search)
  const where = conditions(deps.db, { ...query, search })
  const offset = (page - 1) * perPage
  const first = search && namedFirst ? await namedMatches(deps.db, search, where, MOST_NAMED) : []
  const onTop = first.slice(offset, offset + perPage)
  const others = first.length > 0 ? without(first, where) : where
  const { ids, total } = await pageOf(deps, query, others, perPage - onTop.length, Math.max(0, offset - first.length))
  return { accounts: await read(deps, [...onTop, ...ids]), page, perPage, total: first.length + total }
}

async function pageOf(
  { db }: ListDeps,
  { sort = 'oldest' }: AccountQuery,
  where: ReturnType<typeof conditions>,
  count: number,
  offset: number,
): Promise<{ ids: number[]; total: number }> {
  if (where && db.provider === 'sqlite') {
    const ids: number[] = []
    let total = 0
    for await (const id of matchesInSteps(db, where, sort)) if (total++ >= offset && ids.length < count) ids.push(id)
    return { ids, total }
  }
  return { total: await countMatches(db, where), ids: await matchesOnPage(db, where, sort, count, offset) }
}

/**
 * The page after a cursor ('' to start), in the order of ids or the opposite one: an account that exists throughout a walk is met exactly once, and the
 * last page costs what the first does.
 * @throws AppError 422 for a cursor of another list or order, and for the order of names, which change
 */
export async function listAccountsAfter(deps: ListDeps, query: AccountQuery, cursor: string) {
  const { per_page: perPage = 20, sort = 'oldest' } = query
  if (sort === 'name') throw invalidField('sort', 'A walk by cursor is in the order of ids: oldest or newest.')
  const where = conditions(deps.db, { ...query, search: await readSearch(deps, query.search) })
  const after = cursor === '' ? undefined : CURSORS[sort].read(cursor)
  let ids: number[] = []
  if (where && deps.db.provider === 'sqlite') {
    for await (const id of matchesInSteps(deps.db, where, sort, after)) if (ids.push(id) > perPage) break
  } else ids = await matchesAfter(deps.db, where, sort, after, perPage + 1)
  const accounts = await read(deps, ids.slice(0, perPage))
  return { accounts, perPage, nextCursor: ids.length > perPage ? CURSORS[sort].write(ids[perPage - 1]!) : null }
}

/** The ids of the accounts that a search finds, the oldest first: `most` of them at most. */
export async function accountIds(deps: ListDeps, query: AccountQuery, most: number): Promise<number[]> {
  const where = conditions(deps.db, { ...query, search: await readSearch(deps, query.search) })
  if (!where || deps.db.provider === 'postgresql') return matchesAfter(deps.db, where, 'oldest', undefined, most)
  const ids: number[] = []
  for await (const id of matchesInSteps(deps.db, where, 'oldest')) if (ids.push(id) === most) break
  return ids
}

/** How many accounts a search finds. */
export async function countAccounts(deps: ListDeps, query: AccountQuery): Promise<number> {
  const where = conditions(deps.db, { ...query, search: await readSearch(deps, query.search) })
  if (!where || deps.db.provider === 'postgresql') return countMatches(deps.db, where)
  let total = 0
  for await (const _ of matchesInSteps(deps.db, where, 'oldest')) total++
  return total
}

/** What a text looks for; a number without country code in the countries that get SMS, as an administrator may have said just now. */
async function readSearch({ limits: { countries } }: ListDeps, text = ''): Promise<AccountSearch | undefined> {
  if (text.trim() === '') return undefined
  if (/\d/.test(text)) await countries.refresh()
  return readAccountSearch(text, () => countries.activated())
}

/** The accounts of these ids, in their order. */
async function read({ db: { prisma } }: ListDeps, ids: number[]): Promise<AccountRecord[]> {
  const found = await prisma.account.findMany({ where: { id: { in: ids } }, include: wholeAccount })
  const byId = new Map(found.map((account) => [account.id, account]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
