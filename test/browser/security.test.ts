// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { createServer } from 'node:http'
import { useApp } from '../support/app.js'
import { describeBrowser, follow, inWindow, useBrowser } from '../support/browser.js'
import { closeServer, listen } from '../support/servers.js'

const hasFocus = (element: unknown): boolean =>
  (element as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement === element

describeBrowser('the account panel, attacked or left alone in a browser', () => {
  const app = useApp()
  const browser = useBrowser()

  test.each(['127.0.0.1', 'localhost'])('refuses a form that a page of another origin on %s sends', async (host) => {
    const bob = await app.make.user()
    const html = `<form method="post" action="${app.url}/delete"><input name="username" value="${bob.username}"><button>Win!</button></form>`
    const evil = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
    const port = await listen(evil, host)
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      await page.goto(`${app.url}/login`)
      await page.getByLabel('User name').fill(bob.username)
      await page.getByLabel('Password').fill(bob.password)
      await follow(page.locator('main button'))
      await page.getByRole('heading', { name: 'My account' }).waitFor()
      await page.goto(`http://${host}:${port}/`)
      const [response] = await Promise.all([
        page.waitForResponse((r) => r.url() === `${app.url}/delete`),
        page.getByRole('button', { name: 'Win!' }).click(),
      ])
      // from another site the cookie stays at home, so that nobody is logged in there
      expect([response.status(), response.headers().location]).toEqual(
        host === 'localhost' ? [303, '/login?next=%2Fdelete'] : [403, undefined],
      )
      expect(await app.deps.db.prisma.account.count({ where: { id: bob.id } })).toBe(1)
      await page.goto(`${app.url}/`)
      expect(await page.locator('h1').innerText()).toBe('My account')
    } finally {
      await context.close()
      await closeServer(evil)
    }
  })

  test('that remembers a digest sends it with a link of another site, and nothing comes of it', async () => {
    const [alice, bob] = [await app.make.admin({ algorithm: 'MD5' }), await app.make.user()]
    const deactivate = `${app.url}/api/accounts/${bob.id}/deactivate`
    const html = `<a href="${deactivate}">Win!</a><form method="post" action="${deactivate}"><button>Win more!</button></form>`
    const evil = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
    const port = await listen(evil, 'localhost')
    const context = await browser.newContext({ httpCredentials: { username: alice.username, password: alice.password } })
    try {
      const page = await context.newPage()
      expect((await page.goto(`${app.url}/api/accounts/me`))!.status()).toBe(200)
      for (const role of ['link', 'button'] as const) {
        await page.goto(`http://localhost:${port}/`)
        const [response] = await Promise.all([page.waitForResponse((r) => r.url() === deactivate), page.getByRole(role).click()])
        expect([role, response.status(), (await response.json()).code]).toEqual([role, 403, 'cross_site'])
      }
      expect((await app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: bob.id } })).activated).toBe(true)
    } finally {
      await context.close()
      await closeServer(evil)
    }
  })

  test('tells who comes by a link from elsewhere to log in, once', async () => {
    const bob = await app.make.user()
    const web = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end(`<a href="${app.url}/devices">Your devices</a>`),
    )
    const port = await listen(web, 'localhost')
    const context = await browser.newContext()
    try {
      const page = await context.newPage()
      await page.goto(`http://localhost:${port}/`)
      await follow(page.getByRole('link'))
      expect(await page.getByRole('status').innerText()).toBe('Log in to see this page.')
      await page.getByLabel('User name').fill(bob.username)
      await page.getByLabel('Password').fill(bob.password)
      await follow(page.locator('main button'))
      await page.getByRole('heading', { name: 'Your devices' }).waitFor()
      expect(await page.getByText('Log in to see this page.').count()).toBe(0)
    } finally {
      await context.close()
      await closeServer(web)
    }
  })

  test('shows nothing of the account to who goes back after the log-out', () =>
    inWindow(browser, app, {}, async (window) => {
      const bob = await app.make.user()
      await window.logIn(bob)
      await window.open('/password')
      await window.send({}, 'Log out')
      for (let step = 0; step < 2; step++) {
        await window.page.goBack()
        expect(await window.page.content()).not.toContain(bob.username)
      }
    }))

  test('asks to log in again when the session has expired, and says that nothing was changed', () =>
    inWindow(browser, app, {}, async (window) => {
      const bob = await app.make.user()
      await window.logIn(bob)
      await window.open('/email')
      app.clock.advance(3601)
      expect(await window.send({ 'New e-mail address': 'bob@example.org' }, 'Send the code')).toBe(200)
      expect(await window.page.getByRole('status').innerText()).toMatch(/nothing was changed/)
      expect(await window.page.locator('h1').innerText()).toBe('Log in')
    }))

  test('is out at once when the password is changed by the app, or the account is deactivated', () =>
    inWindow(browser, app, {}, async (window) => {
      const [bob, carol] = [await app.make.user(), await app.make.user()]
      await window.logIn(bob)
      const body = { algorithm: 'MD5', old_password: bob.password, password: 'another-one' }
      await app.api.post('/api/accounts/me/password', body, { as: bob })
      await window.page.reload()
      expect(await window.page.locator('h1').innerText()).toBe('Your SIP account')
      await window.logIn(carol)
      await app.api.post(`/api/accounts/${carol.id}/deactivate`, undefined, { as: await app.make.admin() })
      await follow(window.page.getByRole('link', { name: 'Password', exact: true }))
      expect(await window.page.locator('h1').innerText()).toBe('Log in')
    }))

  test('says that devices are unknown where no registrar is configured, and keeps registration closed', () =>
    inWindow(browser, app, {}, async (window) => {
      expect(await window.open('/register')).toBe(404)
      await window.logIn(await app.make.user())
      await window.open('/devices')
      expect(await window.page.getByRole('status').innerText()).toBe('This server cannot tell which devices are registered.')
    }))

  test('speaks French, from the log-in to the errors', () =>
    inWindow(browser, app, { language: 'fr-FR' }, async (window) => {
      const bob = await app.make.user()
      await window.open('/login')
      expect(await window.send({ 'Nom d’utilisateur': bob.username, 'Mot de passe': 'x' }, 'Se connecter')).toBe(403)
      expect(await window.page.getByRole('alert').innerText()).toBe('Le nom d’utilisateur ou le mot de passe est incorrect.')
      await window.send({ 'Mot de passe': bob.password }, 'Se connecter')
      await window.open('/password')
      const fields = {
        'Mot de passe actuel': 'x',
        'Nouveau mot de passe': 'builder-43',
        'Confirmez le nouveau mot de passe': 'builder-43',
      }
      expect(await window.send(fields, 'Modifier le mot de passe')).toBe(422)
      expect(await window.page.getByRole('alert').innerText()).toContain('Ce mot de passe est incorrect.')
      expect(await window.page.locator('html').getAttribute('lang')).toBe('fr')
    }))

  test('can be walked through with the keyboard: the first stop skips to the content', () =>
    inWindow(browser, app, {}, async ({ page, open }) => {
      await open('/login')
      await page.keyboard.press('Tab')
      const skip = page.getByRole('link', { name: 'Skip to the content' })
      expect(await skip.evaluate(hasFocus)).toBe(true)
      expect((await skip.boundingBox())!.y).toBeGreaterThanOrEqual(0)
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await page.getByLabel('User name').evaluate(hasFocus)).toBe(true)
    }))
})
