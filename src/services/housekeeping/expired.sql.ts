import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../../db/client.js'
import type { Audited } from '../audit/stamp.js'

// Each statement removes at most `count` rows and answers how many it has removed.

/** Tables whose rows end at their `expires_at`, with the key of each. */
const KEYS = {
  tokens: 'token_hash',
  request_tokens: 'token_hash',
  recovery_tokens: 'token_hash',
  auth_tokens: 'token_hash',
  one_time_links: 'account_id, purpose',
  codes: 'account_id, channel',
  previous_passwords: 'account_id, algorithm',
  done_requests: 'id',
  idempotency_keys: 'id',
  bulk_works: 'id',
  rate_limits: 'id',
} as const

export const removeEnded = (db: Database, table: keyof typeof KEYS, now: Date, count: number): Promise<number> =>
  removeRows(db, table, KEYS[table], ended(now), count)

/** @param idleSince a session that was last used before has ended too */
export const removeSessions = (db: Database, now: Date, idleSince: Date, count: number): Promise<number> =>
  removeRows(db, 'sessions', 'id_hash', Prisma.sql`(${ended(now)} or last_used_at <= ${idleSince})`, count)

export const removeTombstones = (db: Database, now: Date, count: number): Promise<number> =>
  removeRows(db, 'tombstones', 'username, domain', Prisma.sql`free_at <= ${now}`, count)

/** Of accounts that were never activated nobody has the name, whoever had it before. */
export const forgetNames = (tx: Transaction, accounts: readonly { username: string; domain: string }[]): Promise<number> =>
  tx.$executeRaw`delete from tombstones where (username, domain) in (values ${Prisma.join(
    accounts.map(({ username, domain }) => Prisma.sql`(${username}, ${domain})`),
  )})`

export const removeLogins = (db: Database, before: Date, count: number): Promise<number> =>
  removeRows(db, 'logins', 'id', Prisma.sql`last_at <= ${before}`, count)

/** Devices that asked for their last token before, and have none that is still good. */
export const removeDevices = (db: Database, now: Date, before: Date, count: number): Promise<number> =>
  removeRows(db, 'push_devices', 'id', Prisma.sql`last_token_at < ${before} and (token_until is null or token_until <= ${now})`, count)

/** @param before see `usesBefore` */
export const removeNonceUses = (db: Database, before: string, count: number): Promise<number> =>
  removeRows(db, 'nonce_uses', 'nonce, nc', Prisma.sql`nonce < ${before}`, count)

/** By the database's clock as well: the trigger that guards the log goes by that one. */
export const removeAuditEntries = (db: Database, now: Date, count: number): Promise<number> =>
  removeRows(db, 'audit_log', 'id', Prisma.sql`${ended(now)} and expires_at <= ${databaseTime(db)}`, count)

/** By the time of what they are about, whatever became of them. */
export const removeDeliveries = (db: Database, before: Date, count: number): Promise<number> =>
  removeRows(db, 'webhook_deliveries', 'id', Prisma.sql`created_at < ${before}`, count)

/** From the oldest on: all are done with after a day. */
export const removeMessages = ({ prisma }: Database, before: Date, count: number): Promise<number> =>
  prisma.$executeRaw`delete from messages where id in (
    select id from (select id, next_try_at, created_at from messages order by id limit ${count}) as oldest
    where next_try_at is null and created_at < ${before})`

/** Accounts that were never activated: those that it has removed. */
export const removeUnconfirmed = (tx: Transaction, before: Date, count: number): Promise<Audited['account'][]> =>
  tx.$queryRaw<Audited['account'][]>`delete from accounts where id in (
    select id from accounts where activated = ${false} and deactivated_at is null and created_at < ${before} order by id limit ${count})
    returning id, username, domain`

const ended = (now: Date): Prisma.Sql => Prisma.sql`expires_at <= ${now}`

/** Rows that another transaction works on are left for the next time: no statement waits for another here. */
function removeRows(db: Database, table: string, key: string, condition: Prisma.Sql, count: number): Promise<number> {
  const [from, keys, busy] = [Prisma.raw(table), Prisma.raw(key), Prisma.raw(db.provider === 'postgresql' ? 'for update skip locked' : '')]
  return db.prisma
    .$executeRaw`delete from ${from} where (${keys}) in (select ${keys} from ${from} where ${condition} limit ${count} ${busy})`
}

const databaseTime = ({ provider }: Database): Prisma.Sql =>
  Prisma.raw(provider === 'sqlite' ? "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')" : "clock_timestamp() at time zone 'UTC'")
