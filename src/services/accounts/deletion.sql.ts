import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { Told } from '../messages/notices.js'
import type { Deleted } from './tombstones.sql.js'

type Row = Told & { admin: boolean | number; activated: boolean | number; deactivated: string | null }

/** What must be known of an account that goes. */
export interface Going extends Told, Deleted {
  admin: boolean
}

/**
 * Takes the rows of accounts, in the order of their ids, until the transaction ends. On PostgreSQL those that another transaction has are passed by: who waits for
 * one while it has others could be waited for itself.
 */
export async function takeFree({ provider }: Pick<Database, 'provider'>, tx: RawStatements, ids: readonly number[]): Promise<Going[]> {
  const lock = Prisma.raw(provider === 'postgresql' ? 'for update skip locked' : '')
  const rows = await tx.$queryRaw<Row[]>(
    Prisma.sql`select id, username, domain, email, admin, activated, deactivated_at as deactivated
      from accounts where id in (${Prisma.join([...ids])}) order by id ${lock}`,
  )
  return rows.map(({ admin, activated, deactivated, ...row }) => ({
    ...row,
    admin: Boolean(admin),
    activated: Boolean(activated),
    deactivatedAt: deactivated === null ? null : new Date(deactivated),
  }))
}

/** Deletes accounts with all that belongs to them. @returns how many there were */
export const deleteRows = (tx: RawStatements, ids: readonly number[]): Promise<number> =>
  tx.$executeRaw(Prisma.sql`delete from accounts where id in (${Prisma.join([...ids])})`)
