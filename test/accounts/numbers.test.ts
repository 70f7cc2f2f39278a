import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAccount, newAddress, newPhone, receiveToken, signUp } from '../support/signUp.js'

const SPELLINGS: [string, (phone: string) => string][] = [
  ['with a plus sign', (phone) => phone],
  ['without one', (phone) => phone.slice(1)],
  ['with 00', (phone) => `00${phone.slice(1)}`],
]

describeApp('a user name that is a phone number', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off', SMS_DAILY_PER_RANGE: '1000', SMS_DAILY_PER_ADDRESS: '1000' } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const create = (more: object) => app.api.post('/api/accounts', newAccount(more), { as: alice })
  const bulk = async (rows: object[], more: object = {}) =>
    (await app.api.post('/api/accounts/bulk', { accounts: rows.map(newAccount), ...more }, { as: alice })).body.results
  const withToken = async (more: object) =>
    app.api.post('/api/accounts/with-token', newAccount({ token: await receiveToken(app), ...more }))
  const TAKEN = { code: 'username_taken', errors: { username: [expect.any(String)] } }
  const IN_USE = { code: 'phone_in_use', errors: { phone: [expect.any(String)] } }

  test.each(SPELLINGS)('of another account, %s, is refused at sign-up and creation, on every way', async (_, spelt) => {
    const phone = newPhone()
    await app.make.user({ phone })
    const username = spelt(phone)
    for (const response of [await withToken({ username }), await create({ username })]) {
      expect(response.status).toBe(422)
      expect(response.body).toMatchObject(TAKEN)
    }
    for (const more of [{}, { dry_run: true }]) expect(await bulk([{ username }], more)).toMatchObject([{ status: 'refused', ...TAKEN }])
    expect((await create({ username, domain: 'other.example.org' })).status).toBe(200)
  })

  test.each(SPELLINGS)('%s, keeps others from having that number', async (_, spelt) => {
    const phone = newPhone()
    await app.make.user({ username: spelt(phone) })
    const bob = await app.make.user()
    const answers = [
      await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob }),
      await withToken({ phone }),
      await create({ phone }),
    ]
    for (const response of answers) {
      expect(response.status).toBe(422)
      expect(response.body).toMatchObject(IN_USE)
    }
    for (const more of [{}, { dry_run: true }]) expect(await bulk([{ phone }], more)).toMatchObject([{ status: 'refused', ...IN_USE }])
    expect(await app.outbox.to(phone)).toEqual([])
  })

  test.each(SPELLINGS)('%s, may be the account’s own', async (_, spelt) => {
    const [mine, hers, later] = [newPhone(), newPhone(), newPhone()]
    expect((await create({ username: spelt(mine), phone: mine })).status).toBe(200)
    const { person } = await signUp(app, { username: spelt(hers), phone: hers })
    const { code } = (await app.outbox.last('sms', hers)).data
    expect((await app.api.post(`/api/accounts/${person.username}@${person.domain}/activate/phone`, { code })).body.phone).toBe(hers)
    const bob = await app.make.user({ username: spelt(later) })
    await app.api.post('/api/accounts/me/phone/request', { phone: later }, { as: bob })
    const pin = (await app.outbox.last('sms', later)).data.code!
    expect((await app.api.post('/api/accounts/me/phone', { code: pin }, { as: bob })).body.phone).toBe(later)
  })

  test.each(SPELLINGS)('%s, is refused in the panel, whether it is somebody’s or not', async (_, spelt) => {
    const phone = newPhone()
    await app.make.user({ phone })
    const named = await app.make.user({ username: spelt(newPhone()) })
    const [email, password] = [newAddress(), 'a new secret']
    const register = (username: string) => new PanelClient(app).send('/register/email', { username, email, password, again: password })
    const pages = await Promise.all([spelt(phone), named.username, spelt(newPhone())].map(register))
    for (const page of pages)
      expect([page.status, page.text]).toEqual([422, expect.stringContaining('A phone number cannot be used as a user name')])
    expect(await app.outbox.to(email)).toEqual([])
    expect((await register(`dave.${phone.slice(1)}`)).status).toBe(303)
  })

  test.each(SPELLINGS)('%s, is taken in each other spelling, on every way', async (_, spelt) => {
    const phone = newPhone()
    await app.make.user({ username: spelt(phone) })
    for (const username of SPELLINGS.map(([, other]) => other(phone))) {
      for (const response of [await withToken({ username }), await create({ username })]) {
        expect(response.status).toBe(422)
        expect(response.body).toMatchObject(TAKEN)
      }
      for (const more of [{}, { dry_run: true }]) expect(await bulk([{ username }], more)).toMatchObject([{ status: 'refused', ...TAKEN }])
    }
    expect((await create({ username: phone, domain: 'other.example.org' })).status).toBe(200)
  })

  test('in two spellings is two names until one of them is activated', async () => {
    const phone = newPhone()
    const waiting = async (username: string) => {
      const email = newAddress()
      await signUp(app, { username, email })
      const { code } = (await app.outbox.last('email', email)).data
      return () => app.api.post(`/api/accounts/${username}@sip.example.org/activate/email`, { code })
    }
    const [first, second] = [await waiting(phone), await waiting(phone.slice(1))]
    expect((await second()).status).toBe(200)
    expect(await first()).toMatchObject({ status: 422, body: { code: 'phone_in_use' } })
  })

  test('that nobody has activated keeps no owner from the number, and cannot be activated then, by an administrator neither', async () => {
    const phone = newPhone()
    const email = newAddress()
    const { person } = await signUp(app, { username: phone.slice(1), email })
    const bob = await app.make.user()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
    const pin = (await app.outbox.last('sms', phone)).data.code!
    expect((await app.api.post('/api/accounts/me/phone', { code: pin }, { as: bob })).status).toBe(200)
    const { code } = (await app.outbox.last('email', email)).data
    const activated = await app.api.post(`/api/accounts/${phone.slice(1)}@sip.example.org/activate/email`, { code })
    expect(activated.status).toBe(422)
    expect(activated.body.code).toBe('phone_in_use')
    for (const method of ['POST', 'GET'] as const)
      expect(await app.api.send(method, `/api/accounts/${person.id}/activate`, { as: alice })).toMatchObject({
        status: 422,
        body: { code: 'phone_in_use' },
      })
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    await browser.get(`/accounts/${person.id}`)
    expect((await browser.post(`/accounts/${person.id}/activate`)).status).toBe(303)
    expect((await browser.get(`/accounts/${person.id}`)).text).toContain('This phone number belongs to another account.')
    expect(await app.deps.db.prisma.account.findUnique({ where: { id: person.id } })).toMatchObject({ activated: false })
  })

  test('of a row is refused to the rows behind it, in one request too', async () => {
    const [first, second] = [newPhone(), newPhone()]
    const rows = [
      { phone: first },
      { username: first },
      { username: second.slice(1) },
      { phone: second },
      { username: `00${second.slice(1)}` },
    ]
    const expected = ['username_taken', 'phone_in_use', 'username_taken']
    for (const more of [{ dry_run: true }, {}]) {
      const results = await bulk(rows, more)
      expect([results[1].code, results[3].code, results[4].code]).toEqual(expected)
      expect([results[0].status, results[2].status]).toEqual(more.dry_run ? ['would_create', 'would_create'] : ['created', 'created'])
    }
  })

  test('that is proven while somebody takes it as a name belongs to one of the two', async () => {
    for (let round = 0; round < 5; round++) {
      const phone = newPhone()
      const bob = await app.make.user()
      await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })
      const { code } = (await app.outbox.last('sms', phone)).data
      const token = await receiveToken(app)
      const answers = await Promise.all([
        app.api.post('/api/accounts/me/phone', { code }, { as: bob }),
        app.api.post('/api/accounts/with-token', newAccount({ token, username: phone })),
        create({ username: phone.slice(1) }),
        create({ phone, username: `x.${unique()}` }),
      ])
      const { account } = app.deps.db.prisma
      const owners = await account.count({ where: { phone } })
      const named = await account.count({ where: { username: { in: [phone, phone.slice(1)] } } })
      expect(owners === 0 || named === 0).toBe(true)
      expect(owners).toBeLessThan(2)
      for (const { status } of answers) expect([200, 422]).toContain(status)
    }
  })
})
