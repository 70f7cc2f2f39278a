import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import { EVERY, idsOf } from './ids.sql.js'
import { everyByLogin } from './lastLogins.sql.js'
import { type AccountFilter, type AccountOrder, both, conditions, type IdOrder, idRange, ORDER, within } from './list.sql.js'
import { amongThese, foundInSqlite, foundOneByOne, type Walk } from './searchSqlite.sql.js'

// What looks at many accounts on SQLite does so in steps, with a turn of the event loop in between: SQLite works in our own process, and a walk through a
// million accounts at once would keep all other requests waiting for most of a second.

/** Ids, or names, that are looked through at once: about 10 ms. Names begin with fewer: a page is soon full. */
const STEP = 10_000
const FIRST = 100

/**
 * The ids of accounts that meet a filter on SQLite, in their order or the opposite one, some at a time.
 * @param after the id that they come behind, in this order
 */
export async function* matchesInSteps(db: Database, { search, ...filter }: AccountFilter, walk: Walk): AsyncGenerator<number[]> {
  const where = conditions(db, filter)
  const each = search && (await foundOneByOne(db, search, walk))
  if (!search || each) return yield* lookedThrough(db, both(each, where), filter, walk)
  for await (const ids of foundInSqlite(db, search, walk))
    yield where === EVERY || ids.length === 0 ? ids : await amongThese(db, ids, where, walk.order)
}

/** One account after the other, by ranges of ids. */
async function* lookedThrough(db: Database, where: Prisma.Sql, filter: AccountFilter, { order, after }: Walk): AsyncGenerator<number[]> {
  const { from, to } = await idRange(db, filter, order)
  const rest = order === 'newest' ? { from, to: Math.min(to, (after ?? to + 1) - 1) } : { from: Math.max(from, after ?? from), to }
  for (let done = 0; rest.from + done < rest.to; done += STEP) {
    const range =
      order === 'newest'
        ? { from: Math.max(rest.from, rest.to - done - STEP), to: rest.to - done }
        : { from: rest.from + done, to: Math.min(rest.to, rest.from + done + STEP) }
    yield idsOf(db, Prisma.sql`select id from accounts where ${within(range, where)} order by ${ORDER[order]}`)
    await turn()
  }
}

/** Ids in the order of names or log-ins, some at a time. */
export const everyInOrder = (db: Database, where: Prisma.Sql, order: Exclude<AccountOrder, IdOrder>): AsyncGenerator<number[]> =>
  order === 'name' ? everyByName(db, where) : everyByLogin(db, where)

/** A step goes to the name that is so many places on, which the index of names knows. */
async function* everyByName(db: Database, where: Prisma.Sql): AsyncGenerator<number[]> {
  let from = EVERY
  for (let size = FIRST; ; size = Math.min(STEP, size * 4)) {
    const [end] = await db.query<{ username: string; domain: string }>(
      Prisma.sql`select username, domain from accounts where ${from} order by ${ORDER.name} limit 1 offset ${size - 1}`,
    )
    const to = end ? Prisma.sql`(username, domain) <= (${end.username}, ${end.domain})` : EVERY
    yield await idsOf(db, Prisma.sql`select id from accounts where ${from} and ${to} and ${where} order by ${ORDER.name}`)
    if (!end) return
    from = Prisma.sql`(username, domain) > (${end.username}, ${end.domain})`
    await turn()
  }
}
