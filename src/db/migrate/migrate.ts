import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot, packageVersion } from '../../lib/packageRoot.js'
import { providerOf, sqlitePath } from '../client.js'
import type { MigrationConnection } from './connection.js'
import { migrateSqlite, readSqlite } from './sqlite.js'

interface Migration {
  name: string
  sql: string
  /** SHA-256 of the file, as Prisma records it */
  checksum: string
}

/**
 * Applies what is pending of prisma/migrations/<provider>, recorded in Prisma's own table with Prisma's checksums: `prisma migrate deploy` may be
 * used on the same database. Makes the SQLite file or the PostgreSQL schema when there is none. Several processes may call it at once: one
 * works, the others find nothing left to do. All that is pending is applied, or nothing is.
 * @returns the names of those applied
 * @throws Error that says what is wrong: an unreachable database, one of a newer version, a migration that was changed or had failed before
 */
export async function migrate(url: string): Promise<string[]> {
  const connection = await connect(url)
  try {
    return await connection.exclusively(async () => {
      const pending = await findPending(connection)
      for (const { name, sql, checksum } of pending) await apply(connection, sql, { id: randomUUID(), checksum, name })
      return pending.map((migration) => migration.name)
    })
  } finally {
    await connection.close()
  }
}

/** The names of the migrations that are not applied yet. It changes nothing. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const provider = providerOf(url)
  if (provider === 'sqlite' && !existsSync(sqlitePath(url))) return shippedMigrations(provider).map((migration) => migration.name)
  const connection = provider === 'sqlite' ? readSqlite(sqlitePath(url)) : await connect(url)
  try {
    return (await findPending(connection)).map((migration) => migration.name)
  } finally {
    await connection.close()
  }
}

async function connect(url: string): Promise<MigrationConnection> {
  if (providerOf(url) === 'sqlite') return migrateSqlite(sqlitePath(url))
  const { migratePostgres } = await import('./postgres.js') // loaded by those who have one
  return migratePostgres(url)
}

async function apply(connection: MigrationConnection, sql: string, record: { id: string; checksum: string; name: string }): Promise<void> {
  try {
    await connection.apply(sql, record)
  } catch (error) {
    throw new Error(`Migration ${record.name} failed, and changed nothing: ${(error as Error).message}`, { cause: error })
  }
}

async function findPending(connection: MigrationConnection): Promise<Migration[]> {
  const applied = new Map((await connection.applied()).map((row) => [row.migration_name, row]))
  const shipped = shippedMigrations(connection.provider)
  refuseNewer([...applied.keys()], shipped)
  return shipped.filter(({ name, checksum }) => {
    const row = applied.get(name)
    if (!row) return true
    if (!row.finished_at) throw new Error(`Migration ${name} failed before. Repair the database, then mark it with prisma migrate resolve.`)
    if (row.checksum !== checksum)
      throw new Error(`Migration ${name} was changed after it was applied. Restore the file that came with this version.`)
    return false
  })
}

/** What a newer version has done to the database, this one would not know: it would read wrongly, and write what is missing then. */
function refuseNewer(applied: string[], shipped: Migration[]): void {
  const known = new Set(shipped.map(({ name }) => name))
  const unknown = applied.filter((name) => !known.has(name)).sort()
  if (unknown.length === 0) return
  throw new Error(
    `The database is newer than this program, ${packageVersion()}: it does not know the migration ${unknown.at(-1)}. ` +
      'Start the newer version again, or restore the backup that was made before the update.',
  )
}

/** The migrations of this version, in their order. @internal for tests */
export function shippedMigrations(provider: 'sqlite' | 'postgresql'): Migration[] {
  const folder = join(packageRoot(), 'prisma', 'migrations', provider)
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')))
  return names.sort().map((name) => {
    const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}
