import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone, signUp, wrongCode, wrongPins } from '../support/signUp.js'

describeApp('wrong codes', () => {
  const app = useApp()

  test('an account may have ten a day, with as many codes as it asks for', async () => {
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
      for (let i = 0; i < 3; i++) expect((await confirm(wrongCode(pin))).status).toBe(403)
    }
    const last = await ask()
    expect((await confirm(wrongCode(last))).status).toBe(403)
    const refused = await confirm(last)
    expect(refused.status).toBe(429)
    expect(refused.body.code).toBe('too_many_tries')
    expect(refused.header('retry-after')).toBe('86400')
    app.clock.advance(86_400)
    expect((await confirm(await ask())).status).toBe(200)
  })

  test('count for the account, wherever they are sent: e-mail, phone, activation', async () => {
    const email = newAddress()
    const { person } = await signUp(app, { email, phone: newPhone() })
    const activate = (by: string, code: string) =>
      app.api.post(`/api/accounts/${person.username}@${person.domain}/activate/${by}`, { code })
    const { code } = (await app.outbox.last('email', email)).data
    for (let i = 0; i < 7; i++) expect((await activate('email', wrongCode(code!))).status).toBe(404)
    for (let i = 0; i < 3; i++) expect((await activate('phone', '0000')).status).toBe(404)
    expect((await activate('email', code!)).status).toBe(429)
    app.clock.advance(86_400)
    expect((await activate('email', code!)).status).toBe(403)
  })

  test('of an account that does not exist count the same', async () => {
    const activate = () => app.api.post('/api/accounts/nobody.here@sip.example.org/activate/email', { code: 'aaaaaaaaaaaaa' })
    for (let i = 0; i < 10; i++) expect((await activate()).status).toBe(404)
    expect((await activate()).status).toBe(429)
  })

  test('are remembered by a service that starts again', async () => {
    const { person } = await signUp(app, { email: newAddress() })
    const path = `/api/accounts/${person.username}@${person.domain}/activate/email`
    for (let i = 0; i < 10; i++) await app.api.post(path, { code: 'aaaaaaaaaaaaa' })
    const again = await startApp({ database: { url: app.config.databaseUrl, drop: async () => undefined }, clock: app.clock })
    try {
      expect((await again.api.post(path, { code: 'aaaaaaaaaaaaa' })).status).toBe(429)
    } finally {
      await again.close()
    }
  })
})

describeApp('wrong PINs of one number', () => {
  const app = useApp({ env: { SMS_DAILY_PER_NUMBER: '100' } })
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
    expect(statuses(await one.wrong(3))).toEqual([403, 403, 403])
    expect(statuses(await two.wrong(3))).toEqual([403, 403, 429])
    const refused = await two.confirm(two.pin)
    expect([refused.status, refused.body.code, refused.header('retry-after')]).toEqual([429, 'too_many_tries', String(DAY)])
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
        expect(statuses(await somebodyElse.wrong(2))).toEqual([403, 403])
        expect((await somebodyElse.confirm(somebodyElse.pin)).status).toBe(200)
        await app.deps.db.prisma.account.updateMany({ where: { phone }, data: { phone: null } })
      }
      expect(statuses(await (await somebody(phone)).wrong(2))).toEqual([403, 429])
      app.clock.advance(DAY)
    }
    const last = await somebody(phone)
    const refused = await last.confirm(last.pin)
    expect([refused.status, refused.header('retry-after')]).toEqual([429, String(26 * DAY)])
    app.clock.advance(26 * DAY)
    const later = await somebody(phone)
    expect((await later.confirm(later.pin)).status).toBe(200)
  })

  test('that strangers try, who are not logged in, cost an owner none', async () => {
    const phone = newPhone()
    for (let n = 0; n < 2; n++) {
      const { person } = await signUp(app, { phone })
      const pin = (await app.outbox.last('sms', phone)).data.code!
      const activate = (code: string) => app.api.post(`/api/accounts/${person.username}@${person.domain}/activate/phone`, { code })
      await Promise.all(wrongPins(pin, 3).map(activate))
      expect((await activate(pin)).status).toBe(429)
    }
    const owner = await somebody(phone)
    expect((await owner.confirm(owner.pin)).status).toBe(200)
  })
})
