import type { operations } from '../../../../generated/openapi.js'
import { type AccountSearch, readAccountSearch } from '../../../domain/accountSearch.js'
import { invalidField } from '../../../domain/errors.js'
import type { Deps } from '../../deps.js'
import { cursors } from '../../paging.js'
import type { AccountRecord } from '../record.js'
import { type After, countCounted, countedAfter, countedPage, isCounted } from './counted.js'
import { foundAfter, foundPage } from './found.js'
import { type AccountFilter, conditions, namedMatches } from './list.sql.js'
import { isIndexed } from './search.sql.js'

/** What a list is asked for, by the API and by whoever has more to ask. */
export interface AccountQuery
  extends NonNullable<operations['listAccounts']['parameters']['query']>,
    Pick<AccountFilter, 'deactivated' | 'hasEmail' | 'hasPhone' | 'createdSince' | 'createdBefore'> {
  /** accounts that the search names come first, whatever the order */
  namedFirst?: boolean
  /** how many are counted of a search or a time, beside those up to the end of the page: all that a few letters find can take a second. Undefined: all */
  countedTo?: number
}

export interface AccountListPage {
  accounts: AccountRecord[]
  page: number
  perPage: number
  total: number
  /** whether there are more than `total` */
  more: boolean
}

type ListDeps = Pick<Deps, 'accounts' | 'db' | 'limits'>

/** A cursor of one order says nothing in another. */
const CURSORS = { oldest: cursors('a'), newest: cursors('n') } as const
/** Most accounts that come first for being named: a number can be one of many countries, an e-mail address of many accounts. */
const MOST_NAMED = 100

/** One page by number. To read all accounts, use `listAccountsAfter`. */
export async function listAccounts(deps: ListDeps, query: AccountQuery): Promise<AccountListPage> {
  const { page = 1, per_page: perPage = 20, namedFirst = false } = query
  const filter = { ...query, search: await readSearch(deps, query.search) }
  const offset = (page - 1) * perPage
  const first = filter.search && namedFirst ? await namedMatches(deps.db, filter.search, conditions(deps.db, filter), MOST_NAMED) : []
  const onTop = first.slice(offset, offset + perPage)
  const countedTo = isCounted(filter) || query.countedTo === undefined ? undefined : Math.max(query.countedTo, offset + perPage)
  const wanted = { order: query.sort ?? 'oldest', count: perPage - onTop.length, offset: Math.max(0, offset - first.length), countedTo }
  const { ids, total } = isCounted(filter) ? await countedPage(deps.db, filter, wanted) : await foundPage(deps.db, filter, first, wanted)
  const found = first.length + total
  const most = countedTo ?? found
  return { accounts: await read(deps, [...onTop, ...ids]), page, perPage, total: Math.min(found, most), more: found > most }
}

/**
 * The page after a cursor ('' to start), in the order of ids or the opposite one: an account that exists throughout a walk is met exactly once, and the
 * last page costs what the first does.
 * @throws AppError 422 for a cursor of another list or order, and for the orders of names and log-ins, which change
 */
export async function listAccountsAfter(deps: ListDeps, query: AccountQuery, cursor: string) {
  const { per_page: perPage = 20, sort = 'oldest' } = query
  if (sort === 'name' || sort === 'last_login') throw invalidField('sort', 'A walk by cursor is in the order of ids: oldest or newest.')
  const filter = { ...query, search: await readSearch(deps, query.search) }
  const after = cursor === '' ? undefined : CURSORS[sort].read(cursor)
  const ids = await idsAfter(deps, filter, { order: sort, after, count: perPage + 1 })
  const accounts = await read(deps, ids.slice(0, perPage))
  return { accounts, perPage, nextCursor: ids.length > perPage ? CURSORS[sort].write(ids[perPage - 1]!) : null }
}

const idsAfter = ({ db }: ListDeps, filter: AccountFilter, wanted: After): Promise<number[]> =>
  isCounted(filter) ? countedAfter(db, filter, wanted) : foundAfter(db, filter, wanted)

/** The ids of the accounts that a search finds, the oldest first: `most` of them at most. */
export async function accountIds(deps: ListDeps, query: AccountQuery, most: number): Promise<number[]> {
  const filter = { ...query, search: await readSearch(deps, query.search) }
  return idsAfter(deps, filter, { order: 'oldest', after: undefined, count: most })
}

/** Whether a search is so short that it finds what begins with it, and nothing within a name. */
export const findsBegins = (text: string): boolean => text !== '' && !isIndexed(text)

/** How many accounts a search finds. */
export async function countAccounts(deps: ListDeps, query: AccountQuery): Promise<number> {
  const filter = { ...query, search: await readSearch(deps, query.search) }
  if (isCounted(filter)) return countCounted(deps.db, filter)
  return (await foundPage(deps.db, filter, [], { order: 'oldest', count: 0, offset: 0 })).total
}

/** What a text looks for; a number without country code in the countries that get SMS, as an administrator may have said just now. */
async function readSearch({ limits: { countries } }: ListDeps, text = ''): Promise<AccountSearch | undefined> {
  if (text.trim() === '') return undefined
  if (/\d/.test(text)) await countries.refresh()
  return readAccountSearch(text, () => countries.activated())
}

/** The accounts of these ids, in their order. */
async function read({ accounts }: ListDeps, ids: number[]): Promise<AccountRecord[]> {
  return (await Promise.all(ids.map(accounts.byId))).filter((account) => account !== undefined)
}
