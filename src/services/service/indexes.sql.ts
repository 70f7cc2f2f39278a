import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'
import { INDEX_NAMES, IS_WHOLE, REPLACED_INDEX } from '../../db/migrate/indexNames.js'

/** The indexes that PostgreSQL lacks of those that are made beside the migrations. SQLite's are part of them. */
export async function missingIndexes(db: Database): Promise<string[]> {
  if (db.provider === 'sqlite') return []
  return (
    await db.query<{ name: string }>(
      Prisma.sql`select name from unnest(array[${Prisma.join([...INDEX_NAMES])}]) name where not ${Prisma.raw(IS_WHOLE)}`,
    )
  ).map(({ name }) => name)
}

/** Whether PostgreSQL has an index still that another does the work of. */
export async function hasReplacedIndex(db: Database): Promise<boolean> {
  if (db.provider === 'sqlite') return false
  const [row] = await db.query<{ there: boolean }>(Prisma.sql`select to_regclass(${REPLACED_INDEX}) is not null as there`)
  return row!.there
}
