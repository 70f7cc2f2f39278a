import { meets } from '../accounts/list/states.sql.js'
import { countsByState } from '../accounts/list/totals.sql.js'
import type { With } from '../deps.js'
import type { MessageState } from '../metrics.js'
import type { Platform } from '../platform.js'
import { dayOf, LOGIN, MESSAGE } from './dailyCounts.js'
import { dailyCountsSince, madePerDay } from './overview.sql.js'

/** What happened on one day (UTC). */
export interface Day {
  /** its first moment */
  date: Date
  signUps: number
  /** by digest and in the panel: each request by digest is one */
  logins: number
  refusedLogins: number
  sentMessages: number
  failedMessages: number
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

export interface Overview {
  accounts: AccountStates
  /** the oldest first; the last one is today */
  days: Day[]
}

type OverviewDeps = With<'metrics'>

const DAY_MS = 86_400_000

/** The accounts as they are, and what happened in the last days. */
export async function overview(deps: OverviewDeps, days: number): Promise<Overview> {
  await deps.metrics.flush()
  const today = Math.floor(deps.clock.now() / DAY_MS) * DAY_MS
  const first = today - (days - 1) * DAY_MS
  const accounts = await accountStates(deps.db)
  const all = accounts.active + accounts.waiting + accounts.blocked + accounts.deactivated
  const [made, counts] = await Promise.all([
    madePerDay(deps.db, { since: new Date(first), days, all }),
    dailyCountsSince(deps.db, dayOf(first)),
  ])
  const byDay = new Map(
    Array.from({ length: days }, (_, i): [string, Day] => {
      const date = new Date(first + i * DAY_MS)
      const signUps = made.get(dayOf(date.getTime())) ?? 0
      return [dayOf(date.getTime()), { date, signUps, logins: 0, refusedLogins: 0, sentMessages: 0, failedMessages: 0 }]
    }),
  )
  for (const { day, what, count } of counts) {
    const of = byDay.get(day)
    const member = memberOf(what)
    if (of && member) of[member] += Number(count)
  }
  return { accounts, days: [...byDay.values()] }
}

/** Where a count is shown. A stale nonce is what every client has now and then, and a try that will be repeated has neither arrived nor failed. */
function memberOf(what: string): 'logins' | 'refusedLogins' | 'sentMessages' | 'failedMessages' | undefined {
  const outcome = what.slice(what.lastIndexOf('.') + 1)
  if (what.startsWith(MESSAGE)) return MESSAGES[outcome as MessageState]
  if (!what.startsWith(LOGIN) || what.startsWith(`${LOGIN}api_key`) || outcome === 'stale') return undefined
  return outcome === 'ok' ? 'logins' : 'refusedLogins'
}

const MESSAGES: Partial<Record<MessageState, 'sentMessages' | 'failedMessages'>> = { sent: 'sentMessages', failed: 'failedMessages' }

/** How many accounts there are in each state, at this moment: the counts that every write keeps. */
export async function accountStates(db: Platform['db']): Promise<AccountStates> {
  const states: AccountStates = { active: 0, waiting: 0, blocked: 0, deactivated: 0, administrators: 0 }
  for (const [state, count] of await countsByState(db)) {
    states[nameOf(state)] += count
    if (meets(state, { admin: true })) states.administrators += count
  }
  return states
}

function nameOf(state: number): Exclude<keyof AccountStates, 'administrators'> {
  if (meets(state, { blocked: true })) return 'blocked'
  if (meets(state, { activated: true })) return 'active'
  return meets(state, { deactivated: true }) ? 'deactivated' : 'waiting'
}
