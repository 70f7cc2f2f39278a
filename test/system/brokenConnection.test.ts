// runs once: it serves from PostgreSQL itself
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { describePostgres, postgresUrl } from '../support/database.js'
import { useFolder } from '../support/folder.js'
import { until } from '../support/messenger.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { type RunningService, startService } from '../support/process.js'
import { useClosing, useForAll } from '../support/use.js'

describePostgres('an idle connection to PostgreSQL that breaks', () => {
  /** By which PostgreSQL knows the connections of the service. */
  const name = `test_${randomBytes(6).toString('hex')}`
  const folder = useFolder()
  const database = useDatabase('postgresql')
  const operator = useForAll(
    async () => {
      const client = new pg.Client({ connectionString: postgresUrl })
      await client.connect()
      return client
    },
    (client) => client.end(),
  )
  const closing = useClosing()

  const isReady = async ({ url }: RunningService) => (await fetch(`${url}/api/health/ready`)).status === 200
  const idleBackends = async () =>
    (await operator.query("select pid from pg_stat_activity where application_name = $1 and state = 'idle'", [name])).rows

  test('is in the log with its reason, without the options of the connection, and the service goes on', async () => {
    const url = new URL(database.url)
    url.searchParams.set('application_name', name)
    url.password ||= 'h4rdly-a-secret' // PostgreSQL does not ask for it here
    const env = { DATA_DIR: folder.path, DATABASE_URL: url.href, LOG_LEVEL: 'error' }
    const service = closing(await startService(env), (one) => one.stop())
    expect(await isReady(service)).toBe(true)
    const idle = await idleBackends()
    expect(idle.length).toBeGreaterThan(0)
    for (const { pid } of idle) await operator.query('select pg_terminate_backend($1)', [pid])

    const [line] = await service.until(/^.*"event":"database_connection_broken".*$/m)
    const { level, err } = JSON.parse(line)
    expect([level, err.message, err.code]).toEqual([50, 'terminating connection due to administrator command', '57P01'])
    expect(err).not.toHaveProperty('client')
    // a question that meets a connection whose end the service has not yet heard of is answered 503
    await until(() => isReady(service))
    const { stdout } = await service.stop()
    expect(stdout).not.toContain(url.password)
    // each once; but one that a job had just taken is that job's error
    const broken = stdout.match(/"event":"database_connection_broken"/g)!
    expect(broken.length).toBeLessThanOrEqual(idle.length)
  })
})
