// runs once: it opens the databases that it needs itself
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../../src/db/migrate/migrate.js'
import { openFile } from '../../src/db/sqlite/openFile.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { ApiClient, type Login } from '../support/client.js'
import { describeDatabases, emptyDatabase, type Provider } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { useFolder } from '../support/folder.js'
import { PanelClient } from '../support/panel.js'
import { runCli, startService } from '../support/process.js'
import { useForAll } from '../support/use.js'

/** What the first release's database was filled by (fixtures/upgrade/make.mjs), and what only its clients know. */
interface First {
  secret: string
  api_key: string
  people: Omit<Person, 'id' | 'domain'>[]
  waiting: { username: string; confirmation_key: string }
  deactivated: Omit<Person, 'id' | 'domain'>
  token: string
}

const FOLDER = join(packageRoot(), 'test', 'fixtures', 'upgrade')
const DOMAIN = 'sip.example.org'
/** Made anew by a migration, on purpose: devices may ask for tokens as if they were new. */
const EMPTIED = ['push_devices']

type Rows = Record<string, Record<string, unknown>[]>

/** A connection to the database without anything of ours in between. */
async function plain<T>(provider: Provider, url: string, work: (all: (sql: string) => Promise<any[]>) => Promise<T>): Promise<T> {
  if (provider === 'sqlite') {
    const db = openFile(url.slice('file:'.length))
    try {
      return await work(async (sql) => (/^select/i.test(sql) ? db.prepare(sql).all() : [db.exec(sql)]))
    } finally {
      db.close()
    }
  }
  const { searchParams } = new URL(url)
  const client = new pg.Client({
    connectionString: url.replace(/[?&]schema=\w+/, ''),
    options: `-c search_path=${searchParams.get('schema')}`,
  })
  await client.connect()
  try {
    return await work(async (sql) => (await client.query(sql)).rows)
  } finally {
    await client.end()
  }
}

describeDatabases("the first release's database, of %s,", (provider) => {
  const first: First = JSON.parse(readFileSync(join(FOLDER, `${provider}.json`), 'utf8'))
  const dump = readFileSync(join(FOLDER, `${provider}.sql`), 'utf8')
  const database = useForAll(
    () => emptyDatabase(provider),
    (one) => one.drop(),
  )
  const folder = useFolder()
  let before: Rows
  let env: Record<string, string>

  const rowsOf = (tables: string[]): Promise<Rows> =>
    plain(provider, database.url, async (all) => {
      const rows: Rows = {}
      for (const table of tables) rows[table] = await all(`select * from "${table}"`)
      return rows
    })

  beforeAll(async () => {
    if (provider === 'postgresql') {
      const schema = new URL(database.url).searchParams.get('schema')
      await plain(provider, database.url, (all) => all(`create schema "${schema}"`))
    }
    await plain(provider, database.url, (all) => all(dump))
    before = await rowsOf(
      [...dump.matchAll(/^CREATE TABLE "?(\w+)"?/gm)].map(([, table]) => table!).filter((name) => name !== '_prisma_migrations'),
    )
    env = { DATABASE_URL: database.url, DATA_DIR: folder.path, SECRET: first.secret, LOG_LEVEL: 'warn' }
    await migrate(database.url)
  })

  const domained = (person: Omit<Person, 'id' | 'domain'>): Login => ({ ...person, domain: DOMAIN })
  async function serving(work: (api: ApiClient) => Promise<void>): Promise<void> {
    const service = await startService(env)
    try {
      await work(new ApiClient(service.url))
    } finally {
      expect((await service.stop()).code).toBe(0)
    }
  }

  test('had rows in every table', () => {
    expect(Object.keys(before).length).toBe(10)
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([])
  })

  test('has every row, with its key and what it said, after all migrations', async () => {
    const now = await rowsOf(Object.keys(before).filter((table) => !EMPTIED.includes(table)))
    for (const [table, rows] of Object.entries(now)) {
      expect([table, rows.length]).toEqual([table, before[table]!.length])
      // in the order of their insertion, where nothing else is said: compared as a set
      const kept = rows.map((row) => JSON.stringify(oldColumns(table, row))).sort()
      expect(kept).toEqual(before[table]!.map((row) => JSON.stringify(oldColumns(table, row))).sort())
    }
  })

  /** The columns that the first release had, with what a migration writes differently on purpose. */
  function oldColumns(table: string, row: Record<string, unknown>): Record<string, unknown> {
    const columns = Object.keys(before[table]![0]!)
    const lower = (name: string, value: unknown) =>
      ['email', 'target', 'recipient'].includes(name) && typeof value === 'string' ? value.toLowerCase() : value
    return Object.fromEntries(columns.filter((name) => name in row).map((name) => [name, lower(name, row[name])]))
  }

  test(
    'lets everybody log in by digest, by API key and to the panel',
    () =>
      serving(async (api) => {
        for (const person of first.people) {
          const { status, body } = await api.get('/api/accounts/me', { as: domained(person) })
          expect([person.username, status, body.username]).toEqual([person.username, 200, person.username])
          const panel = new PanelClient({ api })
          await panel.logIn({ ...person, domain: DOMAIN, id: 0 })
          expect([person.username, await panel.isIn()]).toEqual([person.username, true])
        }
        const list = await api.get('/api/accounts', { headers: { 'x-api-key': first.api_key } })
        expect([list.status, list.body.total]).toEqual([200, before.accounts!.length])
        expect((await api.get('/api/accounts/me', { as: domained(first.deactivated) })).status).toBe(403)
      }),
    60_000,
  )

  test('takes a confirmation key and a token that were given then', () =>
    serving(async (api) => {
      const { username, confirmation_key } = first.waiting
      const activated = await api.post(`/api/accounts/${username}@${DOMAIN}/activate/email`, { code: confirmation_key })
      expect([activated.status, activated.body.activated]).toEqual([200, true])
      const body = { username: 'heidi.latecomer', password: 'l4te-secret', algorithm: 'SHA-256', token: first.token }
      expect((await api.post('/api/accounts/with-token', body)).status).toBe(200)
      expect((await api.post('/api/accounts/with-token', { ...body, username: 'ivan.latecomer' })).status).not.toBe(200)
    }))

  test('is one that the command line administrates', async () => {
    const { code, stdout } = await runCli(['list-accounts', '--json'], env)
    expect(code).toBe(0)
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(before.accounts!.length)
    expect((await runCli(['doctor'], env)).stdout).toMatch(/database/)
  })
})
