// runs once: it opens the databases that it needs itself
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PrismaClient } from '../../generated/prisma/sqlite/client.js'
import { tablesOfModels } from '../../scripts/migration/models.js'
import { tablesOf } from '../../scripts/migration/tables.js'
import { openDatabase } from '../../src/db/client.js'
import { migrate, pendingMigrations, shippedMigrations } from '../../src/db/migrate/migrate.js'
import { migratePostgres } from '../../src/db/migrate/postgres.js'
import { migrateSqlite } from '../../src/db/migrate/sqlite.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { describeDatabases, emptyDatabase } from '../support/database.js'
import { useFolder } from '../support/folder.js'
import { runCli } from '../support/process.js'
import { useForEach } from '../support/use.js'

describeDatabases('migrations of %s', (provider) => {
  const names = shippedMigrations(provider).map(({ name }) => name)
  const folder = useFolder(useForEach)
  const database = useForEach(
    async () =>
      provider === 'sqlite'
        ? { url: `file:${join(folder.path, 'new', 'accounts.db')}`, drop: async () => undefined }
        : emptyDatabase(provider),
    (one) => one.drop(),
  )

  async function inside<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    const { prisma, close } = await openDatabase(database.url)
    try {
      return await work(prisma)
    } finally {
      await close()
    }
  }

  test('make the tables that the models ask for', async () => {
    await migrate(database.url)
    expect(await tablesOf(database.url)).toEqual(await tablesOfModels(provider, folder.path))
  })

  test('are applied once', async () => {
    expect(await migrate(database.url)).toEqual(names)
    expect(await migrate(database.url)).toEqual([])
    expect(await pendingMigrations(database.url)).toEqual([])
  })

  test('that are pending are named without changing anything', async () => {
    expect(await pendingMigrations(database.url)).toEqual(names)
    if (provider === 'sqlite') expect(existsSync(join(folder.path, 'new'))).toBe(false)
    expect(await migrate(database.url)).toEqual(names)
  })

  test('are applied by one of several processes that start at once', async () => {
    const env = { DATA_DIR: folder.path, DATABASE_URL: database.url }
    const results = await Promise.all(Array.from({ length: 4 }, () => runCli(['migrate', '--json'], env)))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const rows = await inside(
      (prisma) => prisma.$queryRaw<{ migration_name: string }[]>`select migration_name from _prisma_migrations order by migration_name`,
    )
    expect(rows.map((row) => row.migration_name)).toEqual(names)
  })

  test('are recorded as `prisma migrate deploy` records them', async () => {
    await migrate(database.url)
    const rows = await inside(
      (prisma) => prisma.$queryRaw<Record<string, unknown>[]>`
      select migration_name, checksum, applied_steps_count, logs, rolled_back_at, finished_at from _prisma_migrations order by migration_name`,
    )
    expect(rows.map((row) => ({ ...row, applied_steps_count: Number(row.applied_steps_count) }))).toEqual(
      names.map((name) => ({
        migration_name: name,
        checksum: createHash('sha256')
          .update(readFileSync(join(packageRoot(), 'prisma', 'migrations', provider, name, 'migration.sql')))
          .digest('hex'),
        applied_steps_count: 1,
        logs: null,
        rolled_back_at: null,
        finished_at: expect.any(Date),
      })),
    )
  })

  test('that failed or were changed stop the start with a reason', async () => {
    await migrate(database.url)
    await inside((prisma) => prisma.$executeRaw`update _prisma_migrations set checksum = 'x' where migration_name = ${names[0]}`)
    await expect(migrate(database.url)).rejects.toThrow(`${names[0]} was changed after it was applied`)
    await inside((prisma) => prisma.$executeRaw`update _prisma_migrations set finished_at = null where migration_name = ${names[0]}`)
    await expect(migrate(database.url)).rejects.toThrow(`${names[0]} failed before`)
    await inside(
      (prisma) => prisma.$executeRaw`update _prisma_migrations set rolled_back_at = started_at where migration_name = ${names[0]}`,
    )
    expect(await pendingMigrations(database.url)).toEqual([names[0]])
  })

  test('of a newer version stop the program, which changes nothing and says what to do', async () => {
    await migrate(database.url)
    await inside(
      (prisma) =>
        prisma.$executeRaw`update _prisma_migrations set migration_name = '29990101000000_newer' where migration_name = ${names[0]}`,
    )
    const env = { DATA_DIR: folder.path, DATABASE_URL: database.url }
    for (const command of [['list-accounts'], ['migrate'], ['serve']]) {
      const { code, stdout, stderr } = await runCli(command, { PORT: '0', ...env })
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^The database is newer than this program, \S+: it does not know the migration 29990101000000_newer\. .*\n$/)
    }
    const { stdout } = await runCli(['doctor', '--json'], env)
    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({
      check: 'database',
      status: 'failed',
      detail: expect.stringContaining('newer'),
    })
    const rows = await inside((prisma) => prisma.$queryRaw<unknown[]>`select 1 from _prisma_migrations`)
    expect(rows).toHaveLength(names.length)
  })

  test('leave nothing behind when they fail', async () => {
    const connection = provider === 'sqlite' ? await migrateSqlite(database.url.slice(5)) : await migratePostgres(database.url)
    const record = { id: '1', checksum: 'x', name: 'broken' }
    const broken = 'create table half (id integer); create table half (id integer);'
    await expect(connection.exclusively(() => connection.apply(broken, record))).rejects.toMatchObject({
      message: expect.stringContaining('already exists'),
    })
    expect(await connection.applied()).toEqual([])
    await connection.close()
    expect(await tablesOf(database.url)).toEqual({})
  })
})

describe('a database that cannot be opened', () => {
  test('is named, and its password is not', async () => {
    const url = 'postgresql://flexisip:pa55word@127.0.0.1:1/accounts'
    await expect(migrate(url)).rejects.toThrow(
      /^PostgreSQL cannot be reached \(127\.0\.0\.1:1, database accounts, user flexisip\): (?!.*pa55word)/,
    )
    await expect(migrate('file:/dev/null/accounts.db')).rejects.toThrow('The database /dev/null/accounts.db cannot be opened')
    await expect(migrate('mysql://root:pa55word@localhost/accounts')).rejects.toThrow(
      /^The database's URL begins with mysql: (?!.*pa55word)/,
    )
  })
})
