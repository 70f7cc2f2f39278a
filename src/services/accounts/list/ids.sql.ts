import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../../db/client.js'

/** The condition that every account meets. */
export const EVERY = Prisma.sql`1 = 1`

/** The ids that a statement gives. */
export const idsOf = async (db: Pick<Database, 'query'>, query: Prisma.Sql): Promise<number[]> =>
  (await db.query<{ id: number }>(query)).map(({ id }) => id)
