import { useApp } from '../support/app.js'
import { SoftwareAuthenticator, totp } from '../support/authenticator.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { addApp, addPasskey, halfIn, loggedIn } from '../support/secondFactor.js'

const ORIGIN = 'https://accounts.test'

describeApp('a second factor that administrators must have', () => {
  const app = useApp({ env: { SECOND_FACTOR: 'administrators', PUBLIC_URL: ORIGIN } })

  test('is all that who has none can set up: every other page leads there', async () => {
    const alice = await app.make.admin()
    const browser = await loggedIn(app, alice)
    for (const path of ['/', '/accounts', '/devices', '/password', '/sessions', '/keys'])
      expect([path, (await browser.get(path)).header('location')]).toEqual([path, '/second-factor'])
    const page = await browser.get('/second-factor')
    expect([page.status, page.text.includes('Your operator requires a second factor.'), page.text.includes('href="/accounts"')]).toEqual([
      200,
      true,
      false,
    ])
    expect((await browser.post('/keys', { name: 'Monitoring', scope: 'read', idle: '', networks: '' })).header('location')).toBe(
      '/second-factor',
    )
    expect(await app.deps.db.prisma.apiKey.count({ where: { accountId: alice.id, name: 'Monitoring' } })).toBe(0)
    await addApp(app, browser)
    expect((await browser.get('/accounts')).status).toBe(200)
    expect((await browser.get('/')).text).toContain('href="/accounts"')
  })

  test('does not keep who has none from logging out', async () => {
    const browser = await loggedIn(app, await app.make.admin())
    await browser.get('/second-factor')
    expect((await browser.post('/logout')).header('location')).toBe('/')
    expect((await browser.get('/devices')).header('location')).toMatch(/^\/login/)
  })

  test('is not asked of others, until they get the role', async () => {
    const bob = await app.make.user()
    const browser = await loggedIn(app, bob)
    expect((await browser.get('/devices')).status).toBe(200)
    await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { admin: true } })
    expect((await browser.get('/devices')).header('location')).toBe('/second-factor')
  })

  test('stays: the last one is not removed, however many are removed at once', async () => {
    const alice = await app.make.admin()
    const browser = await loggedIn(app, alice)
    const { secret } = await addApp(app, browser)
    const page = (await browser.get('/second-factor')).text
    expect(page).toContain('Add another one before you remove this one.')
    expect(page).not.toContain('action="/second-factor/app/remove"')
    await browser.post('/second-factor/app/remove', { last: 'on' })
    expect((await browser.get('/second-factor')).text).toContain('Second factor on')
    await addPasskey(browser, new SoftwareAuthenticator(ORIGIN))
    const { id } = (await app.deps.db.prisma.passkey.findFirst({ where: { accountId: alice.id } }))!
    const other = (await halfIn(app, alice)).browser
    await other.post('/login/second', { code: totp(secret, app.clock.now()) })
    await other.get('/second-factor')
    await browser.get('/second-factor')
    await Promise.all([browser.post('/second-factor/app/remove'), other.post('/second-factor/passkeys/remove', { passkey: String(id) })])
    const left = await Promise.all([
      app.deps.db.prisma.passkey.count({ where: { accountId: alice.id } }),
      app.deps.db.prisma.authenticatorApp.count({ where: { accountId: alice.id } }),
    ])
    expect(left[0] + left[1]).toBe(1)
  })

  test('is set up anew by who has lost it, once another administrator has removed it', async () => {
    const [alice, bella] = [await app.make.admin(), await app.make.admin()]
    const lost = await loggedIn(app, alice)
    await addApp(app, lost)
    const desk = await loggedIn(app, bella)
    await addApp(app, desk)
    await desk.submit(await desk.get(`/accounts/${alice.id}/password`), `/accounts/${alice.id}/second-factor/remove`)
    expect((await lost.get('/devices')).header('location')).toMatch(/^\/login/)
    const browser = await loggedIn(app, alice)
    expect((await browser.get('/devices')).header('location')).toBe('/second-factor')
    await addApp(app, browser)
    expect((await browser.get('/devices')).status).toBe(200)
  })
})

describeApp('a second factor that everybody must have', () => {
  const app = useApp({ env: { SECOND_FACTOR: 'everyone' } })

  test('is asked of who is no administrator, too; guests and the API see no difference', async () => {
    const bob = await app.make.user()
    const browser = await loggedIn(app, bob)
    expect((await browser.get('/')).header('location')).toBe('/second-factor')
    expect((await new PanelClient(app).get('/')).status).toBe(200)
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(200)
  })
})
