import type { With } from '../deps.js'
import type { MessageState } from '../metrics.js'
import type { Platform } from '../platform.js'
import { dayOf, LOGIN, MESSAGE } from './dailyCounts.js'
import { type AccountStates, accountStates, dailyCountsSince, madePerDay } from './overview.sql.js'

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

export interface Overview {
  accounts: AccountStates
  /** the oldest first; the last one is today */
  days: Day[]
}

type OverviewDeps = With<'metrics'>

const DAY_MS = 86_400_000
/** How long a count of all accounts is good at most. Milliseconds. */
const LONGEST_MS = 60_000

/** The accounts as they are, to the minute at most, and what happened in the last days. */
export async function overview(deps: OverviewDeps, days: number): Promise<Overview> {
  await deps.metrics.flush()
  const today = Math.floor(deps.clock.now() / DAY_MS) * DAY_MS
  const first = today - (days - 1) * DAY_MS
  const [accounts, made, counts] = await Promise.all([
    countedLately(deps),
    madePerDay(deps.db, new Date(first), days),
    dailyCountsSince(deps.db, dayOf(first)),
  ])
  const all = new Map(
    Array.from({ length: days }, (_, i): [string, Day] => {
      const date = new Date(first + i * DAY_MS)
      const signUps = made.get(dayOf(date.getTime())) ?? 0
      return [dayOf(date.getTime()), { date, signUps, logins: 0, refusedLogins: 0, sentMessages: 0, failedMessages: 0 }]
    }),
  )
  for (const { day, what, count } of counts) {
    const of = all.get(day)
    const member = memberOf(what)
    if (of && member) of[member] += Number(count)
  }
  return { accounts, days: [...all.values()] }
}

/** Where a count is shown. A stale nonce is what every client has now and then, and a try that will be repeated has neither arrived nor failed. */
function memberOf(what: string): 'logins' | 'refusedLogins' | 'sentMessages' | 'failedMessages' | undefined {
  const outcome = what.slice(what.lastIndexOf('.') + 1)
  if (what.startsWith(MESSAGE)) return MESSAGES[outcome as MessageState]
  if (!what.startsWith(LOGIN) || what.startsWith(`${LOGIN}api_key`) || outcome === 'stale') return undefined
  return outcome === 'ok' ? 'logins' : 'refusedLogins'
}

const MESSAGES: Partial<Record<MessageState, 'sentMessages' | 'failedMessages'>> = { sent: 'sentMessages', failed: 'failedMessages' }

interface Count {
  /** when it was counted, and how long that took */
  at: number
  took: number
  states: AccountStates
}

const lately = new WeakMap<object, Count>()

/**
 * The states of all accounts: counted again once that costs a hundredth of the time at most.
 * @param longest milliseconds that a count is good at most
 */
export async function countedLately({ db, clock }: Pick<Platform, 'db' | 'clock'>, longest = LONGEST_MS): Promise<AccountStates> {
  const kept = lately.get(db)
  const begun = clock.now()
  if (kept && begun < kept.at + Math.min(longest, kept.took * 100)) return kept.states
  const states = await accountStates(db)
  const at = clock.now()
  lately.set(db, { at, took: at - begun, states })
  return states
}
