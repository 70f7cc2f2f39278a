import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone, type SignUp, signUp, wrongCode, wrongPins } from '../support/signUp.js'

describeApp('activation by the code that a sign-up sent', () => {
  const app = useApp()

  const entries = (action: string, accountId: number) => app.deps.db.prisma.auditEntry.count({ where: { action, accountId } })
  const activate = (username: string, code: unknown, by = 'email') =>
    app.api.post(`/api/accounts/${username}@sip.example.org/activate/${by}`, { code })
  /** Somebody who waits for a code, and the code. */
  async function waiting(by: 'email' | 'phone', headers: Record<string, string> = {}) {
    const to = by === 'email' ? newAddress() : newPhone()
    const { person, response } = await signUp(app, { [by]: to }, headers)
    const message = await app.outbox.last(by === 'email' ? 'email' : 'sms', to)
    return { ...person, to, response, message, code: message.data.code! }
  }
  const me = (person: SignUp['person']) => app.api.get('/api/accounts/me', { as: person })

  test.each([
    ['email', /^[A-Za-z0-9]{13}$/],
    ['phone', /^[0-9]{4}$/],
  ] as const)('opens the account, by %s', async (by, form) => {
    const dave = await waiting(by)
    expect(dave.response.body).toMatchObject({ activated: false, [by]: dave.to, email_changed: null })
    expect(dave.response.text).not.toContain(dave.code)
    expect((await me(dave)).body.code).toBe('account_not_activated')
    expect(dave.code).toMatch(form)
    expect(dave.message.text).toContain(dave.code)
    const response = await activate(dave.username, dave.code, by)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({ ...dave.response.body, activated: true, updated_at: expect.any(String) })
    expect((await me(dave)).body).toEqual(response.body)
  })

  test('by a PIN works at activate/email as well, where old apps send it, and so does a code at activate/phone', async () => {
    const [dave, erin] = [await waiting('phone'), await waiting('email')]
    expect((await activate(dave.username, dave.code, 'email')).body).toMatchObject({ activated: true, phone: dave.to })
    expect((await activate(erin.username, erin.code, 'phone')).body).toMatchObject({ activated: true, email: erin.to })
  })

  test('takes one of two codes; the other one proves its address later', async () => {
    const [email, phone] = [newAddress(), newPhone()]
    const { person, response } = await signUp(app, { email, phone })
    expect(response.body).toMatchObject({ activated: false, email, phone })
    const pin = (await app.outbox.last('sms', phone)).data.code!
    const activated = await activate(person.username, pin, 'phone')
    expect(activated.body).toMatchObject({
      activated: true,
      phone,
      email: null,
      email_changed: { new_email: email, created_at: '2026-11-24 12:00:00' },
    })
    const code = (await app.outbox.last('email', email)).data.code!
    const confirmed = await app.api.post('/api/accounts/me/email', { code }, { as: person })
    expect(confirmed.body).toMatchObject({ phone, email, email_changed: null })
  })

  test.each(['email', 'phone'] as const)('works once, by %s', async (by) => {
    const dave = await waiting(by)
    const done = await activate(dave.username, dave.code, by)
    expect(done.status).toBe(200)
    // liblinphone asks again when the answer was lost
    expect(await activate(dave.username, dave.code, by)).toMatchObject({ status: 200, body: done.body })
    expect(await entries('activateAccount', done.body.id)).toBe(1)
    app.clock.advance(600)
    expect((await activate(dave.username, dave.code, by)).status).toBe(404)
  })

  test('by a PIN: the one that was used is answered again, and can be guessed five times from there', async () => {
    const [dave, erin] = [await waiting('phone'), await waiting('phone')]
    const done = await activate(dave.username, dave.code, 'phone')
    const wrong = wrongPins(dave.code, 6)
    for (const pin of wrong.slice(0, 4)) expect((await activate(dave.username, pin, 'phone')).body.code).toBe('wrong_code')
    // right ones cost nothing
    for (let n = 0; n < 3; n++) expect(await activate(dave.username, dave.code, 'phone')).toMatchObject({ status: 200, body: done.body })
    expect((await activate(dave.username, wrong[4]!, 'phone')).body.code).toBe('wrong_code')
    for (const pin of [wrong[5]!, dave.code]) {
      const refused = await activate(dave.username, pin, 'phone')
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_tries' } })
      expect(Number(refused.header('retry-after'))).toBeGreaterThan(0)
    }
    // nobody else's
    expect((await activate(erin.username, erin.code, 'phone')).status).toBe(200)
    expect((await activate(erin.username, erin.code, 'phone')).status).toBe(200)
  })

  test.each(['email', 'phone'] as const)('works until the code expires, by %s', async (by) => {
    const [early, late] = [await waiting(by), await waiting(by)]
    app.clock.advance(app.config.codeTtl - 1)
    expect((await activate(early.username, early.code, by)).status).toBe(200)
    app.clock.advance(1)
    const refused = await activate(late.username, late.code, by)
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('code_expired')
    expect((await me(late)).status).toBe(403)
  })

  test('answers a wrong code, an unknown account, one that waits for nothing and a wrong guess at an expired code alike', async () => {
    const [dave, late, bob] = [await waiting('email'), await waiting('email'), await app.make.user()]
    const { request_id: _, ...expected } = (await activate(dave.username, wrongCode(dave.code))).body
    expect(expected).toMatchObject({ code: 'wrong_code', message: expect.any(String) })
    app.clock.advance(app.config.codeTtl)
    for (const username of ['nobody.here', bob.username, late.username]) {
      const response = await activate(username, wrongCode(dave.code))
      expect(response.status).toBe(404)
      expect(response.body).toMatchObject(expected)
    }
  })

  test('minds the case of a code, and takes nobody else’s', async () => {
    const [dave, erin] = [await waiting('email'), await waiting('email')]
    expect((await activate(dave.username, erin.code)).status).toBe(404)
    const swapped = [...dave.code].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')
    if (swapped !== dave.code) expect((await activate(dave.username, swapped)).status).toBe(404)
    expect((await activate(dave.username, dave.code)).status).toBe(200)
  })

  test.each([
    '',
    '123',
    '12345',
    '12a4',
    '١٢٣٤',
    'twelveChars1',
    'fourteenChars1',
    'with-hyphen13',
    '1234\n',
    1234,
    null,
    ['1234'],
    undefined,
  ])('refuses the malformed code %j, and takes no try for it', async (code) => {
    const dave = await waiting('phone')
    for (let n = 0; n < 4; n++) {
      for (const by of ['email', 'phone']) {
        const response = await activate(dave.username, code, by)
        expect(response.status).toBe(422)
        expect(response.body).toMatchObject({ code: 'validation_failed', errors: { code: [expect.any(String)] } })
      }
    }
    expect((await activate(dave.username, dave.code, 'phone')).status).toBe(200)
  })

  test.each(['email', 'phone'])('is 429 after three wrong PINs at activate/%s, with the right one too', async (by) => {
    const dave = await waiting('phone')
    for (const pin of wrongPins(dave.code, 3)) expect((await activate(dave.username, pin, by)).status).toBe(404)
    const response = await activate(dave.username, dave.code, by)
    expect(response.status).toBe(429)
    expect(response.body.code).toBe('too_many_tries')
    expect(response.header('retry-after')).toBe(String(app.config.codeTtl))
    expect((await me(dave)).status).toBe(403)
  })

  test('looks at three of thirty guesses that come at once', async () => {
    const dave = await waiting('phone')
    const guesses = [...wrongPins(dave.code, 29), dave.code]
    const responses = await Promise.all(guesses.map((pin, n) => activate(dave.username, pin, n % 2 ? 'email' : 'phone')))
    const looked = responses.filter((r) => r.status !== 429)
    expect(looked).toHaveLength(3)
    expect(looked.filter((r) => r.status === 404 || r.status === 200)).toHaveLength(3)
  })

  test('by the same code twenty times at once happens once', async () => {
    const dave = await waiting('email')
    const responses = await Promise.all(Array.from({ length: 20 }, () => activate(dave.username, dave.code)))
    expect(responses.map((r) => r.status)).toEqual(Array(20).fill(200))
    expect(await entries('activateAccount', responses[0]!.body.id)).toBe(1)
  })

  test('gives a number to one of two that proved it, and refuses the other one', async () => {
    const phone = newPhone()
    const people = [(await signUp(app, { phone })).person, (await signUp(app, { phone })).person]
    const codes = (await app.outbox.to(phone)).map((message) => message.data.code!)
    const responses = await Promise.all(people.map((person, n) => activate(person.username, codes[n]!, 'phone')))
    expect(responses.map((r) => r.status).sort()).toEqual([200, 422])
    const loser = responses.findIndex((r) => r.status === 422)
    expect(responses[loser]!.body).toMatchObject({ code: 'phone_in_use', errors: { phone: [expect.any(String)] } })
    expect((await me(people[loser]!)).status).toBe(403)
  })

  const FRENCH = [/Ce code active/, /Votre code/] as const
  const ENGLISH = [/This code activates/, /validation code/] as const
  test.each([
    ['fr', FRENCH],
    ['fr-CA,fr;q=0.9,en;q=0.5', FRENCH],
    ['de, en;q=0.2, fr;q=0.8', FRENCH],
    ['en-GB', ENGLISH],
    ['de', ENGLISH],
    ['', ENGLISH],
  ])('sends the code in the language of Accept-Language: %s', async (language, [mail, sms]) => {
    expect((await waiting('email', { 'accept-language': language })).message.text).toMatch(mail)
    expect((await waiting('phone', { 'accept-language': language })).message.text).toMatch(sms)
  })
})
