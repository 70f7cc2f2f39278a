import { startApp, useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, newPhone, wrongPins } from '../support/signUp.js'

describeApp('registration on the panel', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off', RATE_LIMIT: 'on' } })

  const PASSWORD = 'a new secret'
  const fields = (more: Record<string, string> = {}): Record<string, string> => ({
    username: `dave.${unique()}`,
    email: newAddress(),
    password: PASSWORD,
    again: PASSWORD,
    ...more,
  })
  /** By e-mail, or by phone if a number is entered. */
  const register = (entered: Record<string, string>, on = app) =>
    new PanelClient(on).send(entered.phone === undefined ? '/register/email' : '/register/phone', entered)
  const codeTo = async (email: string) => (await app.outbox.last('email', email)).data.code!
  const personOf = (entered: Record<string, string>) =>
    ({ username: entered.username!, domain: 'sip.example.org', password: entered.password! }) as never

  test('is no page, and has no link, unless it is open', async () => {
    const closed = await startApp()
    try {
      const visitor = new PanelClient(closed)
      for (const path of ['/', '/login']) expect((await visitor.get(path)).text).not.toContain('/register')
      expect((await visitor.get('/register')).status).toBe(404)
      await visitor.get('/login')
      expect((await visitor.post('/register/email', fields())).status).toBe(404)
      expect(await closed.deps.db.prisma.account.count()).toBe(0)
    } finally {
      await closed.close()
    }
  })

  test('makes an account that waits for the code in the mail', async () => {
    const entered = fields()
    const answer = await register(entered)
    const account = `${entered.username}@sip.example.org`
    expect([answer.status, answer.header('location')]).toEqual([303, `/activate?account=${encodeURIComponent(account)}&way=email`])
    const next = await new PanelClient(app).get(answer.header('location')!)
    expect(next.text).toMatch(/from the mail|spam/)
    expect(next.text).not.toMatch(/SMS|PIN/)
    expect((await new PanelClient(app).logIn(personOf(entered))).text).toContain('not activated')
    const browser = new PanelClient(app)
    expect((await browser.send('/activate', { account, code: await codeTo(entered.email!) })).header('location')).toBe('/login')
    expect((await browser.logIn(personOf(entered))).header('location')).toBe('/')
    const row = await app.deps.db.prisma.account.findFirstOrThrow({ where: { username: entered.username! }, include: { passwords: true } })
    expect(row).toMatchObject({ email: entered.email, activated: true, admin: false, passwords: [{ algorithm: 'SHA-256' }] })
  })

  test('sends a link that changes nothing until a person clicks, and fills in the form', async () => {
    const entered = fields({ username: `d+ave.${unique()}` })
    await register(entered)
    const { link, code } = (await app.outbox.last('email', entered.email!)).data
    expect(link!.startsWith(`${app.config.publicUrl}/activate?`)).toBe(true)
    const path = link!.slice(app.config.publicUrl.length)
    const browser = new PanelClient(app)
    const page = await browser.get(path)
    expect(page.text).toContain(`value="${entered.username}@sip.example.org"`)
    expect(page.text).toContain(`value="${code}"`)
    expect((await new PanelClient(app).logIn(personOf(entered))).text).toContain('not activated')
    expect((await browser.submit(page, '/activate')).text).toContain('has been activated')
    const wrong = await browser.post('/activate', { account: entered.username!, code: 'wr0ngC0d3AbCd' })
    expect(wrong.text).not.toContain('wr0ngC0d3AbCd')
  })

  test.each<[string, Record<string, string>, string]>([
    ['a short name', { username: 'dave' }, 'username'],
    ['a name in upper case', { username: 'Dave.Example' }, 'username'],
    ['a domain that is not served', { domain: 'evil.example' }, 'domain'],
    ['no e-mail address', { email: 'dave' }, 'email'],
    ['an e-mail address that no mail can be sent to', { email: `a@${'b'.repeat(64)}.org` }, 'email'],
    ['two e-mail addresses', { email: 'a@example.org,b@example.org' }, 'email'],
    ['a header in the e-mail address', { email: 'a@example.org\r\nBcc: b@example.org' }, 'email'],
    ['a short password', { password: '12345', again: '12345' }, 'password'],
    ['two passwords', { again: 'another secret' }, 'again'],
  ])('refuses %s beside its field', async (_, wrong, field) => {
    const entered = fields(wrong)
    const answer = await register(entered)
    expect(answer.status).toBe(422)
    if (field !== 'domain') expect(answer.text).toContain(`id="field-${field}-error"`)
    expect(answer.text).not.toContain(PASSWORD)
    expect(await app.deps.db.prisma.account.count({ where: { username: entered.username! } })).toBe(0)
  })

  test('says that a name is taken', async () => {
    const bob = await app.make.user()
    const entered = fields({ username: bob.username })
    const answer = await register(entered)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('This user name is taken')
    expect(await app.outbox.to(entered.email!)).toEqual([])
  })

  test('makes one account of one name, however many ask for it at once', async () => {
    const username = `dave.${unique()}`
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => register(fields({ username, password: `secret ${n}`, again: `secret ${n}` }))),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([303, ...Array(7).fill(422)])
    expect(await app.deps.db.prisma.account.count({ where: { username } })).toBe(1)
  })

  test('sends three codes an hour to one address, whoever asks and at once', async () => {
    const email = newAddress()
    const all = await Promise.all(Array.from({ length: 8 }, (_, n) => register(fields({ email: n % 2 ? email : email.toUpperCase() }))))
    expect(all.map(({ status }) => status).sort()).toEqual([303, 303, 303, 429, 429, 429, 429, 429])
    expect(all.find(({ status }) => status === 429)!.header('retry-after')).toMatch(/^[1-9]\d*$/)
    expect((await app.outbox.to(email)).length + (await app.outbox.to(email.toUpperCase())).length).toBe(3)
    app.clock.advance(3600)
    expect((await register(fields({ email }))).status).toBe(303)
  })

  test('counts a mail that was not sent towards no limit of its address', async () => {
    const [email, { limits }] = [newAddress(), app.deps]
    const full = limits.key('mails', email)
    await limits.counters.days.add(full, 20, 86_400)
    for (let n = 0; n < 3; n++) expect((await register(fields({ email }))).status).toBe(429)
    await limits.counters.days.delete(full)
    for (let n = 0; n < 3; n++) expect((await register(fields({ email }))).status).toBe(303)
    expect((await register(fields({ email }))).status).toBe(429)
  })

  test('sends a new code to who registers again with the same password, and the old one is void', async () => {
    const entered = fields()
    await register(entered)
    const old = await codeTo(entered.email!)
    app.clock.advance(app.config.codeTtl + 1)
    expect((await register({ ...entered, password: 'not the same', again: 'not the same' })).text).toContain('This user name is taken')
    expect((await register(entered)).status).toBe(303)
    const code = await codeTo(entered.email!)
    const account = entered.username!
    expect((await new PanelClient(app).send('/activate', { account, code: old })).status).toBe(404)
    expect((await new PanelClient(app).send('/activate', { account, code })).status).toBe(303)
    expect((await register(entered)).text).toContain('This user name is taken')
  })

  test('does not open an account again that an administrator closed', async () => {
    const entered = fields()
    await register(entered)
    const row = await app.deps.db.prisma.account.findFirstOrThrow({ where: { username: entered.username! } })
    await app.api.post(`/api/accounts/${row.id}/deactivate`, undefined, { as: await app.make.admin() })
    expect((await register(entered)).status).toBe(422)
  })

  describe('by phone', () => {
    const byPhone = (more: Record<string, string> = {}) => ({ ...fields({ phone: newPhone(), ...more }) })
    const pinTo = async (phone: string) => (await app.outbox.last('sms', phone)).data.code!
    const activate = (entered: Record<string, string>, code: string) =>
      new PanelClient(app).send('/activate', { account: entered.username!, code })

    test('makes an account that waits for the PIN in the SMS', async () => {
      const entered = byPhone()
      const spaced = entered.phone!.replace(/(\d\d)(?=\d)/g, '$1 ')
      const answer = await register({ ...entered, phone: spaced })
      expect([answer.status, answer.header('location')]).toEqual([
        303,
        `/activate?account=${encodeURIComponent(`${entered.username}@sip.example.org`)}&way=phone`,
      ])
      const pin = await pinTo(entered.phone!)
      const browser = new PanelClient(app)
      const next = await browser.get(answer.header('location')!)
      expect(next.text).toContain('The 4 digits from the SMS.')
      const sent = await browser.post('/activate/again', { account: entered.username!, way: 'phone' })
      const again = await browser.get(sent.header('location')!)
      for (const page of [next, again]) expect(page.text).not.toMatch(/mail|spam/)
      expect((await activate(entered, wrongPins(pin, 1)[0]!)).status).toBe(404)
      expect((await activate(entered, pin)).header('location')).toBe('/login')
      expect((await new PanelClient(app).logIn(personOf(entered))).header('location')).toBe('/')
      expect(await app.deps.db.prisma.account.findFirst({ where: { username: entered.username! } })).toMatchObject({
        phone: entered.phone,
        email: null,
        activated: true,
      })
    })

    test('answers alike for a number that somebody has, and the PIN gives that to nobody else', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const [taken, free] = [byPhone({ phone: bob.record.phone! }), byPhone()]
      const plain = ({ status, text }: ApiResponse, entered: Record<string, string>) => [status, text.replaceAll(entered.username!, 'NAME')]
      expect(plain(await register(taken), taken)).toEqual(plain(await register(free), free))
      const answer = await activate(taken, await pinTo(taken.phone!))
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('belongs to another account')])
      expect(await app.deps.db.prisma.account.findMany({ where: { phone: bob.record.phone! }, select: { id: true } })).toEqual([
        { id: bob.id },
      ])
    })

    test.each<[string, Record<string, string>, string]>([
      ['no number', { phone: 'nonsense' }, 'phone'],
      ['a number without its country', { phone: '0612345678' }, 'phone'],
      ['a number that costs', { phone: '+33890123456' }, 'phone'],
      ['a number as the name', { username: '33612345678' }, 'username'],
      ['a common password', { password: 'password1', again: 'password1' }, 'password'],
    ])('refuses %s beside its field, and sends nothing', async (_, wrong, field) => {
      const entered = byPhone(wrong)
      const answer = await register(entered)
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(`id="field-${field}-error"`)])
      expect(await app.outbox.to(entered.phone!)).toEqual([])
    })

    test('sends a form that comes twice one PIN, and who asks later a new one; five a day go to one number', async () => {
      const entered = byPhone()
      const twice = await Promise.all([register(entered), register(entered)])
      expect(twice.filter(({ status }) => status === 303).length).toBeGreaterThan(0)
      expect((await register(entered)).status).toBe(303)
      expect(await app.outbox.to(entered.phone!)).toHaveLength(1)
      for (let n = 0; n < 4; n++) {
        app.clock.advance(121)
        expect((await register(entered)).status).toBe(303)
      }
      app.clock.advance(121)
      expect((await register(entered)).status).toBe(429)
      expect((await register(byPhone({ phone: entered.phone! }))).status).toBe(429)
      expect(await app.outbox.to(entered.phone!)).toHaveLength(5)
      expect((await activate(entered, await pinTo(entered.phone!))).status).toBe(303)
    })

    test('can be chosen; where mail is sent and SMS are not, there is e-mail alone', async () => {
      const choice = await new PanelClient(app).get('/register')
      for (const way of ['/register/email', '/register/phone']) expect(choice.text).toContain(`href="${way}"`)
      const mailOnly = await startApp({ env: { OPEN_REGISTRATION: 'on', MAIL_URL: 'smtp://127.0.0.1:1' } })
      try {
        const visitor = new PanelClient(mailOnly)
        expect((await visitor.get('/register')).header('location')).toBe('/register/email')
        expect((await visitor.get('/register/email')).text).not.toContain('/register/phone')
        expect((await visitor.get('/register/phone')).status).toBe(404)
        expect((await visitor.post('/register/phone', byPhone())).status).toBe(404)
      } finally {
        await mailOnly.close()
      }
    })
  })

  test.each(['email', 'phone'])('by %s takes a captcha: without its answer nothing is made and nothing sent', async (way) => {
    const guarded = await startApp({ env: { OPEN_REGISTRATION: 'on' } })
    try {
      const visitor = new PanelClient(guarded)
      const page = await visitor.get(`/register/${way}`)
      expect(page.text).toContain('data-altcha=')
      for (const altcha of ['', 'nonsense']) {
        const answer = await visitor.post(`/register/${way}`, { ...fields({ phone: newPhone() }), altcha })
        expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('data-altcha=')])
      }
      expect(await guarded.deps.db.prisma.account.count()).toBe(0)
      expect(await guarded.outbox.all()).toEqual([])
    } finally {
      await guarded.close()
    }
  })
})
