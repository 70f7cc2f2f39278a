// runs once: it opens the databases that it needs itself
import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import pg from 'pg'
import type { PrismaClient } from '../../generated/prisma/sqlite/client.js'
import { tablesOfModels } from '../../scripts/migration/models.js'
import { openDatabase, sqlitePath } from '../../src/db/client.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { startApp } from '../support/app.js'
import { useCommandLine } from '../support/cli.js'
import { describePostgres, useEmptyDatabase } from '../support/database.js'
import { everything, fill } from '../support/everything.js'
import { inSpace } from '../support/inSpace.js'
import { useForEach } from '../support/use.js'

describePostgres('copy', () => {
  const cli = useCommandLine({}, useForEach)
  const target = useEmptyDatabase('postgresql', useForEach)
  let source: string
  beforeEach(async () => {
    source = `file:${cli.folder}/accounts.db`
    await migrate(source)
  })

  const copy = (...args: string[]) => cli.run(['copy', '--to', target.url, ...args])
  async function onTarget<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: target.url,
      options: `-c search_path=${new URL(target.url).searchParams.get('schema')}`,
    })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  async function inSource<T>(work: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    const { prisma, close } = await openDatabase(source)
    return work(prisma).finally(close)
  }
  const person = (username: string) => ({ username, ...inSpace('sip.example.org'), activated: true })
  const accountsThere = () =>
    onTarget(async (client) => (await client.query('select count(*)::int as n from accounts')).rows[0].n as number)

  test('carries every row of every model, whatever it holds, and changes nothing at home', async () => {
    const models = await tablesOfModels('sqlite', cli.folder)
    const db = openFile(sqlitePath(source))
    fill(db, models)
    db.close()
    const digest = () => hash('sha256', readFileSync(sqlitePath(source)), 'hex')
    const before = await everything(source)
    const bytes = digest()
    const { tables } = await cli.json('copy', '--to', target.url)
    expect(tables.map(({ table }: { table: string }) => table).sort()).toEqual(Object.keys(models).sort())
    for (const table of tables) expect(table).toEqual({ table: table.table, rows: 3, checksum: expect.stringMatching(/^[0-9a-f]{32}$/) })
    const there = await everything(target.url)
    expect(Object.values(there).map((rows) => rows.length)).toEqual(Object.keys(models).map(() => 3))
    expect(there).toEqual(before)
    expect(digest()).toBe(bytes)
  })

  test('carries a file that backup made, and writes nothing to it nor beside it', async () => {
    await cli.inside((_, make) => make.user({ username: 'bob.builder' }))
    const folder = join(cli.folder, 'safe')
    mkdirSync(folder)
    const file = join(folder, 'backup.db')
    await cli.json('backup', file)
    const before = hash('sha256', readFileSync(file), 'hex')
    const { code, stderr } = await cli.run(['copy', '--to', target.url], { DATABASE_URL: `file:${file}` })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(hash('sha256', readFileSync(file), 'hex')).toBe(before)
    expect(readdirSync(folder)).toEqual(['backup.db'])
    expect((await everything(target.url)).Account).toHaveLength(1)
  })

  test('lets people log in as before, ids go on where they were, and the realm stays guarded', async () => {
    const { bob, gone } = await cli.inside(async ({ db }, make) => {
      const bob = await make.user({ username: 'bob.builder' })
      const gone = await make.user({ username: 'gone.user' })
      await db.prisma.account.delete({ where: { id: gone.id } })
      return { bob, gone }
    })
    expect((await cli.json('list-accounts')).username).toBe('bob.builder') // notes the realm
    const { code, stdout } = await copy()
    expect(code).toBe(0)
    expect(stdout).toMatch(/^table +rows +checksum\n(?:.*\n)*accounts +1 +[0-9a-f]{32}\n/)
    expect(stdout).toContain('Set DATABASE_URL to the new database now, and keep SECRET.')
    const app = await startApp({ database: target })
    try {
      expect((await app.api.get('/api/accounts/me', { as: bob })).body).toMatchObject({ id: bob.id, username: 'bob.builder' })
      expect((await app.make.user()).id).toBeGreaterThan(gone.id)
    } finally {
      await app.close()
    }
    const other = await cli.run(['list-accounts'], { DATABASE_URL: target.url, SIP_REALM: 'another.realm' })
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('SIP_REALM has changed') })
  })

  test('refuses a database that is not empty', async () => {
    await inSource((prisma) => prisma.account.create({ data: person('alice') }))
    await migrate(target.url)
    await onTarget((client) => client.query("insert into settings values ('x', 'y')"))
    expect(await copy()).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'The PostgreSQL database is not empty: it has rows in settings. Nothing was copied.\n',
    })
    expect(await accountsThere()).toBe(0)
  })

  test('keeps nothing when what arrived differs', async () => {
    await inSource((prisma) => prisma.account.create({ data: { ...person('alice'), email: 'Alice@example.org' } }))
    await migrate(target.url)
    await onTarget(async (client) => {
      await client.query(
        'create function meddle() returns trigger language plpgsql as $$ begin new.email = lower(new.email); return new; end $$',
      )
      await client.query('create trigger meddling before insert on accounts for each row execute function meddle()')
    })
    expect(await copy()).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The table accounts differs: 1 rows, 1 in the copy/),
    })
    expect(await accountsThere()).toBe(0)
  })

  test('keeps nothing when somebody writes to the source meanwhile', async () => {
    await migrate(target.url)
    await onTarget(async (client) => {
      await client.query('begin')
      await client.query('lock table accounts')
      const copying = copy()
      const waiting = "select 1 from pg_locks where relation = 'accounts'::regclass and not granted"
      while ((await client.query(waiting)).rows.length === 0) await turn()
      await inSource((prisma) => prisma.account.create({ data: person('late') }))
      await client.query('commit')
      expect(await copying).toEqual({
        ...{ code: 1, stdout: '' },
        stderr: 'The SQLite database was written to meanwhile. Stop the service, and copy again. Nothing was kept.\n',
      })
    })
    expect(await accountsThere()).toBe(0)
    expect((await copy()).code).toBe(0)
    expect(await accountsThere()).toBe(1)
  })

  test('names the table whose values do not fit, and keeps nothing', async () => {
    const db = openFile(sqlitePath(source))
    db.exec(
      "insert into spaces (domain) values ('sip.example.org'); insert into accounts (username, domain, space_id, created_at) values ('alice', 'sip.example.org', 1, 'yesterday')",
    )
    db.close()
    expect(await copy()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The table accounts cannot be copied: .*no timestamp/) })
    expect(await accountsThere()).toBe(0)
  })

  test.each([
    ['a source that is not migrated', {}, undefined, /migrations are pending: run migrate first/, 'delete from _prisma_migrations'],
    ['a table that the other side lacks', {}, undefined, /^The table extra has not the same columns/, 'create table extra (id integer)'],
    [
      'a column that the other side lacks',
      {},
      undefined,
      /^The table settings has not the same columns/,
      'alter table settings add column extra text',
    ],
    ['PostgreSQL as the source', { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/x' }, undefined, /must be its file:… URL/, ''],
    ['a file that is not there', { DATABASE_URL: 'file:none.db' }, undefined, /^There is no database .*none\.db/, ''],
    ['SQLite as the target', {}, 'file:other.db', /--to must be a postgresql:/, ''],
    [
      'a server that does not answer',
      {},
      'postgresql://u:s3cret@127.0.0.1:1/x',
      /^PostgreSQL cannot be reached \(127\.0\.0\.1:1, database x, user u\)/,
      '',
    ],
  ])('refuses %s', async (_, env, to, text, sql) => {
    const db = openFile(sqlitePath(source))
    db.exec(sql)
    db.close()
    const { code, stdout, stderr } = await cli.run(['copy', '--to', to ?? target.url], env as Record<string, string>)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(text)
    expect(stderr).not.toContain('s3cret')
  })
})
