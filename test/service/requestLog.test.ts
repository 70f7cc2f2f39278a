import { pino } from 'pino'
import { keepStacksOfRefusals } from '../../src/domain/errors.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp('the log of requests', () => {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
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
    event: 'request',
    request_id: expect.any(String),
    ms: expect.any(Number),
    address: '127.0.0.1',
    ...more,
  })

  test('says operation, status, duration and account of each', async () => {
    const me = await lineOf(app.api.get('/api/accounts/me?secret=in-the-query', { as: alice }))
    expect(me).toEqual(line({ operation: 'getMe', method: 'GET', status: 200, account: alice.id }))
    const refused = await lineOf(app.api.delete(`/api/accounts/${alice.id}`))
    expect(refused).toEqual(line({ operation: 'deleteAccount', method: 'DELETE', status: 401, code: 'unauthenticated' }))
    expect(await lineOf(app.api.get('/api/no/such/thing'))).toEqual(line({ method: 'GET', status: 404, code: 'not_found' }))
    expect(me.ms).toBeGreaterThan(0)
  })

  test('names pages by their pattern, and who is logged in', async () => {
    const panel = new PanelClient(app)
    await panel.logIn(alice)
    const page = await lineOf(panel.get(`/accounts/${alice.id}?search=in-the-query`))
    expect(page).toEqual(line({ operation: 'GET /accounts/:id', method: 'GET', status: 200, account: alice.id }))
    expect(lines.join('')).not.toContain('in-the-query')
  })

  test('tells two refusals of one status apart by their code', async () => {
    const body = { username: 'twice.named', password: 'builder-42', algorithm: 'MD5' }
    await app.api.post('/api/accounts', body, { as: alice })
    const taken = await lineOf(app.api.post('/api/accounts', { ...body, password: 'another-43' }, { as: alice }))
    const invalid = await lineOf(app.api.post('/api/accounts', {}, { as: alice }))
    expect([taken.status, taken.code, invalid.status, invalid.code]).toEqual([422, 'username_taken', 422, 'validation_failed'])
  })

  test('says at debug where a refusal was thrown', async () => {
    keepStacksOfRefusals(true)
    try {
      const id = (await app.api.get('/api/accounts/2147483647', { as: alice })).header('x-request-id')
      const refusal = lines.map((one) => JSON.parse(one)).find(({ event, request_id }) => event === 'request_refused' && request_id === id)
      expect(refusal).toMatchObject({ level: 20, operation: 'getAccount', code: 'not_found' })
      expect(refusal.stack).toContain('getAccount')
      await app.api.send('POST', '/api/tokens', { headers: { 'content-type': 'application/json' }, body: '{"pn_prid":hunter2}' })
      expect(lines.join('')).toContain('malformed_json')
      expect(lines.join('')).not.toContain('hunter2')
    } finally {
      keepStacksOfRefusals(false)
    }
  })
})
