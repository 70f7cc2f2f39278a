import { pino } from 'pino'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp('the log of requests', () => {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
  const app = useApp({ replaced: { log } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  /** The one line about a request. */
  async function lineOf(request: Promise<ApiResponse>): Promise<Record<string, unknown>> {
    const id = (await request).header('x-request-id')
    const found = lines.map((line) => JSON.parse(line)).filter(({ msg, request_id }) => msg === 'request' && request_id === id)
    expect(found).toHaveLength(1)
    return found[0]
  }
  const line = (more: object) => ({
    level: 30,
    time: expect.any(Number),
    pid: process.pid,
    hostname: expect.any(String),
    msg: 'request',
    request_id: expect.any(String),
    ms: expect.any(Number),
    ...more,
  })

  test('says operation, status, duration and account of each', async () => {
    const me = await lineOf(app.api.get('/api/accounts/me?secret=in-the-query', { as: alice }))
    expect(me).toEqual(line({ operation: 'getMe', method: 'GET', status: 200, account: alice.id }))
    const refused = await lineOf(app.api.delete(`/api/accounts/${alice.id}`))
    expect(refused).toEqual(line({ operation: 'deleteAccount', method: 'DELETE', status: 401 }))
    expect(await lineOf(app.api.get('/api/no/such/thing'))).toEqual(line({ method: 'GET', status: 404 }))
    expect(me.ms).toBeGreaterThan(0)
  })

  test('names pages by their pattern, and who is logged in', async () => {
    const panel = new PanelClient(app)
    await panel.logIn(alice)
    const page = await lineOf(panel.get(`/accounts/${alice.id}?search=in-the-query`))
    expect(page).toEqual(line({ operation: 'GET /accounts/:id', method: 'GET', status: 200, account: alice.id }))
    expect(lines.join('')).not.toContain('in-the-query')
  })
})
