import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import type { Snapshot } from '../../../db/sqlite/snapshot.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'
import { idsOf } from './ids.sql.js'
import { type IdOrder, ORDER } from './list.sql.js'
import { addresses, type Begin, beginsOf, beginsWith, EVERY_FIELD, type Field, isIndexed, named, type Part, partsOf } from './search.sql.js'
import { foundLate, LATE } from './searchLate.sql.js'

// SQLite works in our own process: what may find many accounts does so in steps, with a turn of the event loop in between.

/** Ids of one step: about a millisecond. */
const STEP = 2_000
/** Most searches find no more than that, at once. */
const FEW = 200
/** Characters of the end that a longer text is looked for by at first: the index goes through all accounts that have any three in a row of what it is asked. */
const END = 6
/** Begins of names that are gone through: of more, and more than a tenth of all, accounts in their order meet some sooner. */
const MANY = 20_000

/** How a list is gone through. */
export interface Walk {
  order: IdOrder
  /** the id that they come behind, in this order */
  after?: number | undefined
  /** whether it may end before all are met */
  isPart: boolean
}

/** The ids of accounts that a search finds, in their order or the opposite one, some at a time: as they are when the walk begins. */
export async function* foundInSqlite(db: Database, search: AccountSearch, walk: Walk): AsyncGenerator<number[]> {
  const few = await foundAtOnce(db, search, walk)
  if (few) return yield few
  const snapshot = await db.snapshot!()
  try {
    yield* foundInSteps(snapshot, search, walk)
  } finally {
    snapshot.close()
  }
}

/** @returns undefined when there are more */
async function foundAtOnce(db: Database, search: AccountSearch, walk: Walk): Promise<number[] | undefined> {
  const known: number[] = []
  const late = new Set<number>()
  for (const ask of [...addresses(search).map((address) => () => byAddress(db, address)), () => byParts(db, search, walk)]) {
    const asked = await ask()
    if (!asked) return undefined
    known.push(...asked.found)
    for (const id of asked.late) late.add(id)
  }
  known.push(...(await foundLate(db, search, Prisma.sql`select value from json_each(${JSON.stringify([...late])})`)))
  return foundOtherwise(db, search, walk, known)
}

/** Accounts that are found, and those that have to be read. */
interface Answer {
  found: number[]
  late: number[]
}

async function byAddress(db: Database, address: Address): Promise<Answer | undefined> {
  const end = endOf(address.name)
  const asked = (end !== address.name && (await fewOf(db, byName({ ...address, name: end })))) || (await fewOf(db, byName(address)))
  return asked && { found: await amongThese(db, asked.found, hasAddress(address), 'oldest'), late: asked.late }
}

async function byParts(db: Database, search: AccountSearch, walk: Walk): Promise<Answer | undefined> {
  const parts = partsOf(search)
  if (parts.length === 0) return { found: [], late: [] }
  const ends = parts.map((part) => ({ ...part, text: endOf(part.text) }))
  const isLong = ends.some(({ text }, i) => text !== parts[i]!.text)
  const asked = isLong && (await fewOf(db, matches(phrases(ends), walk)))
  return asked ? { found: [], late: [...asked.late, ...asked.found] } : fewOf(db, matches(phrases(parts), walk))
}

const endOf = (text: string): string => [...text].slice(-END).join('')

/**
 * What the index knows, and the accounts that it does not know yet: in one statement, as an account goes from one to the other at any time.
 * @returns undefined when it knows more than a few
 */
async function fewOf(db: Database, known: Prisma.Sql): Promise<Answer | undefined> {
  const rows = await db.query<{ id: number; late: number }>(
    Prisma.sql`select id, 0 as late from (${known} limit ${FEW}) union all select id, 1 as late from (${LATE})`,
  )
  const ids = (wanted: number): number[] => rows.filter(({ late }) => late === wanted).map(({ id }) => id)
  return ids(0).length === FEW ? undefined : { found: ids(0), late: ids(1) }
}

async function* foundInSteps(snapshot: Snapshot, search: AccountSearch, walk: Walk): AsyncGenerator<number[]> {
  const known = await foundLate(snapshot, search, LATE)
  for (const address of addresses(search)) {
    const named: number[][] = []
    for await (const rows of snapshot.steps<{ id: number }>(byName(address), STEP)) named.push(rows.map(({ id }) => id))
    for (const ids of named) {
      known.push(...(await amongThese(snapshot, ids, hasAddress(address), walk.order)))
      await turn()
    }
  }
  let others = await foundOtherwise(snapshot, search, walk, known)
  for await (const rows of snapshot.steps<{ id: number }>(matches(phrases(partsOf(search)), walk), STEP)) {
    const ids = rows.map(({ id }) => id)
    const end = others.findIndex(isBehind({ ...walk, after: ids.at(-1) }))
    const here = end < 0 ? others : others.slice(0, end)
    others = others.slice(here.length)
    yield here.length === 0 ? ids : merged([...ids, ...here], walk)
  }
  yield others
}

/** What the index knows, in the order of a walk. FTS5 goes through all of it from its begin, wherever a walk is: it is asked once. */
const matches = (query: string, { order, after }: Walk): Prisma.Sql => {
  const [side, direction] = order === 'newest' ? ['<', 'desc'] : ['>', 'asc']
  const behind = after === undefined ? Prisma.empty : Prisma.sql`and rowid ${Prisma.raw(side!)} ${after}`
  return Prisma.sql`select rowid as id from derived_account_search where derived_account_search match ${query} ${behind}
    order by rowid ${Prisma.raw(direction!)}`
}

