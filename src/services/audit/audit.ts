import type { components } from '../../../generated/openapi.js'
import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Actor, Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { addressOf } from '../../domain/sip.js'
import type { Platform } from '../platform.js'

export type AuditAction = components['schemas']['AuditAction']

/** What an entry says beside the action and its account. */
export interface AuditStamp {
  actor: Actor
  address: string | null
  requestId: string | null
  createdAt: Date
  /** null: kept for ever */
  expiresAt: Date | null
}

const DAY_MS = 86_400_000

/** Who is at it, and when, as an entry has it; taken when the work begins, as a client is known only during its request. */
export function auditStamp(
  { config: { auditDays }, clock }: Pick<Platform, 'config' | 'clock'>,
  { actor, ip, requestId }: Caller,
): AuditStamp {
  const time = clock.now()
  return {
    actor,
    address: actor.kind === 'operator' ? null : ip,
    requestId,
    createdAt: new Date(time),
    expiresAt: auditDays === 0 ? null : new Date(time + auditDays * DAY_MS),
  }
}

export const AUDIT_COLUMNS = Prisma.raw(
  'created_at, expires_at, actor_kind, actor_id, actor_address, request_id, action, account_id, account',
)
/** The values of the first six of `AUDIT_COLUMNS`. */
export const stampValues = ({ createdAt, expiresAt, actor, address, requestId }: AuditStamp): Prisma.Sql =>
  Prisma.sql`${createdAt}, ${expiresAt}, ${actor.kind}, ${actor.id}, ${address}, ${requestId}`

/**
 * Notes what is done to an account that exists: in the transaction of the change, so that the log has what is committed and nothing else; before
 * a deletion. For an account that does not exist nothing is noted.
 */
export function audit(
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  caller: Caller,
  action: AuditAction,
  accountId: number,
): Prisma.PrismaPromise<number> {
  return tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS})
    select ${stampValues(auditStamp(deps, caller))}, ${action}, id, username || '@' || domain from accounts where id = ${accountId}`
}

/** What was done to an account of which enough is known. */
export interface Audited {
  stamp: AuditStamp
  action: AuditAction
  account: { id: number; username: string; domain: string }
}

/** Notes that one and the same has just made these accounts: at one time, that of the first. The shortest statement for many. */
export async function auditMade(tx: Transaction, stamp: AuditStamp, ids: readonly number[]): Promise<void> {
  await tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS})
    select ${stampValues(stamp)}, 'createAccount', id, username || '@' || domain from accounts where id in (${Prisma.join(ids as number[])}) order by id`
}

/** Whether two entries are of one request, or one command. */
export const sameAuthor = (a: AuditStamp, b: AuditStamp): boolean =>
  a.requestId === b.requestId && a.actor.kind === b.actor.kind && a.actor.id === b.actor.id && a.address === b.address

/** Notes what this transaction has done to many accounts, in one statement. */
export async function auditAll(tx: Transaction, entries: readonly Audited[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(
    ({ stamp, action, account: { id, username, domain } }) =>
      Prisma.sql`(${stampValues(stamp)}, ${action}, ${id}, ${addressOf({ username, domain })})`,
  )
  await tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS}) values ${Prisma.join(rows)}`
}
