import { setTimeout as delay } from 'node:timers/promises'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { usesBefore } from '../../auth/nonces.js'
import type { Caller } from '../../caller.js'
import { type Audited, auditAll, auditStamp } from '../audit/audit.js'
import { IDLE_MS } from '../credentials/sessions.js'
import type { Deps } from '../deps.js'
import type { Platform } from '../platform.js'

const WEEK_MS = 7 * 86_400_000
/** Rows that one statement removes: writers wait no longer than it takes. */
const BATCH = 1_000
/** Accounts that one statement looks through for expired keys, which have no index. */
const LOOKED_THROUGH = 10_000
/** Between two statements: others write meanwhile. Milliseconds. */
const PAUSE_MS = 20

/** What housekeeping has. */
export type MaintenanceDeps = Pick<Deps, 'config' | 'db' | 'clock'>

/** Called between two statements; what it throws ends the work. */
export type Between = () => Promise<unknown>
const pause: Between = () => delay(PAUSE_MS)

/**
 * Removes what has had its time, a batch at a time: tokens, codes, nonces, sessions, confirmation keys, what limits counted, reports of messages
 * a week old, and entries of the audit log. How many of each.
 */
export async function clearExpired(deps: MaintenanceDeps, between: Between = pause): Promise<Record<string, number>> {
  const time = deps.clock.now()
  const now = new Date(time)
  const ended = Prisma.sql`expires_at <= ${now}`
  const remove = (table: string, key: string, condition: Prisma.Sql) => removeRows(deps, table, key, condition, between)
  return {
    tokens: await remove('tokens', 'token_hash', ended),
    codes: await remove('codes', 'account_id, channel', ended),
    confirmation_keys: await clearKeys(deps, now, between),
    messages: await removeMessages(deps, new Date(time - WEEK_MS), between),
    sessions: await remove('sessions', 'id_hash', Prisma.sql`(${ended} or last_used_at <= ${new Date(time - IDLE_MS)})`),
    nonces: await remove('nonce_uses', 'nonce, nc', Prisma.sql`nonce < ${usesBefore(new Date(time - deps.config.nonceTtl * 1000))}`),
    limits: await remove('rate_limits', 'id', ended),
    // by the database's clock as well: its trigger goes by that one
    audit_entries: await remove('audit_log', 'id', Prisma.sql`${ended} and expires_at <= ${databaseTime(deps)}`),
  }
}

/** Rows that somebody is working on are left for the next time: nobody waits for somebody else here. */
async function removeRows({ db }: MaintenanceDeps, table: string, key: string, condition: Prisma.Sql, between: Between): Promise<number> {
  const [from, keys, busy] = [Prisma.raw(table), Prisma.raw(key), Prisma.raw(db.provider === 'postgresql' ? 'for update skip locked' : '')]
  return inBatches(
    () =>
      db.prisma.$executeRaw`delete from ${from} where (${keys}) in (select ${keys} from ${from} where ${condition} limit ${BATCH} ${busy})`,
    between,
  )
}

/** From the oldest on: all are done with after a day. */
const removeMessages = ({ db: { prisma } }: MaintenanceDeps, before: Date, between: Between): Promise<number> =>
  inBatches(
    () => prisma.$executeRaw`delete from messages where id in (
      select id from (select id, next_try_at, created_at from messages order by id limit ${BATCH}) as oldest
      where next_try_at is null and created_at < ${before})`,
    between,
  )

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

const databaseTime = ({ db }: MaintenanceDeps): Prisma.Sql =>
  Prisma.raw(db.provider === 'sqlite' ? "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')" : "clock_timestamp() at time zone 'UTC'")

/** Accounts of one transaction, with their entries in the audit log. */
const ACCOUNTS = 500

/** Accounts that were never activated in so many days: how many there are, and with `apply` they are removed. */
export async function clearUnconfirmed(deps: Platform, days: number, apply: boolean, caller: Caller): Promise<number> {
  const { prisma } = deps.db
  const before = new Date(deps.clock.now() - days * 86_400_000)
  if (!apply) return prisma.account.count({ where: { activated: false, deactivatedAt: null, createdAt: { lt: before } } })
  const removeSome = () =>
    prisma.$transaction(async (tx) => {
      const removed = await tx.$queryRaw<Audited['account'][]>`delete from accounts where id in (
        select id from accounts where activated = ${false} and deactivated_at is null and created_at < ${before} order by id limit ${ACCOUNTS})
        returning id, username, domain`
      await auditAll(
        tx,
        removed.map((account): Audited => ({ stamp: auditStamp(deps, caller), action: 'deleteAccount', account })),
      )
      return removed.length
    })
  return inBatches(removeSome, pause, ACCOUNTS)
}
