// runs once: it opens the databases that it needs itself
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { tablesOfModels } from '../../scripts/migration/models.js'
import { sqlitePath } from '../../src/db/client.js'
import { migrate, shippedMigrations } from '../../src/db/migrate/migrate.js'
import { connectPostgres } from '../../src/db/migrate/postgres.js'
import { migrateSqlite } from '../../src/db/migrate/sqlite.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { copyDatabase } from '../../src/db/transfer/copy.js'
import { useCommandLine } from '../support/cli.js'
import { describeDatabases, describePostgres, emptyDatabase, useEmptyDatabase } from '../support/database.js'
import { everything, fill } from '../support/everything.js'
import { startService } from '../support/process.js'
import { useForEach } from '../support/use.js'

describeDatabases('backup and restore of %s', (provider) => {
  const cli = useCommandLine({}, useForEach)
  const database = useForEach(
    async () =>
      provider === 'sqlite' ? { url: `file:${join(cli.folder, 'accounts.db')}`, drop: async () => undefined } : emptyDatabase(provider),
    (one) => one.drop(),
  )
  const env = () => ({ DATABASE_URL: database.url })
  const backupFile = () => join(cli.folder, 'backup.db')
  const create = async (username: string) => {
    const { code, stderr } = await cli.run(['create-account', '--username', username, '--password', 'builder-42'], env())
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  }
  const names = async (): Promise<string[]> => {
    const { stdout } = await cli.run(['list-accounts', '--json'], env())
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).username)
  }
  const backup = async () => JSON.parse((await cli.run(['backup', backupFile(), '--json'], env())).stdout)

  test('bring back what was there, and nothing of what came later', async () => {
    await create('bob.builder')
    expect(await backup()).toEqual({ file: backupFile(), bytes: statSync(backupFile()).size, accounts: 1 })
    expect(statSync(backupFile()).mode & 0o777).toBe(0o600)
    const before = await everything(database.url)
    await create('carol.example')
    const { code, stdout, stderr } = await cli.run(['restore', backupFile(), '--replace', '--json'], env())
    const target = provider === 'sqlite' ? join(cli.folder, 'accounts.db') : expect.stringMatching(/^PostgreSQL [^@]+$/)
    expect({ code, stderr, ...JSON.parse(stdout) }).toEqual({ code: 0, stderr: '', file: backupFile(), target, accounts: 1 })
    expect(await everything(database.url)).toEqual(before)
    // ids go on after the highest that was ever given
    await create('dave.example')
    expect(await names()).toEqual(['bob.builder', 'dave.example'])
    expect(readdirSync(cli.folder).filter((name) => /partial|backup\.db./.test(name))).toEqual([])
  })

  test('put a backup into a database that is not there yet', async () => {
    await create('bob.builder')
    await backup()
    const other =
      provider === 'sqlite'
        ? { url: `file:${join(cli.folder, 'new', 'accounts.db')}`, drop: async () => undefined }
        : await emptyDatabase(provider)
    try {
      expect(await cli.run(['restore', backupFile(), '--to', other.url], env())).toMatchObject({ code: 0, stderr: '' })
      expect(await everything(other.url)).toEqual(await everything(database.url))
    } finally {
      await other.drop()
    }
  })

  test('refuse a database that has accounts, unless they are to be replaced', async () => {
    await create('bob.builder')
    await backup()
    const { code, stdout, stderr } = await cli.run(['restore', backupFile()], env())
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^The database has 1 accounts\. Nothing was changed\. With --replace /)
    expect(await names()).toEqual(['bob.builder'])
  })

  test('refuse while the service runs, whatever is said', async () => {
    await create('bob.builder')
    await backup()
    const service = await startService({ ...cli.env, ...env() })
    try {
      expect((await fetch(`${service.url}/api/health/ready`)).status).toBe(200)
      const { code, stderr } = await cli.run(['restore', backupFile(), '--replace'], env())
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/stop (it|the service).*Nothing was changed/s) })
      expect((await fetch(`${service.url}/api/health/ready`)).status).toBe(200)
    } finally {
      await service.stop()
    }
    expect(await names()).toEqual(['bob.builder'])
  }, 30_000)

  test('refuse what is damaged, of a newer version, or no backup, and change nothing', async () => {
    await create('bob.builder')
    await backup()
    const damaged = join(cli.folder, 'damaged.db')
    const bytes = readFileSync(backupFile())
    writeFileSync(damaged, bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 8_192))
    const newer = join(cli.folder, 'newer.db')
    copyFileSync(backupFile(), newer)
    const db = openFile(newer)
    db.exec("update _prisma_migrations set migration_name = '29990101000000_newer' where rowid = 1")
    db.close()
    const stranger = join(cli.folder, 'stranger.db')
    openFile(stranger).exec('create table accounts (id integer)').close()
    const half = join(cli.folder, 'half.db')
    writeFileSync(half, readFileSync(backupFile()).subarray(0, 20_000))
    for (const [file, reason] of [
      [damaged, /damaged|malformed/],
      [newer, /newer than this program/],
      [stranger, /no database of this service/],
      [half, /damaged|malformed/],
      [process.execPath, /not a database/],
    ] as const) {
      const { code, stderr } = await cli.run(['restore', file, '--replace'], env())
      expect({ file, code, stderr }).toEqual({ file, code: 1, stderr: expect.stringMatching(reason) })
      expect(stderr).toMatch(/^\S+ cannot be restored: .*\n$/)
    }
    expect(await names()).toEqual(['bob.builder'])
  })

  const testFiles = provider === 'sqlite' ? test : () => undefined
  testFiles('set a damaged database aside if they are told to, and what is left beside one that is gone', async () => {
    const file = join(cli.folder, 'accounts.db')
    await create('bob.builder')
    await backup()
    writeFileSync(file, 'no database any more, and longer than the header of one: '.repeat(20))
    writeFileSync(`${file}-wal`, 'the end of it')
    const refused = await cli.run(['restore', backupFile()], env())
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/damaged, or no database. Nothing was changed. With --replace/),
    ])
    expect(await cli.run(['restore', backupFile(), '--replace'], env())).toMatchObject({ code: 0, stderr: '' })
    expect(await names()).toEqual(['bob.builder'])
    expect(readFileSync(`${file}.damaged`, 'utf8')).toContain('no database any more')
    // of a database that somebody has removed
    await create('carol.example')
    rmSync(file)
    writeFileSync(`${file}-wal`, 'the end of another')
    expect(await cli.run(['restore', backupFile()], env())).toMatchObject({ code: 0, stderr: '' })
    expect(await names()).toEqual(['bob.builder'])
    expect(readFileSync(`${file}.damaged-wal`, 'utf8')).toBe('the end of another')
  })

  test('take what an older version wrote: its tables become those of today', async () => {
    await olderBackup(backupFile())
    expect(await cli.run(['restore', backupFile()], env())).toMatchObject({ code: 0, stderr: '' })
    expect(await names()).toEqual(['bob.builder'])
  })
})

