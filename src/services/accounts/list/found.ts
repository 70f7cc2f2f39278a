import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from '../../../db/client.js'
import { LARGEST_ID } from '../../../domain/ids.js'
import { type After, denseInOrder, FEW, type Found, type Wanted } from './counted.js'
import {
  type AccountFilter,
  type AccountOrder,
  both,
  conditions,
  countMatches,
  denseMatches,
  fewMatches,
  type IdOrder,
  inOrder,
  matchesAtOnce,
  matchesOnPage,
  postgresConditions,
  within,
  without,
} from './list.sql.js'
import { amongThese, foundAmong, foundOneByOne, type Walk } from './searchSqlite.sql.js'
import { matchesInSteps } from './steps.sql.js'

/** Where a search finds more than these, accounts in whatever order are likely to meet some soon. */
const MANY = 20_000
/** Accounts that are gone through to meet them, and those that are read at once: some milliseconds. */
const [WALKED, READ] = [50_000, 2_000]

/**
 * A page of what a search finds, or of a time.
 * @param first accounts that are listed already
 */
export function foundPage(db: Database, filter: AccountFilter, first: readonly number[], wanted: Wanted): Promise<Found> {
  return db.provider === 'sqlite' ? pageInSqlite(db, filter, first, wanted) : pageInPostgres(db, filter, first, wanted)
}

async function pageInPostgres(
  db: Database,
  filter: AccountFilter,
  first: readonly number[],
  { order, count, offset, countedTo }: Wanted,
): Promise<Found> {
  const where = without(first, postgresConditions(filter))
  if (order !== 'last_login') {
    const dense = countedTo === undefined ? undefined : await denseMatches(db, where, { order, count, offset, countedTo })
    return dense ?? matchesAtOnce(db, where, { order, count, offset })
  }
  const few = await fewMatches(db, where, FEW)
  if (few) return { ids: await inOrder(db, few, order, count, offset), total: few.length }
  return { total: await countMatches(db, where, countedTo), ids: await matchesOnPage(db, where, order, count, offset) }
}

async function pageInSqlite(db: Database, filter: AccountFilter, first: readonly number[], wanted: Wanted): Promise<Found> {
  const { order, count, offset, countedTo = Number.POSITIVE_INFINITY } = wanted
  if (order === 'oldest' || order === 'newest') {
    const ids: number[] = []
    let total = 0
    for await (const step of unlisted(db, filter, first, { order, isPart: wanted.countedTo !== undefined })) {
      const start = Math.max(0, offset - total)
      ids.push(...step.slice(start, start + count - ids.length))
      total += step.length
      if (total > countedTo) return { ids, total: countedTo + 1 }
    }
    return { ids, total }
  }
  return pageInOtherOrder(db, filter, first, { order, count, offset, countedTo })
}

/** Names and log-ins come in no order that a search finds them in: it takes all that it finds, or goes through the names where that soon meets some. */
async function pageInOtherOrder(
  db: Database,
  filter: AccountFilter,
  first: readonly number[],
  wanted: Required<Wanted> & { order: Exclude<AccountOrder, IdOrder> },
): Promise<Found> {
  const { order, count, offset, countedTo } = wanted
  const few = await collected(db, filter, first, Math.max(MANY, countedTo))
  const soon = few || offset + count > WALKED / 2 ? undefined : await pageOfMany(db, filter, first, wanted)
  if (soon) return { ids: soon, total: countedTo + 1 }
  const all = few ?? (await collected(db, filter, first, Number.POSITIVE_INFINITY))!
  const left = Math.min(count, all.size - offset)
  if (left <= 0) return { ids: [], total: all.size }
  const ids =
    all.size <= FEW
      ? await inOrder(db, [...all], order, left, offset)
      : (await denseInOrder(db, {}, { order, count: left, offset }, (some) => some.filter((id) => all.has(id))))!
  return { ids, total: Math.min(all.size, countedTo + 1) }
}

/** @returns undefined when there are more than `most` */
async function collected(db: Database, filter: AccountFilter, first: readonly number[], most: number): Promise<Set<number> | undefined> {
  const all = new Set<number>()
  for await (const step of unlisted(db, filter, first, { order: 'oldest', isPart: false })) {
    for (const id of step) all.add(id)
    if (all.size > most) return undefined
  }
  return all
}

/** @returns undefined when it would be long until there is a page of them */
async function pageOfMany(
  db: Database,
  { search, ...filter }: AccountFilter,
  first: readonly number[],
  wanted: Wanted,
): Promise<number[] | undefined> {
  const where = conditions(db, filter)
  const each = search && (await foundOneByOne(db, search, { isPart: true }))
  const among = async (ids: number[]): Promise<number[]> => {
    const met = await amongThese(db, ids, both(each, where), 'oldest')
    return search && !each ? foundAmong(db, search, met) : met
  }
  const listed = new Set(first)
  let walked = 0
  return denseInOrder(db, {}, wanted, async (ids) => {
    walked += ids.length
    if (walked > WALKED) return undefined
    const found = new Set<number>()
    for (let i = 0; i < ids.length; i += READ) {
      for (const id of await among(ids.slice(i, i + READ))) found.add(id)
      await turn()
    }
    return ids.filter((id) => found.has(id) && !listed.has(id))
  })
}

async function* unlisted(db: Database, filter: AccountFilter, first: readonly number[], walk: Walk): AsyncGenerator<number[]> {
  const listed = new Set(first)
  for await (const step of matchesInSteps(db, filter, walk)) yield listed.size > 0 ? step.filter((id) => !listed.has(id)) : step
}

/** The ids behind one, of what a search finds or of a time. */
export async function foundAfter(db: Database, filter: AccountFilter, wanted: After): Promise<number[]> {
  if (db.provider === 'postgresql') return afterInPostgres(db, filter, wanted)
  const { order, after, count } = wanted
  const ids: number[] = []
  for await (const step of matchesInSteps(db, filter, { order, after, isPart: true })) {
    ids.push(...step.slice(0, count - ids.length))
    if (ids.length === count) break
  }
  return ids
}

async function afterInPostgres(db: Database, filter: AccountFilter, { order, after, count }: After): Promise<number[]> {
  const rest = order === 'newest' ? { from: 0, to: after === undefined ? LARGEST_ID : after - 1 } : { from: after ?? 0, to: LARGEST_ID }
  const where = within(rest, postgresConditions(filter))
  const few = await fewMatches(db, where, FEW)
  return few ? inOrder(db, few, order, count, 0) : matchesOnPage(db, where, order, count, 0)
}
