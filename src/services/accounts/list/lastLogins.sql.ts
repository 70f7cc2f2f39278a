import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'
import { EVERY, idsOf } from './ids.sql.js'

// Accounts by the last log-in of their owners, as the history of log-ins has it: first those that it knows, then all others, the newest first.

/** Rows that SQLite looks at before others have a turn. */
const STEP = 2_000

/** The newest good log-in of each account, of `l`. */
const NEWEST = Prisma.sql`l.result = 'ok' and not exists (select 1 from logins n where n.account_id = l.account_id and n.result = 'ok'
  and (n.last_at > l.last_at or (n.last_at = l.last_at and n.id > l.id)))`
const NONE = Prisma.sql`not exists (select 1 from logins n where n.account_id = accounts.id and n.result = 'ok')`
/** Conditions say `id` for that of an account. */
const logins = (where: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`logins l where ${NEWEST} and l.account_id in (select id from accounts where id = l.account_id and ${where})`

/** The ids of a page by number. */
export async function matchesByLogin(db: Database, where: Prisma.Sql, count: number, offset: number): Promise<number[]> {
  const first = await idsOf(
    db,
    Prisma.sql`select l.account_id as id from ${logins(where)} order by l.last_at desc, l.id desc limit ${count} offset ${offset}`,
  )
  if (first.length === count) return first
  const [row] = await db.query<{ count: number | string }>(Prisma.sql`select count(*) as count from ${logins(where)}`)
  const skip = Math.max(0, offset - Number(row!.count))
  const others = Prisma.sql`select id from accounts where ${NONE} and ${where} order by id desc limit ${count - first.length} offset ${skip}`
  return [...first, ...(await idsOf(db, others))]
}

/** All ids that meet the conditions, in steps: SQLite works in our own process. */
export async function* everyByLogin(db: Database, where: Prisma.Sql): AsyncGenerator<number[]> {
  for (let before = EVERY; ; ) {
    const step = Prisma.sql`select l.id as login, l.last_at as at, l.account_id as id from ${logins(where)} and ${before}
      order by l.last_at desc, l.id desc limit ${STEP}`
    const rows = await db.query<{ login: number; at: string; id: number }>(step)
    yield rows.map(({ id }) => id)
    if (rows.length < STEP) break
    const { at, login } = rows.at(-1)!
    before = Prisma.sql`(l.last_at, l.id) < (${at}, ${login})`
    await turn()
  }
  const [{ last } = { last: null }] = await db.query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  for (let to = last ?? 0; to > 0; to -= STEP) {
    yield await idsOf(
      db,
      Prisma.sql`select id from accounts where id > ${to - STEP} and id <= ${to} and ${NONE} and ${where} order by id desc`,
    )
    await turn()
  }
}
