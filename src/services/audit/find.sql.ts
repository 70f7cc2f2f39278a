import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { Moment } from '../paging.js'

/** What entries are looked for by: each that is given holds. */
export interface AuditFilter {
  accountId?: number
  /** `user@domain` */
  account?: string
  actorId?: number
  action?: string
  /** at this time or later */
  since?: Date
  /** before this time */
  until?: Date
}

/** Where a page begins: behind an id in a list in the order of ids, behind a moment in one in the order of times. */
export type Behind = { id: number; createdAt?: undefined } | Moment

/**
 * Whether a list is in the order of times, and of ids within a moment: the indexes of actors, actions and times are. An account has few entries, which are in the order of
 * ids unless a time is asked for.
 */
export const inOrderOfTime = (filter: AuditFilter): boolean =>
  (filter.since ?? filter.until) !== undefined || (!isOfAccount(filter) && (filter.actorId ?? filter.action) !== undefined)

const isOfAccount = ({ accountId, account }: AuditFilter): boolean => (accountId ?? account) !== undefined

/** Where the entries are, the newest first: `take` at most. */
export async function findEntries(
  { query, provider }: Pick<Database, 'query' | 'provider'>,
  filter: AuditFilter,
  behind: Behind | undefined,
  take: number,
): Promise<Moment[]> {
  const { accountId, account, actorId, action, since } = filter
  // the cursor is the nearer of the two, and SQLite begins at the one that comes first: all earlier pages would be read again
  const until = filter.until && behind?.createdAt && behind.createdAt < filter.until ? undefined : filter.until
  // SQLite does not know that an account has fewer entries than an actor or an action: a column behind + is left to no index
  const unused = provider === 'sqlite' && isOfAccount(filter) ? '+' : ''
  const column = (name: string) => Prisma.raw(unused + name)
  const conditions = [
    accountId !== undefined && Prisma.sql`account_id = ${accountId}`,
    account !== undefined && Prisma.sql`account = ${account}`,
    actorId !== undefined && Prisma.sql`${column('actor_id')} = ${actorId}`,
    action !== undefined && Prisma.sql`${column('action')} = ${action}`,
    since && Prisma.sql`${column('created_at')} >= ${since}`,
    until && Prisma.sql`${column('created_at')} < ${until}`,
    behind?.createdAt && Prisma.sql`(${column('created_at')}, id) < (${behind.createdAt}, ${behind.id})`,
    behind && !behind.createdAt && Prisma.sql`id < ${behind.id}`,
  ].filter((one) => one instanceof Prisma.Sql)
  const where = conditions.length > 0 ? Prisma.sql`where ${Prisma.join(conditions, ' and ')}` : Prisma.empty
  const order = Prisma.raw(inOrderOfTime(filter) ? 'created_at desc, id desc' : 'id desc')
  const rows = await query<{ id: number; created_at: string }>(
    Prisma.sql`select id, created_at from audit_log ${where} order by ${order} limit ${take}`,
  )
  return rows.map(({ id, created_at }) => ({ id, createdAt: new Date(created_at) }))
}
