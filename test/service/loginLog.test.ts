import { pino } from 'pino'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { answered, fromOf } from '../support/digestHeader.js'
import { PanelClient } from '../support/panel.js'

const ME = '/api/accounts/me'
const FROM = '192.0.2.77'

describe.each([
  ['full', FROM],
  ['short', '192.0.2.0/24'],
  ['none', undefined],
])('LOG_ADDRESSES=%s', (how, address) => {
  describeApp('the log', () => {
    const lines: any[] = []
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const app = useApp({ env: { TRUST_PROXY: '1', LOG_ADDRESSES: how }, replaced: { log } })
    beforeEach(() => {
      lines.length = 0
    })
    const logins = () =>
      lines.filter(({ event }) => event === 'login').map(({ time, pid, hostname, msg, event, request_id, ...rest }) => rest)

    test('says from where each request and each log-in came, and what became of it', async () => {
      const alice = await app.make.admin()
      const nobody = { ...alice, username: 'my-secret-password' }
      const digest = async (person: typeof alice, password: string) => {
        const { authorization } = await answered(app.api, person, { password })
        return app.api.raw('GET', ME, { headers: { from: fromOf(person), authorization, 'x-forwarded-for': FROM } })
      }
      const key = (value: string) => app.api.get(ME, { headers: { 'x-api-key': value, 'x-forwarded-for': FROM } })
      expect((await digest(alice, alice.password)).status).toBe(200)
      expect((await digest(alice, 'wrong')).status).toBe(401)
      expect((await digest(nobody, 'wrong')).status).toBe(401)
      expect((await key(alice.apiKey)).status).toBe(200)
      expect((await key('wrong')).status).toBe(401)
      for (let i = 0; i < 5; i++) await digest(alice, 'wrong')
      expect((await digest(alice, alice.password)).status).toBe(429)
      const [name] = logins().flatMap((line) => line.name ?? [])
      expect(name).toMatch(/^[\w-]{22}$/)
      const wrong = { level: 40, scheme: 'digest', result: 'refused', reason: 'wrong', account: alice.id, address }
      const expected = [
        { level: 20, scheme: 'digest', result: 'ok', account: alice.id, address },
        wrong,
        { ...wrong, reason: 'unknown', account: undefined, name, address },
        { level: 20, scheme: 'api_key', result: 'ok', account: alice.id, address },
        { level: 40, scheme: 'api_key', result: 'refused', reason: 'wrong', address },
        ...Array(5).fill(wrong),
        { level: 40, scheme: 'digest', result: 'refused', reason: 'limited', account: alice.id, retry_after: 1, address },
      ]
      expect(logins()).toEqual(expected)
      const requests = lines.filter(({ event, status }) => event === 'request' && status !== 401)
      expect(requests.map((line) => line.address)).toEqual([address, address, address])
      expect(JSON.stringify(lines)).not.toContain('my-secret-password')
    })

    test('says log-ins to the panel', async () => {
      const alice = await app.make.admin()
      const browser = new PanelClient(app)
      expect((await browser.logIn({ ...alice, password: 'wrong' })).status).toBe(403)
      expect((await browser.logIn(alice)).status).toBe(303)
      expect(logins()).toMatchObject([
        { level: 40, scheme: 'panel', result: 'refused', reason: 'wrong', account: alice.id },
        { level: 30, scheme: 'panel', result: 'ok', account: alice.id },
      ])
    })
  })
})

describeApp('the audit log', () => {
  const app = useApp({ env: { TRUST_PROXY: '1' } })
  const entries = async (id: number, actions: string[]) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id, action: { in: actions } }, orderBy: { id: 'asc' } })).map(
      ({ action, actorId, actorKind, actorAddress }) => ({ action, actorId, actorKind, actorAddress }),
    )

  test('has each log-in to the panel, and none that was refused', async () => {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    await browser.logIn({ ...bob, password: 'wrong' })
    expect((await browser.logIn(bob)).status).toBe(303)
    expect(await entries(bob.id, ['logIn'])).toEqual([
      { action: 'logIn', actorId: bob.id, actorKind: 'account', actorAddress: '127.0.0.1' },
    ])
  })

  test('has the first use of an API key from an address, and no further one', async () => {
    const alice = await app.make.admin()
    const use = (from: string) => app.api.get(ME, { headers: { 'x-api-key': alice.apiKey, 'x-forwarded-for': from } })
    for (const from of ['192.0.2.1', '192.0.2.1', '2001:db8::1', '2001:db8::2', '192.0.2.1']) expect((await use(from)).status).toBe(200)
    const used = { action: 'useApiKey', actorId: alice.id, actorKind: 'admin' }
    expect(await entries(alice.id, ['useApiKey'])).toEqual([
      { ...used, actorAddress: '192.0.2.1' },
      { ...used, actorAddress: '2001:db8::1' },
    ])
    app.clock.advance(100)
    expect((await use('192.0.2.1')).status).toBe(200)
    expect(await entries(alice.id, ['useApiKey'])).toHaveLength(2)
  })
})
