import { setImmediate as turn } from 'node:timers/promises'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { Counted } from './dailyCounts.js'

/** Accounts that one statement counts: SQLite works in our own process, and others wait meanwhile. */
const STEP = 20_000
/** Days that one statement counts. */
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

/** How many accounts were made on each day (UTC) of so many since the first moment of one, of those that are there: a week at a time. */
export async function madePerDay(
  { query, provider }: Pick<Database, 'query' | 'provider'>,
  since: Date,
  days: number,
): Promise<Map<string, number>> {
  const day = provider === 'postgresql' ? Prisma.sql`to_char(created_at, 'YYYY-MM-DD')` : Prisma.sql`substr(created_at, 1, 10)`
  const made = new Map<string, number>()
  const at = (later: number): Date => new Date(since.getTime() + later * DAY_MS)
  for (let first = 0; first < days; first += WEEK) {
    if (first > 0) await turn()
    const rows = await query<{ day: string; made: number | string }>(
      Prisma.sql`select ${day} as day, count(*) as made from accounts where created_at >= ${at(first)} and created_at < ${at(first + WEEK)} group by 1`,
    )
    for (const row of rows) made.set(row.day, Number(row.made))
  }
  return made
}

/** How many accounts there are: an account is in one of the four states. */
export interface AccountStates {
  active: number
  /** made, and not activated yet */
  waiting: number
  blocked: number
  deactivated: number
  administrators: number
}

/** Counts all accounts, in steps. */
export async function accountStates({ query }: Pick<Database, 'query'>): Promise<AccountStates> {
  const states: AccountStates = { active: 0, waiting: 0, blocked: 0, deactivated: 0, administrators: 0 }
  const [{ last } = { last: null }] = await query<{ last: number | null }>(Prisma.sql`select max(id) as last from accounts`)
  for (let from = 0; from < (last ?? 0); from += STEP) {
    if (from > 0) await turn()
    const rows = await query<{
      state: Exclude<keyof AccountStates, 'administrators'>
      number: number | string
      admins: number | string
    }>(Prisma.sql`
      select case when blocked then 'blocked' when activated then 'active' when deactivated_at is not null then 'deactivated' else 'waiting' end as state,
        count(*) as number, sum(case when admin then 1 else 0 end) as admins
      from accounts where id > ${from} and id <= ${from + STEP} group by 1`)
    for (const { state, number, admins } of rows) {
      states[state] += Number(number)
      states.administrators += Number(admins)
    }
  }
  return states
}

/** Removes days that are not kept any more. @returns how many rows */
export const removeDailyCounts = ({ prisma }: Pick<Database, 'prisma'>, before: string): Promise<number> =>
  prisma.dailyCount.deleteMany({ where: { day: { lt: before } } }).then(({ count }) => count)
