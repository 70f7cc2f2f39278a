import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { Counted } from './dailyCounts.js'

/** Accounts that one statement may count: SQLite works in our own process, and others wait meanwhile. */
const STEP = 20_000
/** Days that one statement counts of more accounts. */
const WEEK = 7
const DAY_MS = 86_400_000
/** Days that are kept. */
export const KEPT_DAYS = 400

/** Adds to the counts of days. In the order of the key: two processes that write at once do not wait for each other. */
export async function addDailyCounts({ query }: Pick<Database, 'query'>, counts: readonly Counted[]): Promise<void> {
  const rows = counts
    .toSorted((a, b) => (a.day + a.what < b.day + b.what ? -1 : 1))
    .map(({ day, what, count }) => Prisma.sql`(${day}, ${what}, ${count})`)
  await query(Prisma.sql`insert into daily_counts (day, what, count) values ${Prisma.join(rows)}
    on conflict (day, what) do update set count = daily_counts.count + excluded.count`)
}

/** The counts since a day. */
export const dailyCountsSince = ({ query }: Pick<Database, 'query'>, day: string): Promise<Counted[]> =>
  query<Counted>(Prisma.sql`select day, what, count from daily_counts where day >= ${day}`)

/**
 * How many accounts were made on each day (UTC) of so many since the first moment of one, of those that are there.
 * @param all how many are there: of many, a week is counted at a time
 */
export async function madePerDay(
  { query, provider }: Pick<Database, 'query' | 'provider'>,
  { since, days, all }: { since: Date; days: number; all: number },
): Promise<Map<string, number>> {
  const atOnce = all > STEP ? WEEK : days
  const day = provider === 'postgresql' ? Prisma.sql`to_char(created_at, 'YYYY-MM-DD')` : Prisma.sql`substr(created_at, 1, 10)`
  const made = new Map<string, number>()
  const at = (later: number): Date => new Date(since.getTime() + later * DAY_MS)
  for (let first = 0; first < days; first += atOnce) {
    if (first > 0) await turn()
    const rows = await query<{ day: string; made: number | string }>(
      Prisma.sql`select ${day} as day, count(*) as made from accounts where created_at >= ${at(first)} and created_at < ${at(Math.min(days, first + atOnce))} group by 1`,
    )
    for (const row of rows) made.set(row.day, Number(row.made))
  }
  return made
}

/** Removes days that are not kept any more. @returns how many rows */
export const removeDailyCounts = ({ prisma }: Pick<Database, 'prisma'>, before: string): Promise<number> =>
  prisma.dailyCount.deleteMany({ where: { day: { lt: before } } }).then(({ count }) => count)
