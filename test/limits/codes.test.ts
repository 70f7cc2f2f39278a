import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone, signUp, wrongCode, wrongPins } from '../support/signUp.js'

describeApp('wrong codes', () => {
  const app = useApp()

  test('an account may have ten PINs a day, with as many PINs as it asks for', async () => {
    const bob = await app.make.user()
    bob.apiKey = await app.make.apiKey(bob)
    const confirm = (code: string) => app.api.post('/api/accounts/me/phone', { code }, { as: bob })
    const ask = async () => {
      const phone = newPhone()
      expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
      return (await app.outbox.last('sms', phone)).data.code!
    }
    for (let wrong = 0; wrong < 9; wrong += 3) {
      const pin = await ask()
      for (let i = 0; i < 3; i++) expect((await confirm(wrongCode(pin))).status).toBe(422)
    }
    const last = await ask()
    expect((await confirm(wrongCode(last))).status).toBe(422)
    const refused = await confirm(last)
    expect(refused.status).toBe(429)
    expect(refused.body.code).toBe('too_many_tries')
    expect(refused.header('retry-after')).toBe('86400')
    app.clock.advance(86_400)
    expect((await confirm(await ask())).status).toBe(200)
  })

  test('are remembered by a service that starts again', async () => {
    const bob = await app.make.user()
    bob.apiKey = await app.make.apiKey(bob)
    const phone = newPhone()
    const ask = async () => {
      expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
      return (await app.outbox.last('sms', phone)).data.code!
    }
    for (let asked = 0; asked < 4; asked++) {
      const pin = await ask()
      for (let i = 0; i < 3; i++) await app.api.post('/api/accounts/me/phone', { code: wrongCode(pin) }, { as: bob })
    }
    const pin = await ask()
    const again = await startApp({ database: { url: app.config.databaseUrl, drop: async () => undefined }, clock: app.clock })
    try {
      expect((await again.api.post('/api/accounts/me/phone', { code: pin }, { as: bob })).status).toBe(429)
    } finally {
      await again.close()
    }
  })
})

describeApp('a stranger who tries codes', () => {
  const app = useApp({ env: { TRUST_PROXY: '1', RATE_LIMIT: 'on' } })

  const OWN = '192.0.2.77'
  let addresses = 0
  const stranger = () => `198.51.100.${(++addresses % 250) + 1}`
  const activate = (username: string, code: string, from: string, by = 'email') =>
    app.api.post(`/api/accounts/${username}@sip.example.org/activate/${by}`, { code }, { headers: { 'x-forwarded-for': from } })
  const waiting = async (by: 'email' | 'phone') => {
    const to = by === 'email' ? newAddress() : newPhone()
    const { person } = await signUp(app, { [by]: to }, { 'x-forwarded-for': OWN })
    return { ...person, code: (await app.outbox.last(by === 'email' ? 'email' : 'sms', to)).data.code! }
  }
  /** Somebody with an address and a change of both addresses under way. */
  const changing = async () => {
    const bob = await app.make.user()
    bob.apiKey = await app.make.apiKey(bob)
    const [email, phone] = [newAddress(), newPhone()]
    for (const body of [{ email }, { phone }]) {
      const path = `/api/accounts/me/${Object.keys(body)[0]}/request`
      expect((await app.api.post(path, body, { as: bob, headers: { 'x-forwarded-for': OWN } })).status).toBe(200)
    }
    const code = async (channel: 'email' | 'sms', to: string) => (await app.outbox.last(channel, to)).data.code!
    return { bob, code: await code('email', email), pin: await code('sms', phone) }
  }

  test('keeps nobody from activating by the code of a mail: from the same address or another', async () => {
    const [dave, erin] = [await waiting('email'), await waiting('email')]
    for (let i = 0; i < 15; i++)
      for (const from of [OWN, stranger()]) expect((await activate(dave.username, wrongCode(dave.code), from)).status).toBe(404)
    expect((await activate(dave.username, dave.code, stranger())).status).toBe(200)
    for (let i = 0; i < 15; i++) await activate(erin.username, wrongCode(erin.code), stranger())
    expect((await activate(erin.username, erin.code, OWN)).status).toBe(200)
  })

  test('keeps nobody from activating by a confirmation key', async () => {
    const carol = await app.make.unconfirmed()
    const key = carol.record.confirmationKey!
    for (let i = 0; i < 15; i++) expect((await activate(carol.username, wrongCode(key), stranger())).status).toBe(404)
    expect((await activate(carol.username, key, OWN)).status).toBe(200)
  })

  test('delays no change of an active account, neither with wrong codes for activation nor by the link of a mail', async () => {
    const { bob, code, pin } = await changing()
    for (let i = 0; i < 12; i++) {
      expect((await activate(bob.username, 'AAAAAAAAAAAAA', stranger())).status).toBe(404)
      expect((await activate(bob.username, wrongCode(pin), stranger(), 'phone')).status).toBe(404)
      expect((await activate(bob.username, wrongCode(pin), OWN, 'phone')).status).toBe(404)
      const body = `account=${bob.id}&code=${wrongCode(code)}`
      const headers = { 'x-forwarded-for': stranger(), 'content-type': 'application/x-www-form-urlencoded' }
      expect((await fetch(`${app.url}/confirm-email`, { method: 'POST', body, headers })).status).toBeGreaterThanOrEqual(400)
    }
    expect((await app.api.post('/api/accounts/me/phone', { code: pin }, { as: bob })).status).toBe(200)
    expect((await app.api.post('/api/accounts/me/email', { code }, { as: bob })).status).toBe(200)
  })

  test('uses up three tries of a PIN from elsewhere, and those of its owner stay', async () => {
    const dave = await waiting('phone')
    for (const pin of wrongPins(dave.code, 3)) expect((await activate(dave.username, pin, stranger(), 'phone')).status).toBe(404)
    app.clock.advance(10)
    const refused = await activate(dave.username, dave.code, stranger(), 'phone')
    expect(refused.status).toBe(429)
    expect(refused.body.code).toBe('too_many_tries')
    expect(refused.header('retry-after')).toBe(String(app.config.codeTtl - 10))
    for (const pin of wrongPins(dave.code, 2)) expect((await activate(dave.username, pin, OWN, 'phone')).status).toBe(404)
    expect((await activate(dave.username, dave.code, OWN, 'phone')).status).toBe(200)
  })

  test('gets six looks at a PIN that comes by SMS, however many come at once from wherever', async () => {
    const dave = await waiting('phone')
    const answers = await Promise.all(
      wrongPins(dave.code, 40).map((pin, n) => activate(dave.username, pin, n % 2 ? OWN : stranger(), 'phone')),
    )
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(6)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(34)
  })

  test('of one address voids no PIN that an administrator handed out; of two addresses does, until there is another one', async () => {
    const alice = await app.make.admin()
    const carol = await app.make.unconfirmed({ phone: newPhone() })
    const pin = carol.record.confirmationKey!
    const [one, two] = [stranger(), stranger()]
    for (const wrong of wrongPins(pin, 3)) expect((await activate(carol.username, wrong, one)).status).toBe(404)
    const refused = await activate(carol.username, pin, one)
    expect(refused.status).toBe(429)
    expect(refused.header('retry-after')).toBe('86400')
    for (const wrong of wrongPins(pin, 3)) expect((await activate(carol.username, wrong, two)).status).toBe(404)
    const gone = await activate(carol.username, pin, OWN)
    expect(gone.status).toBe(403)
    expect(gone.body.code).toBe('code_expired')

    const renewed = await app.api.post(`/api/accounts/${carol.id}/confirmation-key`, undefined, { as: alice })
    expect(renewed.status).toBe(200)
    expect(renewed.body.confirmation_key).toMatch(/^\d{4}$/)
    expect((await activate(carol.username, renewed.body.confirmation_key, OWN)).status).toBe(200)
  })
})