/** A backup of a program that had one migration less, with an account in it. */
async function olderBackup(file: string): Promise<void> {
  const connection = await migrateSqlite(file)
  await connection.exclusively(async () => {
    for (const { name, sql, checksum } of shippedMigrations('sqlite').slice(0, -1))
      await connection.apply(sql, { id: name, checksum, name })
  })
  await connection.close()
  const db = openFile(file)
  db.pragma('journal_mode = DELETE')
  db.exec("insert into spaces (domain) values ('sip.example.org')")
  db.exec("insert into accounts (username, domain, space_id, activated) select 'bob.builder', domain, id, 1 from spaces")
  db.close()
}

describePostgres('backup of PostgreSQL', () => {
  const cli = useCommandLine({}, useForEach)
  const database = useEmptyDatabase('postgresql', useForEach)

  test('has every row of every model, whatever it holds, and its ids go on', async () => {
    const source = `file:${cli.folder}/accounts.db`
    await migrate(source)
    const db = openFile(sqlitePath(source))
    fill(db, await tablesOfModels('sqlite', cli.folder))
    db.close()
    await copyDatabase(source, database.url)
    const { client } = await connectPostgres(database.url)
    await client.query("select setval(pg_get_serial_sequence('accounts', 'id'), 4711)")
    await client.end()
    const file = join(cli.folder, 'backup.db')
    expect((await cli.run(['backup', file], { DATABASE_URL: database.url })).stderr).toBe('')
    expect(existsSync(`${file}-wal`)).toBe(false)
    expect(await everything(`file:${file}`)).toEqual(await everything(database.url))
    const written = openFile(file)
    expect(written.prepare("select seq from sqlite_sequence where name = 'accounts'").pluck().get()).toBe(4711)
    const triggers = (one: Database) => one.prepare("select sql from sqlite_master where type = 'trigger' order by name").all()
    const original = openFile(sqlitePath(source))
    expect(triggers(written)).toEqual(triggers(original))
    // as our adapter writes dates, so that they are found by comparison
    const date = written.prepare('select created_at from accounts where created_at is not null limit 1').pluck().get()
    expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/)
    for (const one of [written, original]) one.close()
  })
})
