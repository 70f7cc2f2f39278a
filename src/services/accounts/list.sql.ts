import { setImmediate as turn } from 'node:timers/promises'
import type { operations } from '../../../generated/openapi.js'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'

export type AccountQuery = NonNullable<operations['listAccounts']['parameters']['query']>

/** Ids that SQLite looks through at once: about 10 ms. */
const STEP = 10_000
const ALL = Prisma.sql`1 = 1`

/** What an account must meet, if anything. Raw because Prisma's `contains` knows no escape on SQLite (`_` would match anything) and minds case on PostgreSQL alone. */
export function conditions(db: Database, { search, domain, activated, blocked, admin }: AccountQuery): Prisma.Sql | undefined {
  const text = search?.trim().toLowerCase()
  const position = Prisma.raw(db.provider === 'sqlite' ? 'instr' : 'strpos')
  const all: Prisma.Sql[] = []
  if (domain !== undefined) all.push(Prisma.sql`domain = ${domain.toLowerCase()}`)
  // as it is shown: a blocked account is what it will be once it is unblocked (decision 31)
  if (activated !== undefined) all.push(Prisma.sql`case when blocked then activated_before_block else activated end = ${activated}`)
  if (blocked !== undefined) all.push(Prisma.sql`blocked = ${blocked}`)
  if (admin !== undefined) all.push(Prisma.sql`admin = ${admin}`)
  if (text)
    all.push(
      Prisma.sql`(${position}(lower(username), ${text}) > 0 or ${position}(lower(email), ${text}) > 0 or ${position}(phone, ${text}) > 0)`,
    )
  return all.length > 0 ? Prisma.join(all, ' and ') : undefined
}

/** How many accounts meet the conditions. */
export async function countMatches(db: Database, where = ALL): Promise<number> {
  const [counted] = await db.query<{ total: number | bigint | string }>(Prisma.sql`select count(*) as total from accounts where ${where}`)
  return Number(counted!.total)
}

/** The ids of a page by number. */
export const matchesOnPage = (db: Database, where = ALL, count: number, offset: number): Promise<number[]> =>
  idsWhere(db, Prisma.sql`${where} order by id limit ${count} offset ${offset}`)

/** The ids after one, as many as `count`. */
export const matchesAfter = (db: Database, where = ALL, after: number, count: number): Promise<number[]> =>
  idsWhere(db, Prisma.sql`id > ${after} and ${where} order by id limit ${count}`)

/**
 * Ids in their order, looked for in steps with a turn of the event loop in between: SQLite works in our own process, and a search through a million
 * accounts at once would keep all other requests waiting for most of a second.
 */
export async function* matchesInSteps(db: Database, where: Prisma.Sql, after = 0): AsyncGenerator<number> {
  const [{ last } = { last: null }] = await db.query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  for (let from = after; from < (last ?? 0); from += STEP) {
    yield* await idsWhere(db, Prisma.sql`id > ${from} and id <= ${from + STEP} and ${where} order by id`)
    await turn()
  }
}

async function idsWhere(db: Database, where: Prisma.Sql): Promise<number[]> {
  return (await db.query<{ id: number }>(Prisma.sql`select id from accounts where ${where}`)).map(({ id }) => id)
}