const isBehind =
  ({ order, after }: Walk) =>
  (id: number): boolean =>
    after === undefined || (order === 'newest' ? id < after : id > after)

/** In the order of a walk, without repetition. */
const merged = (ids: readonly number[], { order }: Walk): number[] =>
  [...new Set(ids)].sort((one, other) => (order === 'newest' ? other - one : one - other))

/** As FTS5 reads it: a phrase in quotes is what stands there, one character after the other, in any case. */
const phrases = (parts: readonly Part[]): string =>
  parts.map(({ fields, text }) => (fields === EVERY_FIELD ? quoted(text) : `{${fields.join(' ')}} : ${quoted(text)}`)).join(' OR ')

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

type Asked = Pick<Database, 'query'>

/**
 * What is found otherwise than by the index: names as a whole, and the begins of names. In the order of a walk, behind where it is.
 * @param known what is found already: what the index does not know yet, and by an address
 */
async function foundOtherwise(db: Asked, search: AccountSearch, walk: Walk, known: readonly number[]): Promise<number[]> {
  const found = new Set(known)
  const add = (ids: readonly number[]): void => {
    for (const id of ids) found.add(id)
  }
  const exact = named(search)
  if (exact.length > 0) {
    const each = exact.map((condition) => Prisma.sql`select id from accounts where ${condition}`)
    add(await idsOf(db, Prisma.join(each, ' union all ')))
  }
  for (const begin of beginsOf(search)) for await (const ids of beginning(db, begin)) add(ids)
  return merged([...found].filter(isBehind(walk)), walk)
}

async function* beginning(db: Asked, { name, text }: Begin): AsyncGenerator<number[]> {
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

/** Whether many names begin with what a search looks for. */
async function beginsMany(db: Asked, search: AccountSearch): Promise<boolean> {
  const [all] = await db.query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  let left = Math.max(MANY, Math.ceil((all!.last ?? 0) / 10))
  for (const begin of beginsOf(search)) {
    const some = Prisma.sql`select 1 from accounts where ${beginsWith(begin)} limit ${left}`
    const [row] = await db.query<{ count: number }>(Prisma.sql`select count(*) as count from (${some})`)
    left -= row!.count
    if (left <= 0) return true
  }
  return false
}

type Address = ReturnType<typeof addresses>[number]

/** The accounts whose user name ends as the part before the `@` does. */
const byName = ({ name }: Address): Prisma.Sql =>
  Prisma.sql`select rowid as id from derived_account_search where derived_account_search match ${`{username} : ${quoted(name)}`}`

const hasAddress = ({ part }: Address): Prisma.Sql => Prisma.sql`instr(lower(username) || '@' || domain, ${part}) > 0`

/**
 * What an account must meet to be found by a search that is asked of one account after the other: the index knows nothing of it, such as `@example.org`, or some are
 * wanted of many names that begin with it.
 * @returns undefined when the indexes find it
 */
export async function foundOneByOne(db: Asked, search: AccountSearch, { isPart }: Pick<Walk, 'isPart'>): Promise<Prisma.Sql | undefined> {
  if (addresses(search).every(({ name }) => isIndexed(name)) && !(isPart && (await beginsMany(db, search)))) return undefined
  const emails: Part[] = search.parts.filter(isIndexed).map((text) => ({ fields: ['email'], text }))
  const any = [
    ...addresses(search).map(hasAddress),
    ...[...partsOf(search), ...emails].flatMap(({ fields, text }) =>
      fields.map((field) => Prisma.sql`instr(${lower(field)}, lower(${text})) > 0`),
    ),
    foundByBegin(search),
  ]
  return Prisma.sql`(${Prisma.join(any, ' or ')})`
}

/** As the index has it. */
const lower = (field: Field): Prisma.Sql =>
  field === 'username' ? Prisma.sql`lower(username) || '@'` : Prisma.sql`lower(${Prisma.raw(field)})`

const foundByBegin = (search: AccountSearch): Prisma.Sql =>
  Prisma.sql`+(${Prisma.join([Prisma.sql`0`, ...beginsOf(search).map(beginsWith), ...named(search)], ' or ')})`

/** Those of some accounts, in their order, that a search finds which the indexes know. */
export async function foundAmong(db: Database, search: AccountSearch, ids: readonly number[]): Promise<number[]> {
  const found = new Set(await foundLate(db, search, Prisma.sql`select value from json_each(${JSON.stringify(ids)})`))
  for (const id of await amongThese(db, ids, foundByBegin(search), 'oldest')) found.add(id)
  return ids.filter((id) => found.has(id))
}

/** Those of some accounts that meet a condition, in an order. `+` keeps SQLite from beginning with an index of the condition. */
export const amongThese = (db: Asked, ids: readonly number[], condition: Prisma.Sql, order: IdOrder): Promise<number[]> =>
  idsOf(
    db,
    Prisma.sql`select id from accounts where id in (select value from json_each(${JSON.stringify(ids)})) and +(${condition}) order by ${ORDER[order]}`,
  )
