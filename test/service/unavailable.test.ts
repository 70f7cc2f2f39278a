// runs on postgresql: a file cannot go away like a server can
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'
import { fromOf } from '../support/digestHeader.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { PanelClient } from '../support/panel.js'
import { listen } from '../support/servers.js'
import { useForAll } from '../support/use.js'

/** A way to a database that can be cut. */
class Cable {
  private readonly sockets = new Set<Socket>()
  private constructor(
    private readonly server: Server,
    private readonly database: URL,
  ) {}

  static async to(database: string): Promise<Cable> {
    const { hostname, port } = new URL(database)
    const server = createServer()
    const cable = new Cable(server, new URL(database))
    server.on('connection', (near) => {
      const far = connect(Number(port || 5432), hostname)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        cable.sockets.add(from)
        from.on('error', () => to.destroy()).on('close', () => to.destroy())
        from.pipe(to)
      }
    })
    await listen(server)
    return cable
  }

  /** The database at this end. */
  get url(): string {
    const url = new URL(this.database)
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return url.href
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }
}

describeApp('a PostgreSQL that goes away', () => {
  const database = useDatabase('postgresql')
  const cable = useForAll(
    () => Cable.to(database.url),
    (one) => one.cut(),
  )
  const app = useApp(() => ({ env: { LEGACY_APPS: 'on' }, database: { url: cable.url, drop: async () => undefined } }))
  let key: string
  beforeAll(async () => {
    key = (await app.make.admin()).apiKey
    expect((await app.api.get('/api/health/ready')).status).toBe(200)
    await cable.cut()
  })

  const BODIES: Record<string, object> = {
    createToken: { pn_provider: 'fcm', pn_param: 'project', pn_prid: 'device' },
    createAccountWithToken: { username: 'dave.example', password: 'd4ve-secret', algorithm: 'MD5', token: 'tOk3nFr0mPu5h' },
    sendCreationToken: { pn_provider: 'fcm', pn_param: 'project', pn_prid: 'device' },
    sendRecoveryToken: { pn_provider: 'fcm', pn_param: 'project', pn_prid: 'device' },
    createTokenFromRequest: { account_creation_request_token: 'r3Qu3stT0k3nX' },
    createAccountWithCreationToken: { username: 'dave.example', password: 'd4ve-secret', account_creation_token: 'tOk3nFr0mPu5h' },
    createPublicAccount: {
      username: 'dave.example',
      password: 'd4ve-secret',
      email: 'dave@example.org',
      account_creation_token: 'tOk3nFr0mPu5h',
    },
    recoverByPhone: { phone: '+33612345678', account_creation_token: 'tOk3nFr0mPu5h' },
    activateByEmail: { code: 'c4R0lK3yAbCdE' },
    activateByPhone: { code: '1234' },
  }
  const needy = operations.filter((operation) => '503' in operation.responses && operation.operationId !== 'getReadiness')

  test.each(needy.map((operation) => [operation.operationId, operation] as const))(
    'makes %s answer 503, and say when to try again',
    async (id, { method, path }) => {
      const url = `/api${path
        .replace('{sip}', 'bob.builder@sip.example.org')
        .replace('{phone}', '+33612345678')
        .replace('{code}', '1234')
        .replace(/\{\w+\}/, '1')}`
      const response = await app.api.send(method.toUpperCase(), url, {
        body: BODIES[id],
        headers: { 'x-api-key': key, 'x-linphone-provisioning': '1' },
      })
      expect(response.status).toBe(503)
      expect(response.body.code).toBe('unavailable')
      expect(response.text).not.toMatch(/postgres|127\.0\.0\.1|ECONN|prisma/i)
    },
  )

  test('makes a digest challenge 503 when it is about an account', async () => {
    const response = await app.api.get('/api/accounts/me', {
      headers: { from: fromOf({ username: 'bob.builder', domain: 'sip.example.org' }) },
    })
    expect(response.status).toBe(503)
  })

  test('is shown to people as a page', async () => {
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
    const visitor = new PanelClient(app)
    await visitor.get('/login')
    const answer = await visitor.post('/login', { username: 'bob.builder', password: 'builder-42' }, { headers })
    expect([answer.status, answer.header('content-type'), answer.header('retry-after')]).toEqual([503, 'text/html; charset=utf-8', '5'])
    expect(answer.text).toContain('Not available at the moment')
  })

  test('shows in readiness, not in liveness', async () => {
    const ready = await app.api.get('/api/health/ready')
    expect(ready.status).toBe(503)
    expect(ready.body).toEqual({ status: 'unavailable', checks: { database: 'unavailable' } })
    expect((await app.api.get('/api/health/live')).status).toBe(200)
    expect((await app.api.get('/api/ping')).status).toBe(200)
  })
})
