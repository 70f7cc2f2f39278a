import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'
import { idsOf } from './ids.sql.js'
import { type IdOrder, ORDER } from './list.sql.js'
import { addresses, begins, EVERY_FIELD, isIndexed, named, partsOf } from './search.sql.js'
import { foundLate } from './searchLate.sql.js'

// SQLite works in our own process: what may find many accounts does so in steps, with a turn of the event loop in between.

/** Ids of one step: a few milliseconds. The first one has fewer, as most searches find no more. */
const STEP = 5_000
const FIRST = 200

/**
 * The ids of accounts that a search finds, in their order or the opposite one, some at a time.
 * @param after the id that they come behind, in this order
 */
export async function* foundInSqlite(
  db: Database,
  search: AccountSearch,
  { order, after }: { order: IdOrder; after?: number | undefined },
): AsyncGenerator<number[]> {
  const isBehind = (id: number, other: number): boolean => (order === 'newest' ? id < other : id > other)
  let others = (await foundOtherwise(db, search)).filter((id) => after === undefined || isBehind(id, after))
  if (order === 'newest') others.reverse()
  const query = phrases(search)
  let last = after
  for (let size = FIRST; query !== ''; size = STEP) {
    const ids = await matches(db, query, { order, after: last, count: size })
    // an account that was changed since the last look has left the index, and waits to be taken in again
    const late = (await foundLate(db, search)).filter((id) => last === undefined || isBehind(id, last))
    others = merged(others, late, isBehind)
    if (ids.length < size) {
      yield merged(ids, others, isBehind)
      return
    }
    last = ids.at(-1)!
    const end = others.findIndex((id) => isBehind(id, last!))
    yield merged(ids, end < 0 ? others : others.slice(0, end), isBehind)
    others = end < 0 ? [] : others.slice(end)
    await turn()
  }
  yield others
}

const matches = (
  db: Database,
  query: string,
  { order, after, count }: { order: IdOrder; after: number | undefined; count: number },
): Promise<number[]> => {
  const [side, direction] = order === 'newest' ? ['<', 'desc'] : ['>', 'asc']
  const behind = after === undefined ? Prisma.empty : Prisma.sql`and rowid ${Prisma.raw(side!)} ${after}`
  return idsOf(
    db,
    Prisma.sql`select rowid as id from derived_account_search where derived_account_search match ${query} ${behind}
      order by rowid ${Prisma.raw(direction!)} limit ${count}`,
  )
}

/** As FTS5 reads it: a phrase in quotes is what stands there, one character after the other, in any case. */
const phrases = (search: AccountSearch): string =>
  partsOf(search)
    .map(({ fields, text }) => (fields === EVERY_FIELD ? quoted(text) : `{${fields.join(' ')}} : ${quoted(text)}`))
    .join(' OR ')

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** Two lists in one order as one, without repetition. */
function merged(a: readonly number[], b: readonly number[], isBehind: (id: number, other: number) => boolean): number[] {
  if (b.length === 0) return [...a]
  return [...new Set([...a, ...b])].sort((one, other) => (isBehind(one, other) ? 1 : -1))
}

/** What is found otherwise: what the index does not know yet, names as a whole, and the begins of names and domains. In the order of ids. */
async function foundOtherwise(db: Database, search: AccountSearch): Promise<number[]> {
  const found = new Set<number>()
  const add = (ids: readonly number[]): void => {
    for (const id of ids) found.add(id)
  }
  add(await foundLate(db, search)) // before the index is asked, which may take them in meanwhile
  const exact = named(search)
  if (exact.length > 0) {
    const each = exact.map((condition) => Prisma.sql`select id from accounts where ${condition}`)
    add(await idsOf(db, Prisma.join(each, ' union all ')))
  }
  const { parts, shown } = begins(search)
  for (const one of parts.flatMap(casesOf)) {
    for await (const ids of beginning(db, 'username', one)) add(ids)
    for await (const ids of beginning(db, 'email', one)) add(ids)
  }
  for (const one of new Set(shown.flatMap(casesOf))) for await (const ids of beginning(db, 'display_name', one)) add(ids)
  for (const address of addresses(search)) for await (const ids of byAddress(db, address)) add(ids)
  return [...found].sort((a, b) => a - b)
}

/** `ab`, `Ab`, `aB`, `AB`. */
const casesOf = (text: string): string[] =>
  [...text].reduce((begun, letter) => begun.flatMap((one) => [...new Set([letter, letter.toUpperCase()])].map((next) => one + next)), [''])

/** The texts that begin with one, of a column that has an index. */
async function* beginning(db: Database, column: 'username' | 'email' | 'display_name', text: string): AsyncGenerator<number[]> {
  const name = Prisma.raw(column)
  let from = Prisma.sql`${name} >= ${text}`
  for (;;) {
    const rows = await db.query<{ id: number; text: string }>(
      Prisma.sql`select id, ${name} as text from accounts where ${from} and ${name} < ${`${text}\u{10ffff}`}
        order by ${name}, id limit ${STEP}`,
    )
    yield rows.map(({ id }) => id)
    if (rows.length < STEP) return
    const last = rows.at(-1)!
    from = Prisma.sql`${name} >= ${last.text} and (${name}, id) > (${last.text}, ${last.id})`
    await turn()
  }
}

async function* byAddress(db: Database, { part, name }: ReturnType<typeof addresses>[number]): AsyncGenerator<number[]> {
  const has = Prisma.sql`instr(lower(username) || '@' || domain, ${part}) > 0`
  for (let after: number | undefined; ; ) {
    const ids = await matches(db, `{username} : ${quoted(name)}`, { order: 'oldest', after, count: STEP })
    yield amongThese(db, ids, has, 'oldest')
    if (ids.length < STEP) return
    after = ids.at(-1)
    await turn()
  }
}

/**
 * What an account must meet to be found by a search of which the index knows nothing, such as `@example.org`: it is asked of one account after the other.
 * @returns undefined when the index knows it
 */
export function foundWithoutIndex(search: AccountSearch): Prisma.Sql | undefined {
  if (addresses(search).every(({ name }) => isIndexed(name))) return undefined
  const any = [
    ...search.parts.flatMap((part) => [
      Prisma.sql`instr(lower(username) || '@' || domain, ${part}) > 0`,
      Prisma.sql`instr(lower(email), ${part}) > 0`,
    ]),
    ...search.shown.map((part) => Prisma.sql`instr(lower(display_name), ${part}) > 0`),
    ...named(search).map((condition) => Prisma.sql`+(${condition})`),
  ]
  return Prisma.sql`(${Prisma.join(any, ' or ')})`
}

/** Those of some accounts that meet a condition, in an order. `+` keeps SQLite from beginning with an index of the condition. */
export const amongThese = (db: Database, ids: readonly number[], condition: Prisma.Sql, order: IdOrder): Promise<number[]> =>
  idsOf(
    db,
    Prisma.sql`select id from accounts where id in (select value from json_each(${JSON.stringify(ids)})) and +(${condition}) order by ${ORDER[order]}`,
  )
