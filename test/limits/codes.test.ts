import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone, signUp, wrongCode } from '../support/signUp.js'

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
