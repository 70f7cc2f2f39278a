import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, wrongPins } from '../support/signUp.js'

const NEW = 'n3w-secret'

describeApp('recovery of an account by e-mail', () => {
  const app = useApp({ env: { CAPTCHA: 'off' } })

  /** A browser on the page that asks for the code. */
  async function ask(fields: { email: string; username?: string }, language = 'en') {
    const browser = new PanelClient(app, language)
    await browser.get('/recovery/email')
    const page = await browser.post('/recovery', { username: '', ...fields })
    return { browser, page }
  }
  const stateIn = ({ text }: ApiResponse) => /name="state" value="([^"]*)"/.exec(text)![1]!
  const enter = (browser: PanelClient, page: ApiResponse, code: string) => browser.post('/recovery/confirm', { state: stateIn(page), code })
  const choose = (browser: PanelClient, page: ApiResponse, password = NEW, again = password) =>
    browser.post('/recovery/password', { state: stateIn(page), password, again })
  const owner = (more: object = {}) => app.make.user({ email: newAddress(), ...more })
  const mailTo = async (person: Person) => (await app.outbox.last('email', person.record.email!)).data
  /** What the page says, without what is new on each. */
  const plain = ({ status, text }: ApiResponse, email: string) => [
    status,
    text.replaceAll(email, 'EMAIL').replaceAll(/(name="(?:state|form_token)" value=")[^"]*/g, '$1'),
  ]
  const logIn = async (person: Person, password: string) =>
    (await app.api.get('/api/accounts/me', { as: { ...person, password, apiKey: undefined } })).status

  test('ends with a new password, and logged in', async () => {
    const bob = await owner()
    const { browser, page } = await ask({ email: bob.record.email! })
    expect(page.status).toBe(200)
    const { code } = await mailTo(bob)
    expect(code).toMatch(/^\d{6}$/)
    const chosen = await enter(browser, page, code!)
    expect(chosen.text).toContain(`${bob.username}@${bob.domain}`)
    const done = await choose(browser, chosen)
    expect([done.status, done.header('location')]).toEqual([303, '/'])
    expect(await browser.isIn()).toBe(true)
    expect([await logIn(bob, NEW), await logIn(bob, bob.password)]).toEqual([200, 401])
    expect((await app.outbox.to(bob.record.email!)).map(({ subject }) => subject)).toEqual([
      'A new password for your account',
      'Your password was set',
    ])
    const entry = await app.deps.db.prisma.auditEntry.findFirstOrThrow({ where: { action: 'recoverPassword', accountId: bob.id } })
    expect(entry).toMatchObject({ actorKind: 'account', actorId: bob.id })
  })

  test('goes by the link in the mail as well, which changes nothing when it is opened', async () => {
    const bob = await owner()
    await ask({ email: bob.record.email! })
    const link = new URL((await mailTo(bob)).link!)
    const browser = new PanelClient(app)
    for (let n = 0; n < 3; n++) expect((await browser.get(link.pathname + link.search)).status).toBe(200)
    const chosen = await browser.submit(await browser.get(link.pathname + link.search), '/recovery/link')
    expect((await choose(browser, chosen)).status).toBe(303)
    expect(await logIn(bob, NEW)).toBe(200)
    const again = new PanelClient(app)
    expect((await again.submit(await again.get(link.pathname + link.search), '/recovery/link')).status).toBe(404)
  })

  test('answers alike whether there is such an account or not, at each step', async () => {
    const bob = await owner()
    const nobody = newAddress()
    const closed = await owner({ activated: false })
    const [his, none, waiting] = [
      await ask({ email: bob.record.email! }),
      await ask({ email: nobody }),
      await ask({ email: closed.record.email! }),
    ]
    expect(plain(none.page, nobody)).toEqual(plain(his.page, bob.record.email!))
    expect(plain(waiting.page, closed.record.email!)).toEqual(plain(his.page, bob.record.email!))
    expect(await app.outbox.to(nobody)).toEqual([])
    expect(await app.outbox.to(closed.record.email!)).toEqual([])
    const pins = wrongPins((await mailTo(bob)).code!, 5)
    for (const pin of pins) {
      const [wrong, unknown] = [await enter(his.browser, his.page, pin), await enter(none.browser, none.page, pin)]
      expect(wrong.status).toBe(422)
      expect(plain(unknown, nobody)).toEqual(plain(wrong, bob.record.email!))
    }
    expect((await enter(his.browser, his.page, (await mailTo(bob)).code!)).status).toBe(422)
  })

  test('bears two wrong codes, and the right one twice', async () => {
    const bob = await owner()
    const { browser, page } = await ask({ email: bob.record.email! })
    const { code } = await mailTo(bob)
    for (const pin of wrongPins(code!, 1)) expect((await enter(browser, page, pin)).status).toBe(422)
    // the answer was lost: the browser sends the form again
    const [first, second] = [await enter(browser, page, code!), await enter(browser, page, code!)]
    expect([first.status, second.status]).toEqual([200, 200])
    const [one, two] = await Promise.all([choose(browser, first), choose(browser, second)])
    expect([one.status, two.status].sort()).toEqual([303, 404])
  })

  test('leaves half an hour to choose the password, whatever becomes of the code meanwhile', async () => {
    const bob = await owner()
    const { browser, page } = await ask({ email: bob.record.email! })
    app.clock.advance(app.config.codeTtl - 1)
    const chosen = await enter(browser, page, (await mailTo(bob)).code!)
    app.clock.advance(600)
    await clearExpired(app.deps)
    // somebody asks for a code for the same account
    await ask({ email: bob.record.email! })
    app.clock.advance(1199)
    await clearExpired(app.deps)
    expect((await choose(browser, chosen)).status).toBe(303)
    expect(await logIn(bob, NEW)).toBe(200)
  })

  test('leaves no longer than that, and ends with the password that was', async () => {
    const [bob, erin] = [await owner(), await owner()]
    const [his, hers] = [await ask({ email: bob.record.email! }), await ask({ email: erin.record.email! })]
    const late = await enter(his.browser, his.page, (await mailTo(bob)).code!)
    app.clock.advance(1800)
    expect((await choose(his.browser, late)).status).toBe(404)
    app.clock.advance(-1800)
    const chosen = await enter(hers.browser, hers.page, (await mailTo(erin)).code!)
    const change = { password: 'an0ther-secret', old_password: erin.password }
    expect((await app.api.post('/api/accounts/me/password', { ...change, algorithm: 'SHA-256' }, { as: erin })).status).toBe(200)
    expect((await choose(hers.browser, chosen)).status).toBe(404)
  })

  test('asked for again a moment later sends nothing, and the code stays good', async () => {
    const bob = await owner()
    const { browser, page } = await ask({ email: bob.record.email! })
    await ask({ email: bob.record.email! })
    expect(await app.outbox.to(bob.record.email!)).toHaveLength(1)
    expect((await enter(browser, page, (await mailTo(bob)).code!)).status).toBe(200)
  })

  test('asks for the name when several accounts have the address', async () => {
    const email = newAddress()
    const [bob, erin] = [await app.make.user({ email }), await app.make.user({ email })]
    const several = await ask({ email })
    const mail = await app.outbox.last('email', email)
    expect(mail.subject).toBe('Which account needs a new password?')
    expect(mail.text).toContain(`${bob.username}, ${erin.username}`)
    expect(several.page.status).toBe(200)
    const { browser, page } = await ask({ email, username: erin.username.toUpperCase() })
    expect((await enter(browser, page, (await app.outbox.last('email', email)).data.code!)).text).toContain(`${erin.username}@`)
  })

  test('sends one mail to who asks several times, also at once', async () => {
    const [bob, email] = [await owner(), newAddress()]
    for (let n = 0; n < 2; n++) await app.make.user({ email })
    for (const to of [bob.record.email!, email]) {
      await Promise.all([1, 2, 3].map(() => ask({ email: to })))
      await ask({ email: to })
      expect(await app.outbox.to(to)).toHaveLength(1)
    }
  })

  test('keeps the algorithm that the apps have met, ends sessions, and voids what waits', async () => {
    const [old, bob] = [await owner({ algorithm: 'MD5' }), await owner({ algorithm: 'SHA-256' })]
    for (const person of [old, bob]) {
      const elsewhere = new PanelClient(app)
      await elsewhere.logIn(person)
      await app.api.post('/api/accounts/me/email/request', { email: newAddress() }, { as: person })
      const { browser, page } = await ask({ email: person.record.email! })
      await choose(browser, await enter(browser, page, (await mailTo(person)).code!))
      expect(await elsewhere.isIn()).toBe(false)
      const row = await app.deps.db.prisma.account.findUniqueOrThrow({
        where: { id: person.id },
        include: { passwords: true, codes: true },
      })
      expect([row.passwords.map(({ algorithm }) => algorithm), row.codes]).toEqual([[person.algorithm], []])
    }
  })

  test('refuses a weak password, two that differ, and what another page has sealed', async () => {
    const bob = await owner()
    const { browser, page } = await ask({ email: bob.record.email! })
    const chosen = await enter(browser, page, (await mailTo(bob)).code!)
    expect((await choose(browser, chosen, '12345678')).status).toBe(422)
    expect((await choose(browser, chosen, NEW, 'an0ther-secret')).status).toBe(422)
    expect((await choose(browser, page)).status).toBe(403)
    expect((await enter(browser, chosen, '123456')).status).toBe(403)
    expect((await browser.post('/recovery/password', { state: 'invented', password: NEW, again: NEW })).status).toBe(403)
    app.clock.advance(1800)
    expect((await choose(browser, chosen)).status).toBe(404)
    expect(await logIn(bob, bob.password)).toBe(200)
  })

  test('refuses an address that is none, and a code that is none', async () => {
    expect((await ask({ email: 'bob' })).page.status).toBe(422)
    const { browser, page } = await ask({ email: newAddress() })
    for (const code of ['', '12345', '1234567', 'abcdef']) expect((await enter(browser, page, code)).status).toBe(422)
  })

  test('speaks French', async () => {
    const bob = await owner()
    const { page } = await ask({ email: bob.record.email! }, 'fr')
    expect(page.text).toContain('Saisissez le code')
    expect((await app.outbox.last('email', bob.record.email!)).text).toContain('nouveau mot de passe')
  })

  test('has a link on the log-in page', async () => {
    expect((await new PanelClient(app).get('/login')).text).toContain('href="/recovery/email"')
  })

  describe('by a link that an administrator sends', () => {
    const send = (id: number, as: Person) => app.api.post(`/api/accounts/${id}/send_reset_password_email`, undefined, { as })
    const linkTo = async (person: Person) => new URL((await mailTo(person)).link!).pathname

    test('is good once', async () => {
      const [alice, bob] = [await app.make.admin(), await owner()]
      expect(await send(bob.id, alice)).toMatchObject({ status: 200, text: '{}' })
      const path = await linkTo(bob)
      expect(path).toMatch(/^\/reset_password\/[A-Za-z0-9]{16}$/)
      const browser = new PanelClient(app)
      await browser.get(path)
      const page = await browser.get(path)
      const late = new PanelClient(app)
      const open = await late.get(path)
      expect((await choose(browser, page)).header('location')).toBe('/')
      expect(await logIn(bob, NEW)).toBe(200)
      expect((await new PanelClient(app).get(path)).status).toBe(404)
      expect((await choose(late, open, 'an0ther-secret')).status).toBe(404)
      const actions = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id }, orderBy: { id: 'asc' } })
      expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(['sendPasswordReset', 'recoverPassword']))
    })

    test('goes once however often it is asked for within two minutes, and again when the address is another one', async () => {
      const [alice, bob, other] = [await app.make.admin(), await owner(), newAddress()]
      await Promise.all([1, 2, 3].map(() => send(bob.id, alice)))
      expect(await app.outbox.to(bob.record.email!)).toHaveLength(1)
      await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { email: other } })
      await send(bob.id, alice)
      expect(await app.outbox.to(other)).toHaveLength(1)
    })

    test('is sent by a button on the page of the account, if that has an address', async () => {
      const [alice, bob, bare] = [await app.make.admin(), await owner(), await app.make.user()]
      const panel = new PanelClient(app)
      await panel.logIn(alice)
      const page = await panel.get(`/accounts/${bob.id}/password`)
      expect((await panel.submit(page, `/accounts/${bob.id}/reset-password`)).text).toContain('A link to choose a new password')
      expect(await linkTo(bob)).toMatch(/^\/reset_password\//)
      expect((await panel.get(`/accounts/${bare.id}/password`)).text).not.toContain('/reset-password')
    })

    test('is void when a newer one was sent, when it has expired, and when it is invented', async () => {
      const [alice, bob] = [await app.make.admin(), await owner()]
      await send(bob.id, alice)
      await send(bob.id, alice)
      expect(await app.outbox.to(bob.record.email!)).toHaveLength(1)
      const first = await linkTo(bob)
      app.clock.advance(120)
      await send(bob.id, alice)
      const second = await linkTo(bob)
      expect((await new PanelClient(app).get(first)).status).toBe(404)
      expect((await new PanelClient(app).get(second)).status).toBe(200)
      app.clock.advance(86_400)
      expect((await new PanelClient(app).get(second)).status).toBe(410)
      expect((await new PanelClient(app).get('/reset_password/0123456789abcdef')).status).toBe(404)
    })

    test('is refused for an account without an address, one that is not activated, and one that does not exist', async () => {
      const alice = await app.make.admin()
      const [bare, closed] = [await app.make.user(), await owner({ activated: false })]
      expect(await send(bare.id, alice)).toMatchObject({ status: 403, body: { code: 'no_email' } })
      expect(await send(closed.id, alice)).toMatchObject({ status: 403, body: { code: 'account_not_activated' } })
      expect((await send(999_999, alice)).status).toBe(404)
    })
  })
})
