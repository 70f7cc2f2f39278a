import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { startApp, type TestApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newAccount, newAddress, receiveToken } from '../support/signUp.js'
import { useClosing } from '../support/use.js'

describeApp('messages', () => {
  let app: TestApp
  const closing = useClosing()
  const start = async (env: Record<string, string>): Promise<TestApp> => {
    app = closing(await startApp({ env: { TRUST_PROXY: '1', ...env } }), (one) => one.close())
    return app
  }

  const somebody = async (): Promise<Person> => {
    const person = await app.make.user()
    return { ...person, apiKey: await app.make.apiKey(person) }
  }
  const ask = (as: Person, phone: string, from = '192.0.2.1') =>
    app.api.post('/api/accounts/me/phone/request', { phone }, { as, headers: { 'x-forwarded-for': from } })
  const french = (n: number) => `+3361200${String(n).padStart(4, '0')}`

  test('go to one number five times a day, whoever asks', async () => {
    const { clock } = await start({})
    for (let i = 0; i < 5; i++) expect((await ask(await somebody(), french(1), `192.0.2.${i}`)).status).toBe(200)
    const refused = await ask(await somebody(), french(1), '192.0.2.9')
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ code: 'rate_limited', message: expect.stringContaining('this number') })
    expect(refused.header('retry-after')).toBe('86400')
    expect((await ask(await somebody(), french(2))).status).toBe(200)
    clock.advance(86_400)
    expect((await ask(await somebody(), french(1))).status).toBe(200)
  })

  test.each([
    ['for one range of numbers', 'SMS_DAILY_PER_RANGE', (n: number) => [french(n), `192.0.2.${n}`], ['+4915112345678', '192.0.2.1']],
    ['for one address', 'SMS_DAILY_PER_ADDRESS', (n: number) => [`+336${n}2345678`, '2001:db8::1'], ['+4915112345678', '192.0.2.1']],
    ['in all', 'SMS_DAILY_LIMIT', (n: number) => [`+336${n}2345678`, `192.0.2.${n}`], undefined],
  ])('have a cap %s (%s)', async (_, variable, place, other) => {
    const { clock } = await start({ [variable]: '3' })
    const send = async (n: number) => ask(await somebody(), ...(place(n) as [string, string]))
    for (let n = 1; n <= 3; n++) expect((await send(n)).status).toBe(200)
    expect((await send(4)).status).toBe(429)
    if (other) expect((await ask(await somebody(), ...(other as [string, string]))).status).toBe(200)
    clock.advance(86_400)
    expect((await send(5)).status).toBe(200)
  })

  test('that were not sent do not count', async () => {
    const { make, api } = await start({ SMS_DAILY_LIMIT: '2' })
    const taken = await make.user()
    const token = await receiveToken(app)
    const sign = (username: string) => api.post('/api/accounts/with-token', { ...newAccount({ token, phone: french(1) }), username })
    for (let i = 0; i < 2; i++) expect((await sign(taken.username)).status).toBe(422)
    expect((await sign('dave.is.new')).status).toBe(200)
    expect((await ask(await somebody(), french(2))).status).toBe(200)
    expect((await ask(await somebody(), french(3))).status).toBe(429)
  })

  test('of a sign-up count too; what is refused leaves the token good', async () => {
    const { api, clock } = await start({ SMS_DAILY_LIMIT: '1' })
    expect((await ask(await somebody(), french(1))).status).toBe(200)
    const account = newAccount({ token: await receiveToken(app), phone: french(2) })
    expect((await api.post('/api/accounts/with-token', account)).status).toBe(429)
    expect((await api.post('/api/accounts/with-token', { ...account, phone: undefined, email: newAddress() })).status).toBe(200)
    clock.advance(86_400)
    expect((await ask(await somebody(), french(2))).status).toBe(200)
  })

  test('go to one mailbox twenty times a day, whatever stands behind a plus sign', async () => {
    const { api } = await start({ RATE_LIMIT: 'on' })
    const request = async (email: string) => api.post('/api/accounts/me/email/request', { email }, { as: await somebody() })
    for (let i = 0; i < 20; i++) expect((await request(`erin+${i}@example.org`)).status).toBe(200)
    expect((await request('erin+21@example.org')).status).toBe(429)
    expect((await request('erin@example.org')).status).toBe(429)
    expect((await request('dave@example.org')).status).toBe(200)
  })

  test('go to one e-mail address twenty times a day, in whatever case it is written', async () => {
    const { api } = await start({ RATE_LIMIT: 'on' })
    const request = async (email: string) => api.post('/api/accounts/me/email/request', { email }, { as: await somebody() })
    for (let i = 0; i < 20; i++) expect((await request(i % 2 ? 'erin@example.org' : 'Erin@Example.org')).status).toBe(200)
    expect((await request('erin@example.org')).status).toBe(429)
    expect((await request('frank@example.org')).status).toBe(200)
  })

  test('and what else is counted leaves the table when it has had its time, and names nobody', async () => {
    const { deps, clock } = await start({ RATE_LIMIT: 'on' })
    await ask(await somebody(), french(1))
    const rows = await deps.db.prisma.rateLimit.findMany()
    expect(rows.length).toBeGreaterThanOrEqual(4)
    expect(rows.filter(({ id }) => id.length > 80 || /6120|192\.0/.test(id))).toEqual([])
    expect((await clearExpired(deps)).limits).toBe(0)
    clock.advance(60 * 86_400) // from where an account was used is kept longest
    expect((await clearExpired(deps)).limits).toBe(rows.length)
    expect(await deps.db.prisma.rateLimit.count()).toBe(0)
  })
})
