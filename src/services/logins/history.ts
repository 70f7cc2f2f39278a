import type { Caller } from '../../caller.js'
import { addressBlock } from '../../domain/ip.js'
import type { LoginResult, LoginScheme } from '../metrics.js'
import type { Platform } from '../platform.js'
import { addLogins, dropOldest, type Noted } from './history.sql.js'

/** What is known of one log-in beside who and how. */
export interface LoginDetails {
  /** the algorithm that it answered by, where the account has not stored it */
  asked?: string
  /** seconds that it has to wait */
  retryAfter?: number
}

/**
 * Who logged in to an account from where, or could not and why. A log-in waits for nothing: what comes of it is written about a second later, with all others of that
 * time in one statement. What a process had not written when it died is forgotten.
 */
export interface LoginHistory {
  /** Notes a log-in to an account that exists. A good one that was noted within the last minute is not noted again. */
  note(accountId: number, scheme: LoginScheme, result: LoginResult, caller: Caller, details?: LoginDetails): void
  /** Writes what is not written yet. Never fails. */
  flush(): Promise<void>
}

/** How long log-ins wait for others to be written with. Milliseconds. */
const WAIT_MS = 1_000
/** Kinds of log-ins that are written in one statement, and that wait at most: of more than that, new ones are dropped. */
const BATCH = 500
const MOST_WAITING = 2_000
/** How long a good log-in is not noted again, milliseconds, and how many of them one process has in mind, some 100 bytes each. */
const SAME_MS = 60_000
const MOST_IN_MIND = 50_000
/** How often the log says that some were lost. Milliseconds. */
const SAID_EVERY = 60_000

const NOTHING: LoginHistory = { note: () => undefined, flush: async () => undefined }

/** @returns what keeps nothing, with LOGIN_HISTORY_DAYS=0 */
export function createLoginHistory({ db, clock: { now }, config, log }: Pick<Platform, 'db' | 'clock' | 'config' | 'log'>): LoginHistory {
  if (config.loginHistoryDays === 0) return NOTHING
  /** when each good one was noted, by account, scheme and address */
  const inMind = new Map<string, number>()
  let waiting = new Map<string, Noted>()
  let writing: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let lost = 0
  let saidAt = Number.NEGATIVE_INFINITY

  /** @returns whether this good log-in was noted a moment ago */
  function wasJustNoted(accountId: number, scheme: LoginScheme, ip: string, time: number): boolean {
    const key = `${accountId} ${scheme} ${ip}`
    const before = inMind.get(key)
    if (before !== undefined && before > time - SAME_MS && before <= time) return true
    if (inMind.size >= MOST_IN_MIND) inMind.clear()
    inMind.set(key, time)
    return false
  }

  function note(accountId: number, scheme: LoginScheme, result: LoginResult, caller: Caller, details?: LoginDetails): void {
    if (result === 'stale') return // what every client has now and then, and answers by itself
    const { ip } = caller
    const time = now()
    if (result === 'ok' && wasJustNoted(accountId, scheme, ip, time)) return
    const address = addressBlock(ip)
    const key = `${accountId} ${scheme} ${result} ${address}`
    const last = { lastAt: new Date(time), userAgent: caller.userAgent, asked: details?.asked, until: untilOf(time, details) }
    const one = waiting.get(key)
    if (one) Object.assign(one, last, { times: one.times + 1 })
    else if (waiting.size >= MOST_WAITING) lost++
    else waiting.set(key, { accountId, scheme, result, address, firstAt: last.lastAt, times: 1, ...last })
    if (waiting.size >= BATCH && !writing) void flush()
    else timer ??= setTimeout(() => void flush(), WAIT_MS).unref()
  }

  /** Also waits for what is being written already. */
  async function flush(): Promise<void> {
    while (writing) await writing
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return sayLost()
    const noted = [...waiting.values()].sort((a, b) => a.accountId - b.accountId)
    waiting = new Map()
    writing = write(noted).finally(() => {
      writing = undefined
    })
    await writing
    sayLost()
  }

  async function write(noted: Noted[]): Promise<void> {
    for (let from = 0; from < noted.length; from += BATCH) {
      const batch = noted.slice(from, from + BATCH)
      try {
        const grown = await addLogins(db, batch).catch(() => addLogins(db, batch)) // an account that was deleted in that moment is gone by now
        if (grown.length > 0) await dropOldest(db, grown)
      } catch (error) {
        lost += batch.length
        log.debug({ event: 'logins_not_written', err: error }, 'log-ins could not be written')
      }
    }
  }

  function sayLost(): void {
    if (lost === 0 || now() - saidAt < SAID_EVERY) return
    saidAt = now()
    log.warn({ event: 'logins_lost', lost }, 'some log-ins are missing in the history of their accounts')
    lost = 0
  }

  return { note, flush }
}

const untilOf = (time: number, details: LoginDetails | undefined): Date | undefined =>
  details?.retryAfter === undefined || !Number.isFinite(details.retryAfter) ? undefined : new Date(time + details.retryAfter * 1000)
