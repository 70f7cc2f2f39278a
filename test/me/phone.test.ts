import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newPhone, wrongPins } from '../support/signUp.js'

const PHONE = '/api/accounts/me/phone'

describeApp('changing my phone number', () => {
  const app = useApp()

  const ask = (bob: Person, phone: unknown, headers: Record<string, string> = {}) =>
    app.api.post(`${PHONE}/request`, { phone }, { as: bob, headers })
  const confirm = (bob: Person, code: unknown) => app.api.post(PHONE, { code }, { as: bob })
  const phoneOf = async (bob: Person) => (await app.api.get('/api/accounts/me', { as: bob })).body.phone
  /** A user with a key: thirty requests of theirs are thirty requests. */
  async function user(options: { phone?: string } = {}): Promise<Person> {
    const bob = await app.make.user(options)
    return { ...bob, apiKey: await app.make.apiKey(bob) }
  }
  /** Asks for a change: the PIN that was sent. */
  async function pinFor(bob: Person, phone: string): Promise<string> {
    expect((await ask(bob, phone)).status).toBe(200)
    return (await app.outbox.last('sms', phone)).data.code!
  }

  test('sends a PIN of four digits to the new number, and waits', async () => {
    const bob = await user({ phone: newPhone() })
    const phone = newPhone()
    const response = await ask(bob, phone)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({})
    const [message, ...more] = await app.outbox.to(phone)
    expect(more).toEqual([])
    expect(message!.data.code).toMatch(/^[0-9]{4}$/)
    expect(message!.text).toContain(message!.data.code)
    expect(await phoneOf(bob)).toBe(bob.record.phone)
  })

  test('is done by the PIN, once', async () => {
    const bob = await user()
    const phone = newPhone()
    const pin = await pinFor(bob, phone)
    const response = await confirm(bob, pin)
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: bob.id, phone })
    expect(await phoneOf(bob)).toBe(phone)
    // liblinphone asks again when the answer was lost
    expect(await confirm(bob, pin)).toMatchObject({ status: 200, body: response.body })
    app.clock.advance(600)
    const again = await confirm(bob, pin)
    expect(again.status).toBe(404)
    expect(again.body.code).toBe('nothing_pending')
  })

  test('frees the old number for somebody else', async () => {
    const [bob, erin] = [await user({ phone: newPhone() }), await user()]
    await confirm(bob, await pinFor(bob, newPhone()))
    expect((await confirm(erin, await pinFor(erin, bob.record.phone!))).body.phone).toBe(bob.record.phone)
  })

  test('may ask for the number that it is already', async () => {
    const bob = await user({ phone: newPhone() })
    expect((await confirm(bob, await pinFor(bob, bob.record.phone!))).body.phone).toBe(bob.record.phone)
  })

  test('is refused for a number that another account has, and sends nothing there', async () => {
    const phone = newPhone()
    await user({ phone })
    const response = await ask(await user(), phone)
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'phone_in_use', errors: { phone: [expect.any(String)] } })
    expect(await app.outbox.to(phone)).toEqual([])
  })

  test('goes to one of two accounts that confirm the same number at once', async () => {
    const people = [await user(), await user()]
    const phone = newPhone()
    const pins = [await pinFor(people[0]!, phone), await pinFor(people[1]!, phone)]
    const responses = await Promise.all(people.map((person, n) => confirm(person, pins[n])))
    const winner = responses.findIndex((r) => r.status === 200)
    const loser = 1 - winner
    expect(responses[loser]).toMatchObject({ status: 422, body: { code: 'phone_in_use', errors: { phone: [expect.any(String)] } } })
    expect(await phoneOf(people[winner]!)).toBe(phone)
    expect(await phoneOf(people[loser]!)).toBeNull()
  })

  test('is 404 when nothing is pending', async () => {
    const response = await confirm(await user(), '1234')
    expect(response.status).toBe(404)
    expect(response.body.code).toBe('nothing_pending')
  })

  test('bears three wrong PINs: the right one is good as the third, and void as the fourth', async () => {
    const [bob, erin] = [await user(), await user()]
    const [his, hers] = [await pinFor(bob, newPhone()), await pinFor(erin, newPhone())]
    for (const pin of wrongPins(his, 2))
      expect(await confirm(bob, pin)).toMatchObject({ status: 422, body: { code: 'wrong_code', errors: { code: [expect.any(String)] } } })
    expect((await confirm(bob, his)).status).toBe(200)
    for (const pin of wrongPins(hers, 3)) expect((await confirm(erin, pin)).status).toBe(422)
    const response = await confirm(erin, hers)
    expect(response.status).toBe(429)
    expect(response.body.code).toBe('too_many_tries')
    expect(response.header('retry-after')).toBe(String(app.config.codeTtl))
    expect(await phoneOf(erin)).toBeNull()
  })

  test('looks at three of thirty PINs that come at once', async () => {
    const bob = await user()
    const pin = await pinFor(bob, newPhone())
    const responses = await Promise.all(wrongPins(pin, 30).map((guess) => confirm(bob, guess)))
    expect(responses.filter((r) => r.status === 422)).toHaveLength(3)
    expect(responses.filter((r) => r.status === 429)).toHaveLength(27)
    expect((await confirm(bob, pin)).status).toBe(429)
  })

  test('waits until the PIN expires', async () => {
    const [bob, erin] = [await user(), await user()]
    const [early, late] = [await pinFor(bob, newPhone()), await pinFor(erin, newPhone())]
    app.clock.advance(app.config.codeTtl - 1)
    expect((await confirm(bob, early)).status).toBe(200)
    app.clock.advance(1)
    const response = await confirm(erin, late)
    expect(response.status).toBe(410)
    expect(response.body.code).toBe('code_expired')
    expect(await phoneOf(erin)).toBeNull()
  })

  test('asked for again a moment later sends nothing, and the PIN stays good; after two minutes it sends another one', async () => {
    const [bob, phone] = [await user(), newPhone()]
    const pin = await pinFor(bob, phone)
    app.clock.advance(100)
    expect((await ask(bob, phone)).status).toBe(200)
    expect(await app.outbox.to(phone)).toHaveLength(1)
    expect((await confirm(bob, pin)).body.phone).toBe(phone)
    const [erin, number] = [await user(), newPhone()]
    await pinFor(erin, number)
    app.clock.advance(120)
    await pinFor(erin, number)
    expect(await app.outbox.to(number)).toHaveLength(2)
  })

  test('asked for again replaces the number that was pending', async () => {
    const bob = await user()
    const first = newPhone()
    await pinFor(bob, first)
    const second = newPhone()
    const pin = await pinFor(bob, second)
    expect((await confirm(bob, pin)).body.phone).toBe(second)
  })

  test.each([
    '',
    '0612345678',
    '33612345678',
    '+33 6 12 34 56 78',
    '+33',
    '+336123',
    '+999123456789',
    '+1555',
    '+33612345678;ext=1',
    null,
    33612345678,
  ])('to %j is refused, and sends nothing', async (phone) => {
    const sent = (await app.outbox.all()).length
    const response = await ask(await user(), phone)
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'validation_failed', errors: { phone: [expect.any(String)] } })
    expect(await app.outbox.all()).toHaveLength(sent)
  })

  test.each(['', '123', '12345', '12a4', '１２３４', ' 1234', null, 1234])(
    'is refused for the malformed PIN %j, and takes no try for it',
    async (code) => {
      const bob = await user()
      const pin = await pinFor(bob, newPhone())
      for (let n = 0; n < 4; n++) {
        const response = await confirm(bob, code)
        expect(response.status).toBe(422)
        expect(response.body).toMatchObject({ code: 'validation_failed', errors: { code: [expect.any(String)] } })
      }
      expect((await confirm(bob, pin)).status).toBe(200)
    },
  )

  test('writes French to those who ask in French', async () => {
    const phone = newPhone()
    await ask(await user(), phone, { 'accept-language': 'fr' })
    expect((await app.outbox.last('sms', phone)).text).toMatch(/^Votre code/)
  })
})
