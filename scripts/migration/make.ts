import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../src/db/migrate/migrate.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { differenceOf } from './difference.js'
import { tablesOfModels } from './models.js'
import { sqlOf } from './sql.js'
import { tablesOf } from './tables.js'

/** The statements, for both databases, that make the tables of the shipped migrations into those of prisma/schema.prisma. */
export async function migrationSql(): Promise<{ sqlite: string; postgresql: string } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'migration-'))
  try {
    const url = `file:${join(folder, 'accounts.db')}`
    await migrate(url)
    const difference = differenceOf(await tablesOf(url), await tablesOfModels('sqlite', folder))
    if (Object.values(difference).every((changes) => changes.length === 0)) return undefined
    return { sqlite: sqlOf(difference, 'sqlite'), postgresql: sqlOf(difference, 'postgresql') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Writes a migration for each database.
 * @param now in its name: migrations are applied in the order of their names
 * @returns the files, relative to the root
 * @throws Error when there is nothing to migrate, or it has to be written by hand
 */
export async function makeMigration(name: string, now = new Date()): Promise<string[]> {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error('A migration is named with a-z, 0-9 and _: npm run migration contacts')
  const sql = await migrationSql()
  if (!sql) throw new Error('The models ask for nothing that the migrations do not make. Change prisma/schema.prisma first.')
  const folder = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`
  const files: string[] = []
  for (const provider of ['sqlite', 'postgresql'] as const) {
    const path = join('prisma', 'migrations', provider, folder)
    const last = (await readdir(join(packageRoot(), 'prisma', 'migrations', provider)))
      .filter((one) => /^\d/.test(one))
      .sort()
      .at(-1)
    if (last !== undefined && last >= folder) throw new Error(`${last} comes after ${folder}: check the clock of this machine`)
    await mkdir(join(packageRoot(), path), { recursive: true })
    await writeFile(join(packageRoot(), path, 'migration.sql'), sql[provider])
    files.push(join(path, 'migration.sql'))
  }
  return files
}
