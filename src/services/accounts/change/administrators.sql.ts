import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../../../db/client.js'

/**
 * The ids of all active administrators. PostgreSQL locks their rows, always in the same order, until the transaction ends; SQLite has one writer
 * at a time.
 */
export async function lockAdministrators({ provider }: Database, tx: Transaction): Promise<number[]> {
  const lock = Prisma.raw(provider === 'postgresql' ? 'for update' : '')
  const all = await tx.$queryRaw<{ id: number }[]>`select id from accounts where admin and activated order by id ${lock}`
  return all.map(({ id }) => id)
}
