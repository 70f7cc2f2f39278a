import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { LoginResult, LoginScheme } from '../metrics.js'

/** What came of log-ins of one kind, from one address, since it was last written. */
export interface Noted {
  accountId: number
  scheme: LoginScheme
  result: LoginResult
  address: string
  firstAt: Date
  lastAt: Date
  times: number
  userAgent: string | undefined
  /** the algorithm that was answered by, where the account has not stored it */
  asked: string | undefined
  /** until when the last one has to wait */
  until: Date | undefined
}

/** Rows that an account has at most of good ones, and of others: a guesser at many addresses makes nobody forget from where its owner comes. */
export const MOST_OF_A_KIND = 50
/** Where a count ends: it is of 32 bits. */
const MOST_TIMES = 1_000_000_000

/**
 * Adds up what was noted, of accounts that still exist: several processes do so at once. A key may occur once among the rows.
 * @returns the accounts that have got a new row by it
 */
export async function addLogins({ query, provider }: Database, noted: readonly Noted[]): Promise<number[]> {
  const asText = (date: Date): string => (provider === 'sqlite' ? date.toISOString().replace('Z', '+00:00') : date.toISOString())
  const rows = noted.map(({ firstAt, lastAt, until, userAgent, asked, accountId, ...rest }) => ({
    ...rest,
    account_id: accountId,
    first_at: asText(firstAt),
    last_at: asText(lastAt),
    user_agent: userAgent ?? null,
    asked: asked ?? null,
    until: until ? asText(until) : null,
  }))
  // in the order of the key, or two processes that write the same could wait for each other
  const written = await query<{ id: number; account_id: number; times: number }>(Prisma.sql`
    INSERT INTO logins (account_id, scheme, result, address, first_at, last_at, times, user_agent, asked, until)
    SELECT v.account_id, v.scheme, v.result, v.address, v.first_at, v.last_at, v.times, v.user_agent, v.asked, v.until
    FROM ${rowsOf(provider, JSON.stringify(rows))} JOIN accounts ON accounts.id = v.account_id
    WHERE true ORDER BY v.account_id, v.scheme, v.result, v.address
    ON CONFLICT (account_id, scheme, result, address) DO UPDATE SET
      times = CASE WHEN logins.times > ${MOST_TIMES} THEN logins.times ELSE logins.times + excluded.times END,
      last_at = CASE WHEN logins.last_at > excluded.last_at THEN logins.last_at ELSE excluded.last_at END,
      user_agent = excluded.user_agent, asked = excluded.asked, until = excluded.until
    RETURNING account_id, scheme, result, address, times`)
  const sent = new Map(noted.map((one) => [keyOf(one.accountId, one.scheme, one.result, one.address), one.times]))
  const isNew = (row: Record<string, unknown>): boolean =>
    sent.get(keyOf(row.account_id, row.scheme, row.result, row.address)) === row.times
  return [...new Set(written.filter(isNew).map((row) => row.account_id))]
}

const keyOf = (...parts: unknown[]): string => parts.join(' ')

const rowsOf = (provider: Database['provider'], json: string): Prisma.Sql =>
  provider === 'postgresql'
    ? Prisma.sql`json_to_recordset(${json}::json) AS v (account_id int, scheme text, result text, address text, first_at timestamp(3),
        last_at timestamp(3), times int, user_agent text, asked text, until timestamp(3))`
    : Prisma.sql`(SELECT value ->> 'account_id' AS account_id, value ->> 'scheme' AS scheme, value ->> 'result' AS result,
        value ->> 'address' AS address, value ->> 'first_at' AS first_at, value ->> 'last_at' AS last_at, value ->> 'times' AS times,
        value ->> 'user_agent' AS user_agent, value ->> 'asked' AS asked, value ->> 'until' AS until FROM json_each(${json})) AS v`

/** Removes the oldest rows of these accounts beyond those that they may have. Rows that another process is at are left for the next time. */
export function dropOldest({ prisma, provider }: Database, accounts: readonly number[], most = MOST_OF_A_KIND): Promise<number> {
  const busy = Prisma.raw(provider === 'postgresql' ? 'for update skip locked' : '')
  return prisma.$executeRaw`delete from logins where id in (select id from logins where id in (
    select id from (select id, row_number() over (partition by account_id, result = 'ok' order by last_at desc, id desc) as place
      from logins where account_id in (${Prisma.join(accounts as number[])})) as placed where place > ${most}) ${busy})`
}
