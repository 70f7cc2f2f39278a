import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newAddress, newPhone, wrongCode, wrongPins } from '../support/signUp.js'

const EMAIL = '/api/accounts/me/email'

describeApp('changing my e-mail address', () => {
  const app = useApp()

  const ask = (bob: Person, email: unknown, headers: Record<string, string> = {}) =>
    app.api.post(`${EMAIL}/request`, { email }, { as: bob, headers })
  const confirm = (bob: Person, code: unknown) => app.api.post(EMAIL, { code }, { as: bob })
  const me = async (bob: Person) => (await app.api.get('/api/accounts/me', { as: bob })).body
  /** Asks for a change: the code that was sent. */
  async function codeFor(bob: Person, email: string): Promise<string> {
    expect((await ask(bob, email)).status).toBe(200)
    return (await app.outbox.last('email', email)).data.code!
  }

  test('sends a code of four digits and a link to the new address, and waits', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const email = newAddress()
    const response = await ask(bob, email)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({})
    const [message, ...more] = await app.outbox.to(email)
    expect(more).toEqual([])
    expect(message!.data.code).toMatch(/^[0-9]{4}$/)
    expect(message!.text).toContain(message!.data.code)
    expect(message!.text).toContain(message!.data.link)
    expect(await me(bob)).toMatchObject({ email: bob.record.email, email_changed: { new_email: email, created_at: '2026-11-24 12:00:00' } })
  })

  test('tells the old address nothing that would let its reader confirm', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const code = await codeFor(bob, newAddress())
    for (const message of await app.outbox.to(bob.record.email!)) {
      expect(message.data).toEqual({})
      expect(message.text).not.toContain(code)
    }
  })

  test('is done by the code, once', async () => {
    const bob = await app.make.user()
    const email = newAddress()
    const code = await codeFor(bob, email)
    const response = await confirm(bob, code)
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: bob.id, email, email_changed: null })
    expect(await me(bob)).toEqual(response.body)
    // liblinphone asks again when the answer was lost
    expect(await confirm(bob, code)).toMatchObject({ status: 200, body: response.body })
    app.clock.advance(600)
    const again = await confirm(bob, code)
    expect(again.status).toBe(404)
    expect(again.body.code).toBe('nothing_pending')
  })

  test('may lead to an address that another account has', async () => {
    const email = newAddress()
    await app.make.user({ email })
    const bob = await app.make.user()
    expect((await confirm(bob, await codeFor(bob, email))).body.email).toBe(email)
  })

  test('is 404 when nothing is pending', async () => {
    const response = await confirm(await app.make.user(), 'c0d3AbCdEfGhI')
    expect(response.status).toBe(404)
    expect(response.body.code).toBe('nothing_pending')
  })

  test('is refused for a wrong code, and for the code of somebody else', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const [code, hers] = [await codeFor(bob, newAddress()), await codeFor(erin, newAddress())]
    for (const wrong of [wrongCode(code), hers]) {
      const response = await confirm(bob, wrong)
      expect(response).toMatchObject({ status: 422, body: { code: 'wrong_code', errors: { code: [expect.any(String)] } } })
    }
    expect((await me(bob)).email).toBeNull()
    expect((await confirm(bob, code)).status).toBe(200)
  })

  test('waits until the code expires', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const [early, late] = [await codeFor(bob, newAddress()), await codeFor(erin, newAddress())]
    app.clock.advance(app.config.codeTtl - 1)
    expect((await confirm(bob, early)).status).toBe(200)
    app.clock.advance(1)
    const response = await confirm(erin, late)
    expect(response.status).toBe(410)
    expect(response.body.code).toBe('code_expired')
    expect((await me(erin)).email).toBeNull()
  })

  test('asked for again makes the earlier code void, and counts tries anew', async () => {
    const bob = await app.make.user()
    const first = await codeFor(bob, newAddress())
    for (let n = 0; n < 3; n++) await confirm(bob, wrongCode(first))
    const email = newAddress()
    const second = await codeFor(bob, email)
    expect((await confirm(bob, first)).body.code).toBe('wrong_code')
    expect((await confirm(bob, second)).body.email).toBe(email)
  })

  test('bears three wrong codes: the right one is good as the third, and void as the fourth', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const [his, hers] = [await codeFor(bob, newAddress()), await codeFor(erin, newAddress())]
    for (const pin of wrongPins(his, 2)) expect((await confirm(bob, pin)).status).toBe(422)
    expect((await confirm(bob, his)).status).toBe(200)
    for (const pin of wrongPins(hers, 3)) expect((await confirm(erin, pin)).status).toBe(422)
    expect(await confirm(erin, hers)).toMatchObject({ status: 429, body: { code: 'too_many_tries' } })
    expect((await me(erin)).email).toBeNull()
  })

  test('asked for again a moment later sends nothing, and the code stays good', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const email = newAddress()
    const code = await codeFor(bob, email)
    app.clock.advance(100)
    expect((await ask(bob, email)).status).toBe(200)
    expect(await app.outbox.to(email)).toHaveLength(1)
    expect(await app.outbox.to(bob.record.email!)).toHaveLength(1)
    expect((await confirm(bob, code)).body.email).toBe(email)
  })

  test('asked for again sends another code when the first was void, or could not be sent, or was sent a while ago', async () => {
    const bob = await app.make.user()
    const email = newAddress()
    const first = await codeFor(bob, email)
    for (const pin of wrongPins(first, 3)) await confirm(bob, pin)
    await codeFor(bob, email)
    expect(await app.outbox.to(email)).toHaveLength(2)
    await app.deps.db.prisma.message.updateMany({ where: { recipient: email }, data: { failedAt: new Date(app.clock.now()) } })
    await codeFor(bob, email)
    expect(await app.outbox.to(email)).toHaveLength(3)
    app.clock.advance(120)
    await codeFor(bob, email)
    expect(await app.outbox.to(email)).toHaveLength(4)
  })

  test('is done once by a code that comes ten times at once', async () => {
    const bob = await app.make.user()
    bob.apiKey = await app.make.apiKey(bob)
    const code = await codeFor(bob, newAddress())
    const responses = await Promise.all(Array.from({ length: 10 }, () => confirm(bob, code)))
    // those that come after the first get its answer; of those at the same moment three are looked at
    const statuses = new Set(responses.map((r) => r.status))
    expect(statuses).toContain(200)
    expect([200, 429]).toEqual(expect.arrayContaining([...statuses]))
    expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'changeEmail' } })).toBe(1)
  })

  test('has nothing to do with a change of the phone number', async () => {
    const bob = await app.make.user()
    const [code, phone] = [await codeFor(bob, newAddress()), newPhone()]
    await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })
    const pin = (await app.outbox.last('sms', phone)).data.code!
    expect((await confirm(bob, code)).body).toMatchObject({ phone: null, email: expect.any(String) })
    expect((await app.api.post('/api/accounts/me/phone', { code: pin }, { as: bob })).body.phone).toBe(phone)
  })

  test('to the address that it is already is refused', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const response = await ask(bob, bob.record.email)
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'email_unchanged', errors: { email: [expect.any(String)] } })
  })

  test.each([
    '',
    'bob',
    'bob@',
    '@example.org',
    'bob@ex ample.org',
    'bob@example.org\r\nBcc: erin@example.org',
    'bob@example.org,erin@example.org',
    `${'b'.repeat(250)}@example.org`,
    null,
    7,
    {},
  ])('to %j is refused, and sends nothing', async (email) => {
    const bob = await app.make.user()
    const response = await ask(bob, email)
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'validation_failed', errors: { email: [expect.any(String)] } })
    expect((await me(bob)).email_changed).toBeNull()
  })

  test.each(['', '123', '12345', '12a4', 'twelveChars1', 'fourteenChars1', 'with-hyphen13', null, 1234567890123])(
    'is refused for the malformed code %j',
    async (code) => {
      const bob = await app.make.user()
      await codeFor(bob, newAddress())
      const response = await confirm(bob, code)
      expect(response.status).toBe(422)
      expect(response.body).toMatchObject({ code: 'validation_failed', errors: { code: [expect.any(String)] } })
    },
  )

  test('writes French to those who ask in French', async () => {
    const [bob, email] = [await app.make.user(), newAddress()]
    await ask(bob, email, { 'accept-language': 'fr-FR' })
    expect((await app.outbox.last('email', email)).text).toMatch(/Bonjour|adresse/)
  })
})
