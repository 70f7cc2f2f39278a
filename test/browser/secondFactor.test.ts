// runs once: a browser is slow, and test/secondFactor asks for these pages over both databases
import { type TestApp, useApp } from '../support/app.js'
import { totp } from '../support/authenticator.js'
import { axeFaults, describeBrowser, follow, inWindow, keepView, useBrowser, type Window } from '../support/browser.js'
import type { Person } from '../support/factory.js'
import { relayTo } from '../support/relay.js'
import { useForAll } from '../support/use.js'

describeBrowser('the second factor in a browser', () => {
  // browsers make passkeys for this name alone without https, and its port is to be known before the service starts
  const relay = useForAll(
    () => relayTo(0),
    (one) => one.close(),
  )
  const app = useApp(() => ({ env: { SECOND_FACTOR: 'everyone', PUBLIC_URL: `http://localhost:${relay.port}` } }))
  const browser = useBrowser()
  let site: Pick<TestApp, 'url' | 'api'>
  beforeAll(() => {
    relay.to = Number(new URL(app.url).port)
    site = { url: app.config.publicUrl, api: app.api }
  })

  /** Gives the window an authenticator that its owner always confirms. */
  async function authenticator({ context, page }: Window): Promise<void> {
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    })
  }
  async function enter(window: Window, { username, password }: Person): Promise<void> {
    await window.open('/login')
    await window.send({ 'User name': username, Password: password }, 'Log in')
  }
  const path = ({ page }: Window): string => new URL(page.url()).pathname

  test('is a passkey: who must have one adds it, sees nothing else before, and logs in with it', () =>
    inWindow(browser, site, { bypassCSP: false }, async (window) => {
      await authenticator(window)
      const bob = await app.make.user()
      await enter(window, bob)
      expect(path(window)).toBe('/second-factor')
      await window.open('/devices')
      expect(path(window)).toBe('/second-factor')
      await keepView(window.page, 'second-factor-must-1280')
      const add = async (name: string): Promise<void> => {
        await window.send({ 'Name of the new passkey': name }, 'Add a passkey')
        await keepView(window.page, 'second-factor-passkey-asked-1280')
        await window.page.getByRole('button', { name: 'Create the passkey' }).click()
      }
      await add('Laptop')
      await window.page.getByText('Your recovery codes').waitFor()
      expect(path(window)).toBe('/second-factor')
      await window.page.getByRole('button', { name: /^Copy/ }).waitFor()
      // the authenticator has one for this account already
      await add('Once more')
      await window.page.getByText('This device already has a passkey for your account.').waitFor()
      expect(await app.deps.db.prisma.passkey.count({ where: { accountId: bob.id } })).toBe(1)
      await follow(window.page.getByRole('button', { name: 'Log out' }))
      await window.page.getByText('You have been logged out.').waitFor()
      await enter(window, bob)
      expect(path(window)).toBe('/login/second')
      await keepView(window.page, 'login-second-passkey-1280')
      await window.page.getByRole('button', { name: 'Use your passkey' }).click()
      await window.page.getByRole('heading', { name: 'My account', level: 1 }).waitFor()
      expect(path(window)).toBe('/')
    }))

  test('is an app without script: the page says what passkeys need', () =>
    inWindow(browser, site, { javaScriptEnabled: false }, async (window) => {
      const bob = await app.make.user()
      await enter(window, bob)
      await window.send({}, 'Set up an app')
      const secret = await window.page.locator('code.long').innerText()
      await window.send({ 'Code from the app': totp(secret, app.clock.now()) }, 'Confirm')
      expect(await window.page.locator('#once').inputValue()).toMatch(/^(?:[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\n?){10}$/)
      await window.send({ 'Name of the new passkey': 'Laptop' }, 'Add a passkey')
      expect(await window.page.getByText('Passkeys need JavaScript').isVisible()).toBe(true)
      expect(await window.page.getByRole('button', { name: 'Create the passkey' }).count()).toBe(0)
      await follow(window.page.getByRole('button', { name: 'Log out' }))
      app.clock.advance(30)
      await enter(window, bob)
      await window.send({ 'Code from the app, or a recovery code': totp(secret, app.clock.now()) }, 'Log in')
      expect(path(window)).toBe('/')
    }))

  test('that must be set up is asked for by a page that axe finds nothing in', () =>
    inWindow(browser, site, { bypassCSP: true }, async (window) => {
      await enter(window, await app.make.admin())
      expect(path(window)).toBe('/second-factor')
      expect(await axeFaults(window.page)).toEqual([])
    }))
})
