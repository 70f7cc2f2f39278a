// runs once: it opens the databases that it needs itself
import { connectPostgres } from '../../src/db/migrate/postgres.js'
import { useCommandLine } from '../support/cli.js'
import { describePostgres } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { useForEach } from '../support/use.js'

describePostgres('indexes of PostgreSQL beside the migrations', () => {
  const database = useDatabase('postgresql', useForEach)
  const cli = useCommandLine({}, useForEach)
  const env = () => ({ DATABASE_URL: database.url })

  async function query<Row>(sql: string): Promise<Row[]> {
    const { client } = await connectPostgres(database.url)
    try {
      return (await client.query(sql)).rows as Row[]
    } finally {
      await client.end()
    }
  }
  const whole = async () =>
    (
      await query<{ name: string }>(
        `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
          where i.indisvalid and i.indrelid in ('accounts'::regclass, 'audit_log'::regclass) order by 1`,
      )
    ).map(({ name }) => name)
  const doctor = async () => {
    const { stdout } = await cli.run(['doctor', '--json'], env())
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return findings.find(({ check }) => check === 'indexes')
  }

  test('are there after the migration, and doctor says so', async () => {
    expect(await whole()).toEqual(expect.arrayContaining(['accounts_domain_state_idx', 'accounts_search_idx', 'accounts_state_idx']))
    expect(await whole()).toEqual(expect.arrayContaining(['audit_log_action_created_at_id_idx', 'audit_log_created_at_id_idx']))
    expect(await doctor()).toMatchObject({ status: 'ok' })
  })

  test('are made anew by several that migrate at once, of many accounts, when they are missing or not whole', async () => {
    await query("insert into spaces (id, domain) values (1, 'sip.example.org')")
    await query(`insert into accounts (username, domain, space_id, email) select 'many.' || n, 'sip.example.org', 1, 'many.' || n || '@example.org'
      from generate_series(1, 10100) n`)
    await query('drop index accounts_search_idx, accounts_state_idx')
    // what is left when the making of an index ends in between
    await query("update pg_index set indisvalid = false where indexrelid = 'accounts_domain_state_idx'::regclass")
    expect(await doctor()).toMatchObject({ status: 'warning', detail: expect.stringMatching(/accounts_state_idx.*pg_trgm/) })
    const results = await Promise.all([1, 2, 3].map(() => cli.spawn(['migrate'], env())))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
    const missing = async () =>
      ['accounts_domain_state_idx', 'accounts_search_idx', 'accounts_state_idx'].filter((name) => !names.includes(name))
    const names = await whole()
    expect(await missing()).toEqual([])
    expect(await doctor()).toMatchObject({ status: 'ok' })
  }, 60_000)

  test.each([0, 10_001])(
    'lose the one of an earlier version, which a process of that version has made again (%i accounts)',
    async (count) => {
      await query("insert into spaces (id, domain) values (1, 'sip.example.org')")
      await query(
        `insert into accounts (username, domain, space_id) select 'many.' || n, 'sip.example.org', 1 from generate_series(1, ${count}) n`,
      )
      await query('create index audit_log_action_id_idx on audit_log (action, id)')
      expect((await cli.spawn(['migrate'], env())).code).toBe(0)
      expect(await whole()).not.toContain('audit_log_action_id_idx')
      expect(await whole()).toContain('audit_log_action_created_at_id_idx')
    },
  )

  test('wait for those who write, and the migration with them: nobody is ended for it', async () => {
    await query("insert into spaces (id, domain) values (1, 'sip.example.org')")
    await query("insert into accounts (username, domain, space_id) values ('bob', 'sip.example.org', 1)")
    await query('drop index accounts_state_idx')
    const { client: writer } = await connectPostgres(database.url)
    try {
      await writer.query("begin; update accounts set email = 'bob@example.org' where username = 'bob'")
      const migrating = cli.spawn(['migrate'], env())
      // what the migration waits for is let go only when it has begun anew at least once
      await expect
        .poll(async () => (await query("select 1 from pg_stat_activity where query like 'create index accounts_state_idx%'")).length)
        .toBe(1)
      await writer.query("insert into audit_log (created_at, actor_kind, action) values (now(), 'system', 'updateAccount')")
      await writer.query('commit')
      expect((await migrating).code).toBe(0)
    } finally {
      await writer.end()
    }
    expect(await whole()).toContain('accounts_state_idx')
  }, 60_000)
})
