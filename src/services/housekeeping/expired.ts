import { setTimeout as delay } from 'node:timers/promises'
import { usesBefore } from '../../auth/nonces.js'
import type { Caller } from '../../caller.js'
import { TAKEN_IN, takeInDifferences } from '../accounts/list/totals.sql.js'
import { auditAll } from '../audit/audit.sql.js'
import { type Audited, auditStamp } from '../audit/stamp.js'
import { removeItems, removeSealed } from '../bulk/items.sql.js'
import { IDLE_MS } from '../credentials/sessions.js'
import type { Deps } from '../deps.js'
import { dayOf } from '../overview/dailyCounts.js'
import { KEPT_DAYS, removeDailyCounts } from '../overview/overview.sql.js'
import { FORGOTTEN_MS } from '../tokens/pushDevices.js'
import { dropOverflow } from '../webhooks/overflow.js'
import {
  forgetNames,
  removeAuditEntries,
  removeDeliveries,
  removeDevices,
  removeEnded,
  removeLogins,
  removeMessages,
  removeNonceUses,
  removeSessions,
  removeTombstones,
  removeUnconfirmed,
} from './expired.sql.js'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** How long an expired link is told apart from one that never was. Milliseconds. */
const LINKS_MS = 30 * DAY_MS
/** Rows that one statement removes: writers wait no longer than it takes. */
const BATCH = 1_000
/** Accounts that one statement looks through for expired keys, which have no index. */
const LOOKED_THROUGH = 10_000
/** Between two statements: others write meanwhile. Milliseconds. */
const PAUSE_MS = 20

/** What housekeeping has. */
export type MaintenanceDeps = Pick<Deps, 'config' | 'db' | 'clock' | 'log'>

/** Called between two statements; what it throws ends the work. */
export type Between = () => Promise<unknown>
const pause: Between = () => delay(PAUSE_MS)

/**
 * Removes what has had its time, a batch at a time: tokens, codes, nonces, sessions, log-ins, confirmation keys, tombstones, what limits counted, devices that asked for
 * no push token for a year, reports of messages, deliveries to webhooks and bulk works a week old, passwords of bulk works after an hour, and entries of the audit log. Takes the differences of counts into the counts.
 * How many of each.
 */
export async function clearExpired(deps: MaintenanceDeps, between: Between = pause): Promise<Record<string, number>> {
  const time = deps.clock.now()
  const now = new Date(time)
  const all = (removeSome: (count: number) => Promise<number>) => inBatches(() => removeSome(BATCH), between)
  const { db } = deps
  return {
    tokens: await all((count) => removeEnded(db, 'tokens', now, count)),
    request_tokens: await all((count) => removeEnded(db, 'request_tokens', now, count)),
    recovery_tokens: await all((count) => removeEnded(db, 'recovery_tokens', now, count)),
    auth_tokens: await all((count) => removeEnded(db, 'auth_tokens', now, count)),
    // one that has expired is told apart from one that never was (410, 404)
    one_time_links: await all((count) => removeEnded(db, 'one_time_links', new Date(time - LINKS_MS), count)),
    previous_passwords: await all((count) => removeEnded(db, 'previous_passwords', now, count)),
    idempotency_keys: await all((count) => removeEnded(db, 'idempotency_keys', now, count)),
    done_requests: await all((count) => removeEnded(db, 'done_requests', now, count)),
    codes: await all((count) => removeEnded(db, 'codes', now, count)),
    confirmation_keys: await clearKeys(deps, now, between),
    messages: await all((count) => removeMessages(db, new Date(time - WEEK_MS), count)),
    webhook_deliveries: await all((count) => removeDeliveries(db, new Date(time - WEEK_MS), count)),
    webhook_overflow: await dropOverflow(deps, between),
    sessions: await all((count) => removeSessions(db, now, new Date(time - IDLE_MS), count)),
    logins: await all((count) => removeLogins(db, new Date(time - deps.config.loginHistoryDays * DAY_MS), count)),
    nonces: await all((count) => removeNonceUses(db, usesBefore(new Date(time - deps.config.nonceTtl * 1000)), count)),
    tombstones: await all((count) => removeTombstones(db, now, count)),
    devices: await all((count) => removeDevices(db, now, new Date(time - FORGOTTEN_MS), count)),
    limits: await all((count) => removeEnded(db, 'rate_limits', now, count)),
    daily_counts: await removeDailyCounts(db, dayOf(time - KEPT_DAYS * DAY_MS)),
    bulk_passwords: await all((count) => removeSealed(db, now, count)),
    bulk_items: await all((count) => removeItems(db, now, count)),
    bulk_works: await all((count) => removeEnded(db, 'bulk_works', now, count)),
    audit_entries: await all((count) => removeAuditEntries(db, now, count)),
    account_differences: await inBatches(() => takeInDifferences(db), between, TAKEN_IN),
  }
}

async function inBatches(step: () => Promise<number>, between: Between, size = BATCH): Promise<number> {
  let total = 0
  for (;;) {
    const count = await step()
    total += count
    if (count < size) return total
    await between()
  }
}

async function clearKeys({ db: { prisma } }: MaintenanceDeps, now: Date, between: Between): Promise<number> {
  const last = (await prisma.account.aggregate({ _max: { id: true } }))._max.id ?? 0
  let cleared = 0
  for (let from = 0; from < last; from += LOOKED_THROUGH) {
    if (from > 0) await between()
    const { count } = await prisma.account.updateMany({
      where: { id: { gt: from, lte: from + LOOKED_THROUGH }, confirmationKeyExpires: { lte: now } },
      data: { confirmationKey: null, confirmationKeyExpires: null, confirmationKeyTries: 0 },
    })
    cleared += count
  }
  return cleared
}

/** Accounts of one transaction, with their entries in the audit log: SQLite takes each out of the index of searches, about a millisecond. */
const ACCOUNTS = 50

/** Accounts that were never activated in so many days: how many there are, and with `apply` they are removed. */
export async function clearUnconfirmed(
  deps: MaintenanceDeps,
  days: number,
  apply: boolean,
  caller: Caller,
  between: Between = pause,
): Promise<number> {
  const { prisma } = deps.db
  const before = new Date(deps.clock.now() - days * DAY_MS)
  if (!apply) return prisma.account.count({ where: { activated: false, deactivatedAt: null, createdAt: { lt: before } } })
  const removeSome = () =>
    prisma.$transaction(async (tx) => {
      const removed = await removeUnconfirmed(tx, before, ACCOUNTS)
      if (removed.length > 0) await forgetNames(tx, removed)
      await auditAll(
        tx,
        removed.map((account): Audited => ({ stamp: auditStamp(deps, caller), action: 'deleteAccount', account })),
      )
      return removed.length
    })
  return inBatches(removeSome, between, ACCOUNTS)
}
