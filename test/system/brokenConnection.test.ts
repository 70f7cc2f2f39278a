// runs once: it serves from PostgreSQL itself
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { emptyDatabase, postgresUrl, type TestDatabase } from '../support/database.js'
import { temporaryFolder } from '../support/folder.js'
import { describeNeeding } from '../support/needs.js'
import { type RunningService, startService } from '../support/process.js'

describeNeeding('postgresql')('an idle connection to PostgreSQL that breaks', () => {
  const name = `test_${randomBytes(6).toString('hex')}`
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: TestDatabase
  let operator: pg.Client
  let service: RunningService | undefined
  beforeAll(async () => {
    folder = await temporaryFolder()
    database = await emptyDatabase('postgresql')
    operator = new pg.Client({ connectionString: postgresUrl })
    await operator.connect()
  })
  afterEach(() => service?.stop())
  afterAll(async () => {
    await operator.end()
    await database.drop()
    await folder.remove()
  })

  /** Serves under a name by which PostgreSQL knows the connections; the password of the URL is one that PostgreSQL does not ask for. */
  async function serve(): Promise<RunningService> {
    const url = new URL(database.url)
    url.searchParams.set('application_name', name)
    url.password ||= 'h4sh-and-secret'
    service = await startService({ DATA_DIR: folder.path, DATABASE_URL: url.href, LOG_LEVEL: 'error' })
    return service
  }
  const isReady = async ({ url }: RunningService) => (await fetch(`${url}/api/health/ready`)).status === 200
  const backends = async () =>
    (await operator.query("select pid from pg_stat_activity where application_name = $1 and state = 'idle'", [name])).rows

  test('is in the log with its reason, without the options of the connection, and the service goes on', async () => {
    const running = await serve()
    expect(await isReady(running)).toBe(true)
    const idle = await backends()
    expect(idle.length).toBeGreaterThan(0)
    for (const { pid } of idle) await operator.query('select pg_terminate_backend($1)', [pid])

    const [line] = await running.until(/^.*"event":"database_connection_broken".*$/m)
    const { level, err } = JSON.parse(line)
    expect([level, err.message, err.code]).toEqual([50, 'terminating connection due to administrator command', '57P01'])
    expect(err).not.toHaveProperty('client')
    expect(line).not.toContain('h4sh')
    expect(await isReady(running)).toBe(true)
    const { stdout } = await running.stop()
    expect(stdout.match(/database_connection_broken/g)).toHaveLength(idle.length)
  })
})
