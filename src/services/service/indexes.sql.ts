import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import { INDEX_NAMES, IS_WHOLE } from '../../db/migrate/indexNames.js'

/** The indexes that PostgreSQL lacks of those that are made beside the migrations. SQLite's are part of them. */
export async function missingIndexes(db: Database): Promise<string[]> {
  if (db.provider === 'sqlite') return []
  return (
    await db.query<{ name: string }>(
      Prisma.sql`select name from unnest(array[${Prisma.join([...INDEX_NAMES])}]) name where not ${Prisma.raw(IS_WHOLE)}`,
    )
  ).map(({ name }) => name)
}
