// runs once: it opens the databases that it needs itself
import pg from 'pg'
import { pino } from 'pino'
import { startApp, type TestApp, useApp } from '../support/app.js'
import { useCommandLine } from '../support/cli.js'
import { describePostgres, postgresUrl } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { PanelClient } from '../support/panel.js'
import { useClosing, useForAll } from '../support/use.js'

/** A replica that stands still: a database of its own, so that each answer tells where it was read. */
describePostgres('a replica', () => {
  const primary = useDatabase('postgresql')
  const standing = useDatabase('postgresql')
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const app = useApp(() => ({ database: primary, env: { READ_DATABASE_URL: standing.url }, replaced: { log } }))
  const there = useForAll<TestApp>(
    () => startApp({ database: standing }),
    (one) => one.close(),
  )
  const cli = useCommandLine(() => ({
    DATABASE_URL: primary.url,
    READ_DATABASE_URL: standing.url,
    SIP_DOMAINS: 'sip.example.org,other.example.org',
  }))
  const closing = useClosing()
  let alice: Person
  beforeAll(async () => {
    for (let i = 0; i < 3; i++) await there.make.user({ username: `there.${i}` })
    alice = await app.make.admin({ username: 'alice.here' })
    await app.make.user({ username: 'bob.here' })
  })
  beforeEach(() => void lines.splice(0))

  const get = (path: string) => app.api.get(`/api/${path}`, { as: alice })
  const named = ({ body }: { body: { data: { username: string }[] } }): string[] => body.data.map(({ username }) => username)
  const events = (): string[] => lines.map((line) => JSON.parse(line).event as string).filter((event) => event?.startsWith('replica'))

  async function inStanding(sql: string, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    const client = new pg.Client({ connectionString: postgresUrl! })
    await client.connect()
    try {
      await client.query(`set search_path to "${new URL(standing.url).searchParams.get('schema')}"; ${sql}`)
      await meanwhile()
    } finally {
      await client.end()
    }
  }

  test('is what lists, searches and walks of the API are read from', async () => {
    const all = ['there.0', 'there.1', 'there.2']
    const page = await get('accounts')
    expect(named(page)).toEqual(all)
    expect(page.body.total).toBe(3)
    expect(named(await get('accounts?cursor='))).toEqual(all)
    expect(named(await get('accounts?search=ere.1'))).toEqual(['there.1'])
    expect(named(await get('accounts?search=bob.here'))).toEqual([])
  })

  test('is what the audit log is read from', async () => {
    await there.deps.db.prisma.auditEntry.create({
      data: { createdAt: new Date(), actorKind: 'operator', action: 'blockAccount', account: 'seen.there@sip.example.org' },
    })
    expect((await get('audit')).body.data.map(({ account }: { account: string }) => account)).toContain('seen.there@sip.example.org')
  })

  test('is what exports are read from, by the command and in the panel', async () => {
    expect((await cli.lines('export')).map(({ username }) => username)).toEqual(['there.0', 'there.1', 'there.2'])
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    await browser.get('/accounts')
    const file = await browser.post('/bulk/select', { action: 'export', which: 'all' })
    expect(file.text).toContain('there.2')
    expect(file.text).not.toContain('bob.here')
  })

  test('is not asked about one account, nor for the pages of the panel, which show what their reader has just done', async () => {
    expect((await get(`accounts/${alice.id}`)).body.username).toBe('alice.here')
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    expect((await browser.get('/accounts')).text).toContain('bob.here')
  })

  test('decides on a query as the primary does', async () => {
    const { status, body } = await get('accounts?cursor=nonsense')
    expect({ status, errors: Object.keys(body.errors) }).toEqual({ status: 422, errors: ['cursor'] })
    expect(events()).toEqual([])
  })

  test('that fails is left alone for a while, and nobody notices', async () => {
    await inStanding('alter table accounts rename to accounts_away')
    try {
      expect(named(await get('accounts'))).toEqual(['alice.here', 'bob.here'])
      expect(events()).toEqual(['replica_away'])
    } finally {
      await inStanding('alter table accounts_away rename to accounts')
    }
    expect(named(await get('accounts'))).toEqual(['alice.here', 'bob.here'])
    app.clock.advance(6)
    expect(named(await get('accounts'))).toHaveLength(3)
    expect(named(await get('accounts'))).toHaveLength(3)
    expect(events()).toEqual(['replica_away', 'replica_back'])
  })

  test('refuses a list that takes too long and goes on, and is left alone after three in a row', async () => {
    const env = { READ_DATABASE_URL: `${standing.url}&statement_timeout=300` }
    const alone = closing(await startApp({ database: primary, env, replaced: { log } }), (one) => one.close())
    const list = () => alone.api.get('/api/accounts', { as: alice })
    await inStanding('begin; lock table accounts in access exclusive mode', async () => {
      expect((await list()).status).toBe(503)
    })
    expect(named(await list())).toHaveLength(3)
    expect(events()).toEqual([])
    await inStanding('begin; lock table accounts in access exclusive mode', async () => {
      for (let i = 0; i < 3; i++) expect((await list()).status).toBe(503)
      expect(named(await list())).toEqual(['alice.here', 'bob.here'])
    })
    expect(events()).toEqual(['replica_away'])
  })

  test('that cannot be reached holds up neither the start nor a list', async () => {
    const env = { READ_DATABASE_URL: 'postgresql://127.0.0.1:1/nowhere' }
    const alone = closing(await startApp({ database: primary, env }), (one) => one.close())
    expect(named(await alone.api.get('/api/accounts', { as: alice }))).toEqual(['alice.here', 'bob.here'])
  })

  test('is looked at by doctor, which tells one that follows nothing', async () => {
    const doctor = async (env = {}) => {
      const { stdout } = await cli.run(['doctor', '--json'], env)
      const all = stdout
        .trim()
        .split('\n')
        .map((line): { check: string } => JSON.parse(line))
      return all.find(({ check }) => check === 'replica')
    }
    expect(await doctor()).toMatchObject({ status: 'failed', detail: expect.stringMatching(/no hot standby/) })
    expect(await doctor({ READ_DATABASE_URL: 'postgresql://127.0.0.1:1/nowhere' })).toMatchObject({ status: 'failed' })
    expect(await doctor({ READ_DATABASE_URL: '' })).toMatchObject({ status: 'off' })
  })

  test('is refused beside an SQLite file', async () => {
    const { code, stderr } = await cli.run(['doctor'], { DATABASE_URL: `file:${cli.folder}/accounts.db` })
    expect(code).toBe(1)
    expect(stderr).toContain('READ_DATABASE_URL: must not be set while DATABASE_URL is an SQLite file')
  })
})
