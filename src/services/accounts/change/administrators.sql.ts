import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../../../db/client.js'

/**
 * Takes an account, and all active administrators. PostgreSQL locks their rows, always in the same order, until the transaction ends; SQLite has one writer at a time.
 * @returns the ids of the active administrators, as they are from then on
 */
export async function takeAdministrators({ provider }: Database, tx: Transaction, id: number): Promise<number[]> {
  const lock = Prisma.raw(provider === 'postgresql' ? 'for update' : '')
  const all = await tx.$queryRaw<{ id: number; admin: boolean | number; activated: boolean | number }[]>`
    select id, admin, activated from accounts where (admin and activated) or id = ${id} order by id ${lock}`
  return all.flatMap((one) => (one.admin && one.activated ? one.id : []))
}
