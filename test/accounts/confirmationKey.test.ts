import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { wrongCode, wrongPins } from '../support/signUp.js'

describeApp('the confirmation key of an account that an administrator made', () => {
  const app = useApp()
  let alice: Person
  let phones = 0
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const phone = () => `+336123456${String(10 + phones++)}`
  async function create(more: object = {}) {
    const wanted = { username: `erin.${unique()}`, password: '3rin-secret', algorithm: 'SHA-256', ...more }
    const response = await app.api.post('/api/accounts', wanted, { as: alice })
    expect(response.status).toBe(200)
    return response.body
  }
  const activate = (account: { username: string }, code: string, by: 'email' | 'phone' = 'email') =>
    app.api.post(`/api/accounts/sip:${account.username}@sip.example.org/activate/${by}`, { code })
  const read = async (account: { id: number }) => (await app.api.get(`/api/accounts/${account.id}`, { as: alice })).body

  test.each([
    ['13 characters when it has neither e-mail nor phone', () => ({}), /^[A-Za-z0-9]{13}$/],
    ['13 characters when it has an e-mail', () => ({ email: 'erin@example.org' }), /^[A-Za-z0-9]{13}$/],
    ['13 characters when it has both', () => ({ email: 'erin@example.org', phone: phone() }), /^[A-Za-z0-9]{13}$/],
    ['a PIN when it has a phone alone', () => ({ phone: phone() }), /^[0-9]{4}$/],
  ])('has %s', async (_, more, form) => {
    const account = await create(more())
    expect(account.confirmation_key).toMatch(form)
    expect((await read(account)).confirmation_key).toBe(account.confirmation_key)
  })

  test('is there for administrators alone', async () => {
    const account = await create()
    const list = await app.api.get(`/api/accounts?search=${account.username}`, { as: alice })
    expect(list.body.data).toHaveLength(1)
    expect(list.text).not.toContain(account.confirmation_key)
    const info = await app.api.get(`/api/accounts/${account.username}@sip.example.org/info`)
    expect(info.text).not.toContain(account.confirmation_key)
  })

  test.each([
    ['a key', 'email', {}],
    ['a key', 'phone', {}],
    ['a PIN', 'email', { phone: '+33699887766' }],
    ['a PIN', 'phone', { phone: '+33699887755' }],
  ] as const)('that is %s activates it by activate/%s, once', async (_, by, more) => {
    const account = await create(more)
    const response = await activate(account, account.confirmation_key, by)
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: account.id, activated: true })
    expect(response.body).not.toHaveProperty('confirmation_key')
    expect(await read(account)).toMatchObject({ activated: true, confirmation_key: null, confirmation_key_expires: null })
    expect((await activate(account, account.confirmation_key, by)).status).toBe(404)
  })

  test('lasts for ever, or until the time that was said', async () => {
    const lasting = await create()
    const expiring = await create({ confirmation_key_expires: '2026-11-24 12:10:00' })
    const good = await create({ confirmation_key_expires: '2027-11-24 12:00:01' })
    expect(expiring.confirmation_key_expires).toBe('2026-11-24 12:10:00')
    app.clock.time = Date.UTC(2026, 10, 24, 12, 10, 0)
    const late = await activate(expiring, expiring.confirmation_key)
    expect(late.status).toBe(403)
    expect(late.body.code).toBe('code_expired')
    expect((await read(expiring)).activated).toBe(false)
    app.clock.time = Date.UTC(2027, 10, 24, 12, 0, 0)
    expect((await activate(good, good.confirmation_key)).status).toBe(200)
    expect((await activate(lasting, lasting.confirmation_key)).status).toBe(200)
  })

  test('that has expired is not told apart from a wrong one by a wrong guess', async () => {
    const account = await create({ confirmation_key_expires: '2020-01-01 00:00:00' })
    const response = await activate(account, 'wr0ngKeyAbCdE')
    expect(response.status).toBe(404)
    expect(response.body.code).toBe('wrong_code')
  })

  test.each(['0001-01-01 00:00:00', '9999-12-31 23:59:59'])('may expire at %s', async (time) => {
    const account = await create({ confirmation_key_expires: time })
    expect((await read(account)).confirmation_key_expires).toBe(time)
  })

  test('does not exist, and its expiry is ignored, when the account is activated', async () => {
    const account = await create({ activated: true, confirmation_key_expires: '2030-12-31 23:59:59' })
    expect(account).toMatchObject({ activated: true, confirmation_key: null, confirmation_key_expires: null })
  })

  test('that is a PIN bears three wrong tries, and is void afterwards', async () => {
    const account = await create({ phone: phone() })
    for (let i = 0; i < 3; i++) expect((await activate(account, wrongCode(account.confirmation_key), 'phone')).status).toBe(404)
    const response = await activate(account, account.confirmation_key, 'phone')
    expect(response.status).toBe(429)
    expect(response.body.code).toBe('too_many_tries')
    expect((await read(account)).activated).toBe(false)
  })

  test('that is a PIN bears three wrong tries even when they come at once', async () => {
    const account = await create({ phone: phone() })
    const wrong = wrongPins(account.confirmation_key, 7)
    const responses = await Promise.all(wrong.map((pin) => activate(account, pin, 'email')))
    expect(responses.map((response) => response.status).sort()).toEqual([404, 404, 404, 429, 429, 429, 429])
  })
})
