import { useApp } from '../support/app.js'
import { totp } from '../support/authenticator.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { qrOfPage } from '../support/qr.js'
import { addApp, halfIn, loggedIn } from '../support/secondFactor.js'

describeApp('the second factor', () => {
  const app = useApp({ env: { CAPTCHA: 'off' } })
  const code = (secret: string) => totp(secret, app.clock.now())

  /** Sends the form of a page with its hidden fields. */
  const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)![1]!

  test('is asked for after a new password that came by mail', async () => {
    const bob = await app.make.user({ email: 'bob.forgot@example.org' })
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const browser = new PanelClient(app)
    await browser.get('/recovery/email')
    const asked = await browser.post('/recovery', { email: 'bob.forgot@example.org', username: bob.username })
    const mailed = (await app.outbox.last('email', 'bob.forgot@example.org')).data.code!
    const choose = await browser.post('/recovery/confirm', { state: hidden(asked.text, 'state'), code: mailed })
    const fields = { state: hidden(choose.text, 'state'), password: 'a-new-secret-7', again: 'a-new-secret-7' }
    expect((await browser.post('/recovery/password', fields)).header('location')).toBe('/login/second')
    expect([browser.cookies.has('session'), await app.deps.db.prisma.session.count({ where: { accountId: bob.id } })]).toEqual([false, 0])
    expect((await browser.get('/login/second')).text).toContain('Your password has been changed.')
    expect((await browser.post('/login/second', { code: code(secret) })).header('location')).toBe('/')
    expect(await browser.isIn()).toBe(true)
  })

  test('is asked for after a link that an administrator has sent', async () => {
    const bob = await app.make.user({ email: 'bob.link@example.org' })
    await addApp(app, await loggedIn(app, bob))
    await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: await app.make.admin() })
    const link = new URL((await app.outbox.last('email', 'bob.link@example.org')).data.link!)
    const browser = new PanelClient(app)
    const choose = await browser.get(link.pathname)
    const fields = { state: hidden(choose.text, 'state'), password: 'a-new-secret-8', again: 'a-new-secret-8' }
    expect((await browser.post('/recovery/password', fields)).header('location')).toBe('/login/second')
    expect(await browser.isIn()).toBe(false)
  })

  test('is asked for when another device lets this one in: that may be an app, which has shown none', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const browser = new PanelClient(app)
    await browser.get('/authenticate/qrcode')
    await browser.post('/authenticate/qrcode')
    const url = new URL(qrOfPage((await browser.get('/authenticate/qrcode')).text))
    const token = url.pathname.split('/').at(-1)!
    expect((await app.api.get(`/api/accounts/auth_token/${token}/attach`, { as: bob })).status).toBe(200)
    expect((await browser.get('/authenticate/qrcode')).header('location')).toBe('/login/second')
    expect(browser.cookies.has('session')).toBe(false)
    const page = await browser.get('/login/second')
    expect(page.text).toContain('The other device has confirmed the log-in')
    expect((await browser.post('/login/second', { code: code(secret) })).header('location')).toBe('/')
    expect((await browser.get('/sessions')).text).toContain('Another device and authenticator app')
    // no password was entered here
    expect((await browser.post('/second-factor/app/remove')).status).toBe(403)
    expect(await app.deps.db.prisma.authenticatorApp.count({ where: { accountId: bob.id } })).toBe(1)
  })

  test('ends the session that was open in this browser, whoever had it, when it is right and not before', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const browser = await loggedIn(app, erin)
    await browser.get('/delete')
    expect((await browser.post('/login', { username: bob.username, password: bob.password })).header('location')).toBe('/login/second')
    expect((await browser.get('/')).text).toContain(erin.username)
    await browser.get('/login/second')
    await browser.post('/login/second', { code: code(secret) })
    expect((await browser.get('/')).text).toContain(bob.username)
    expect(await app.deps.db.prisma.session.count({ where: { accountId: erin.id } })).toBe(0)
  })

  test('is not asked of who is deactivated meanwhile: there is no way in', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const { browser } = await halfIn(app, bob)
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: await app.make.admin() })
    expect((await browser.post('/login/second', { code: code(secret) })).header('location')).toBe('/login')
  })

  test('is asked for by a form of this browser alone', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const { browser } = await halfIn(app, bob)
    for (const path of ['/login/second', '/login/second/passkey']) {
      const forged = await browser.post(path, { code: code(secret) }, { token: 'x'.repeat(64) })
      expect([forged.status, forged.text.includes('Nothing was changed')]).toEqual([403, true])
    }
    expect(await browser.isIn()).toBe(false)
  })

  test('that a session came without changes nothing: it has ended', async () => {
    const bob = await app.make.user()
    const browser = await loggedIn(app, bob)
    await addApp(app, browser)
    await app.deps.db.prisma.session.updateMany({ where: { accountId: bob.id }, data: { factor: null } })
    await browser.get('/second-factor')
    expect((await browser.post('/second-factor/app/remove')).header('location')).toMatch(/^\/login/)
    expect(await app.deps.db.prisma.authenticatorApp.count({ where: { accountId: bob.id } })).toBe(1)
  })

  test('speaks French', async () => {
    const bob = await app.make.user()
    const browser = await loggedIn(app, bob, 'fr')
    await addApp(app, browser)
    expect((await browser.get('/second-factor')).text).toContain('Second facteur activé')
    const other = new PanelClient(app, 'fr')
    await other.logIn(bob)
    expect((await other.get('/login/second')).text).toContain('Encore une étape')
  })
})