describeApp('wrong PINs of one number', () => {
  const app = useApp({ env: { SMS_DAILY_PER_NUMBER: '100', TRUST_PROXY: '1' } })
  const DAY = 86_400

  /** Somebody to whom a PIN was sent at this number. */
  async function somebody(phone: string) {
    const person = await app.make.user()
    const as = { ...person, apiKey: await app.make.apiKey(person) }
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as })).status).toBe(200)
    const pin = (await app.outbox.last('sms', phone)).data.code!
    const confirm = (code: string) => app.api.post('/api/accounts/me/phone', { code }, { as })
    return { pin, confirm, wrong: async (times: number) => Promise.all(wrongPins(pin, times).map(confirm)) }
  }
  const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort()

  test('are five a day over all accounts, and a new PIN gives none back', async () => {
    const phone = newPhone()
    const [one, two] = [await somebody(phone), await somebody(phone)]
    expect(statuses(await one.wrong(3))).toEqual([422, 422, 422])
    expect(statuses(await two.wrong(3))).toEqual([422, 422, 429])
    const refused = await two.confirm(two.pin)
    expect([refused.status, refused.body.code, refused.header('retry-after')]).toEqual([429, 'too_many_tries', String(DAY)])
    expect(refused.body.message).toBe('Too many wrong codes were tried for this number or address. Wait: a new code does not help.')
    const three = await somebody(phone)
    expect((await three.confirm(three.pin)).status).toBe(429)
    const elsewhere = await somebody(newPhone())
    expect((await elsewhere.confirm(elsewhere.pin)).status).toBe(200)
    app.clock.advance(DAY)
    const later = await somebody(phone)
    expect((await later.confirm(later.pin)).status).toBe(200)
  })

  test('are twenty in thirty days; right ones do not count', async () => {
    const phone = newPhone()
    for (let day = 0; day < 4; day++) {
      for (let round = 0; round < 2; round++) {
        const somebodyElse = await somebody(phone)
        expect(statuses(await somebodyElse.wrong(2))).toEqual([422, 422])
        expect((await somebodyElse.confirm(somebodyElse.pin)).status).toBe(200)
        await app.deps.db.prisma.account.updateMany({ where: { phone }, data: { phone: null } })
      }
      expect(statuses(await (await somebody(phone)).wrong(2))).toEqual([422, 429])
      app.clock.advance(DAY)
    }
    const last = await somebody(phone)
    const refused = await last.confirm(last.pin)
    expect([refused.status, refused.header('retry-after')]).toEqual([429, String(26 * DAY)])
    app.clock.advance(26 * DAY)
    const later = await somebody(phone)
    expect((await later.confirm(later.pin)).status).toBe(200)
  })

  test('that are tried elsewhere than where they were asked for, by nobody who is logged in, cost an owner none', async () => {
    const phone = newPhone()
    for (let n = 0; n < 2; n++) {
      const { person } = await signUp(app, { phone })
      const pin = (await app.outbox.last('sms', phone)).data.code!
      const activate = (code: string) =>
        app.api.post(
          `/api/accounts/${person.username}@${person.domain}/activate/phone`,
          { code },
          { headers: { 'x-forwarded-for': '198.51.100.9' } },
        )
      await Promise.all(wrongPins(pin, 3).map(activate))
      expect((await activate(pin)).status).toBe(429)
    }
    const owner = await somebody(phone)
    expect((await owner.confirm(owner.pin)).status).toBe(200)
  })
})
