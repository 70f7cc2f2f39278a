import type { Database } from '../../../db/client.js'
import { type AccountFilter, type AccountOrder, conditions, type IdOrder, inOrder, matchesInStates, matchesOnPage } from './list.sql.js'
import { meets } from './states.sql.js'
import { everyInOrder } from './steps.sql.js'
import { countsByState, placeOf } from './totals.sql.js'

/** A part of a list. */
export interface Wanted {
  order: AccountOrder
  count: number
  offset: number
  /** as many are counted, at least all up to the end of the page: where there are more, the total is one more. Undefined: all */
  countedTo?: number | undefined
}
/** Ids of a page, and how many there are on all pages. */
export interface Found {
  ids: number[]
  total: number
}
/** What follows in a walk: behind an id, in an order. */
export interface After {
  order: IdOrder
  after: number | undefined
  count: number
}

/** Accounts that are read and sorted at once, or passed by: a few milliseconds. */
export const FEW = 2_000

/** Whether the counts that are kept say how many accounts meet a filter. */
export const isCounted = ({ search, createdSince, createdBefore }: AccountFilter): boolean =>
  search === undefined && createdSince === undefined && createdBefore === undefined

/** A page of a filter that is counted: the same work whatever its number is, and however many accounts there are. */
export async function countedPage(db: Database, filter: AccountFilter, { order, count, offset }: Wanted): Promise<Found> {
  const { domain } = filter
  const { states: all, total } = await statesOf(db, filter)
  const states = isPlain(filter) ? undefined : all
  const left = Math.min(count, total - offset)
  if (left <= 0) return { ids: [], total }
  if (order === 'oldest' || order === 'newest') {
    const place =
      offset < FEW ? { beyond: undefined, rest: offset } : await placeOf(db, { domain, states, skip: offset, newest: order === 'newest' })
    const ids = await matchesInStates(db, { domain, states, order }, { beyond: place.beyond, skip: place.rest, count: left })
    return { ids, total }
  }
  if (total > FEW) return { ids: (await denseInOrder(db, filter, { order, count: left, offset }))!, total }
  const every = await matchesInStates(db, { domain, states, order: 'oldest' }, { beyond: undefined, skip: 0, count: total })
  return { ids: await inOrder(db, every, order, left, offset), total }
}

/** How many accounts meet a filter that is counted. */
export const countCounted = async (db: Database, filter: AccountFilter): Promise<number> => (await statesOf(db, filter)).total

/** The ids behind one. An account that comes into a state of its own meanwhile is not passed by: a walk has to meet it. */
export async function countedAfter(db: Database, filter: AccountFilter, wanted: After): Promise<number[]> {
  const { order, after, count } = wanted
  if (isPlain(filter)) return matchesInStates(db, { domain: undefined, states: undefined, order }, { beyond: after, skip: 0, count })
  const { states } = await statesOf(db, filter)
  const ids =
    states.length === 0 ? [] : await matchesInStates(db, { domain: filter.domain, states, order }, { beyond: after, skip: 0, count })
  const now = await statesOf(db, filter)
  return now.states.every((state) => states.includes(state)) ? ids : countedAfter(db, filter, wanted)
}

/** The states that a filter asks for and that occur, and how many accounts are in them. */
async function statesOf(db: Database, filter: AccountFilter): Promise<{ states: number[]; total: number }> {
  const met = [...(await countsByState(db, filter.domain))].filter(([state]) => meets(state, filter))
  return { states: met.map(([state]) => state), total: met.reduce((sum, [, n]) => sum + n, 0) }
}

/** Whether a filter asks for nothing: then the accounts themselves are in order. */
const isPlain = ({ domain, activated, blocked, deactivated, admin, hasEmail, hasPhone }: AccountFilter): boolean =>
  [domain, activated, blocked, deactivated, admin, hasEmail, hasPhone].every((value) => value === undefined)

/**
 * Of many accounts, in the order of names or log-ins: a page is soon full.
 * @param among those of some ids, in their order, that are listed: all that the filter lets through, unless this says otherwise. Undefined: no more are looked for
 * @returns undefined when `among` ended it
 */
export async function denseInOrder(
  db: Database,
  filter: AccountFilter,
  { order, count, offset }: Wanted,
  among: (ids: number[]) => number[] | Promise<number[] | undefined> = (ids) => ids,
): Promise<number[] | undefined> {
  if (order === 'oldest' || order === 'newest') throw new Error(`a page in the order ${order} is found by ids`)
  const where = conditions(db, filter)
  if (db.provider === 'postgresql') return matchesOnPage(db, where, order, count, offset)
  const ids: number[] = []
  for await (const step of everyInOrder(db, where, order)) {
    const listed = await among(step)
    if (!listed) return undefined
    ids.push(...listed)
    if (ids.length >= offset + count) break
  }
  return ids.slice(offset, offset + count)
}
