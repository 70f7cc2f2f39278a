import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import { addressOf } from '../../domain/sip.js'
import type { Platform } from '../platform.js'
import { type AuditAction, type Audited, type AuditedMember, type AuditStamp, auditStamp } from './stamp.js'

export const AUDIT_COLUMNS = Prisma.raw(
  'created_at, expires_at, actor_kind, actor_id, actor_address, request_id, action, account_id, account',
)
/** The values of the first six of `AUDIT_COLUMNS`. */
export const stampValues = ({ createdAt, expiresAt, actor, address, requestId }: AuditStamp): Prisma.Sql =>
  Prisma.sql`${createdAt}, ${expiresAt}, ${actor.kind}, ${actor.id}, ${address}, ${requestId}`

/**
 * Notes what is done to an account that exists: in the transaction of the change, so that the log has what is committed and nothing else; before
 * a deletion. For an account that does not exist nothing is noted. Webhooks are told by the database (decision 33).
 * @param changed what `updateAccount` is about
 */
export function audit(
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  caller: Caller,
  action: AuditAction,
  accountId: number,
  changed: readonly AuditedMember[] = [],
): Prisma.PrismaPromise<number> {
  return tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS}, detail)
    select ${stampValues(auditStamp(deps, caller))}, ${action}, id, username || '@' || domain, ${changed.join(' ') || null}
    from accounts where id = ${accountId}`
}

/** The same, with a text of its own beside the action; none if it is empty. */
export const auditWith = (
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  caller: Caller,
  action: AuditAction,
  accountId: number,
  detail: string,
): Prisma.PrismaPromise<number> =>
  tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS}, detail)
    select ${stampValues(auditStamp(deps, caller))}, ${action}, id, username || '@' || domain, ${detail || null} from accounts where id = ${accountId}`

/** Notes what is done to no account in particular. */
export const auditNobody = (
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  caller: Caller,
  action: AuditAction,
  detail: string | null = null,
): Prisma.PrismaPromise<number> =>
  tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS}, detail) values (${stampValues(auditStamp(deps, caller))}, ${action}, null, null, ${detail})`

/**
 * Notes what is done to API keys, an entry for each with its name and scope: when they are made, and before they are revoked.
 * @returns how many there are
 */
export const auditKeys = (
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  caller: Caller,
  action: AuditAction,
  { accountId, id }: { accountId: number; id?: number },
): Promise<number> =>
  tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS}, detail)
    select ${stampValues(auditStamp(deps, caller))}, ${action}, a.id, a.username || '@' || a.domain,
      coalesce(k.name || ' ', '') || '(' || k.scope || ')'
    from api_keys k join accounts a on a.id = k.account_id
    where k.account_id = ${accountId} ${id === undefined ? Prisma.empty : Prisma.sql`and k.id = ${id}`} order by k.id`

/** Notes that one and the same does the same to each of these accounts, which exist: at one time. The shortest statement for many. */
export async function auditEach(tx: RawStatements, stamp: AuditStamp, action: AuditAction, ids: readonly number[]): Promise<void> {
  await tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS})
    select ${stampValues(stamp)}, ${action}, id, username || '@' || domain from accounts where id in (${Prisma.join(ids as number[])}) order by id`
}

/** Notes what this transaction has done to many accounts, in one statement. */
export async function auditAll(tx: RawStatements, entries: readonly Audited[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(
    ({ stamp, action, account: { id, username, domain } }) =>
      Prisma.sql`(${stampValues(stamp)}, ${action}, ${id}, ${addressOf({ username, domain })})`,
  )
  await tx.$executeRaw`insert into audit_log (${AUDIT_COLUMNS}) values ${Prisma.join(rows)}`
}
