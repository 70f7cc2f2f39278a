// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { createServer } from 'node:http'
import { ADMIN_ROUTES } from '../../src/panel/adminRoutes.js'
import { useApp } from '../support/app.js'
import { describeBrowser, inWindow, useBrowser } from '../support/browser.js'
import type { Person } from '../support/factory.js'
import { listen } from '../support/servers.js'

describeBrowser('the pages of administrators', () => {
  const app = useApp()
  const browser = useBrowser()
  let victim: Person
  beforeAll(async () => {
    victim = await app.make.user()
  }, 60_000)

  const state = async () => JSON.stringify([await app.deps.db.prisma.account.findMany(), await app.deps.db.prisma.apiKey.count()])
  const requests = () => ADMIN_ROUTES.map(({ method, path }) => ({ method, url: app.url + path.replace(':id', String(victim.id)) }))

  test('send those who are not logged in to the log-in, and back to the page they wanted', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, {}, async ({ context, page, open, send }) => {
      const pages = new Set(requests().flatMap(({ method, url }) => (method === 'get' ? [url] : [])))
      for (const { method, url } of requests()) {
        const answer = await context.request.fetch(url, { method, maxRedirects: 0 })
        expect([method, url, answer.status(), answer.headers().location]).toEqual([
          method,
          url,
          303,
          pages.has(url) ? `/login?next=${encodeURIComponent(new URL(url).pathname)}` : '/login',
        ])
      }
      await open(`/accounts/${victim.id}`)
      expect(new URL(page.url()).pathname).toBe('/login')
      await send({ 'User name': alice.username, Password: alice.password }, 'Log in')
      expect(page.url()).toBe(`${app.url}/accounts/${victim.id}`)
    })
  })

  test.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', '/accounts?x=//evil.example', 'javascript:alert(1)'])(
    'are not left for elsewhere after the log-in: %s',
    (next) =>
      inWindow(browser, app, {}, async ({ page, open, send }) => {
        await open(`/login?next=${encodeURIComponent(next)}`)
        await send({ 'User name': victim.username, Password: victim.password }, 'Log in')
        expect(page.url()).toBe(`${app.url}/`)
      }),
  )

  test('are 403 for everybody else, and not in their menu', async () => {
    const bob = await app.make.user()
    await inWindow(browser, app, {}, async ({ context, page, open, logIn }) => {
      await logIn(bob)
      expect(await page.getByRole('link', { name: /Accounts|API keys/ }).count()).toBe(0)
      const token = await page.locator('input[name=form_token]').first().inputValue()
      const before = await state()
      for (const { method, url } of requests()) {
        const form = { form_token: token, username: victim.username, algorithm: 'SHA-256' }
        const answer = await context.request.fetch(url, { method, headers: { accept: 'text/html' }, ...(method === 'post' && { form }) })
        expect([method, url, answer.status()]).toEqual([method, url, 403])
        expect(await answer.text()).toContain('Only administrators can see this page')
      }
      expect(await state()).toBe(before)
      expect(await open('/accounts')).toBe(403)
    })
  })

  test('are gone with the next request when the role is taken away', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, {}, async ({ page, open, send, logIn }) => {
      await logIn(alice)
      expect(await open('/keys')).toBe(200)
      await app.deps.db.prisma.account.update({ where: { id: alice.id }, data: { admin: false } })
      expect(await send({}, 'Create key')).toBe(403)
      expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0)
      expect(await app.deps.db.prisma.apiKey.count({ where: { accountId: alice.id } })).toBe(1)
    })
  })

  test('take no form that another site has its visitors send', async () => {
    const alice = await app.make.admin()
    const attack = (path: string, fields: string) =>
      `<!doctype html><title>Prizes</title><form method="post" action="${app.url}${path}">${fields}<button>Win</button></form>`
    const site = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(attack(`/accounts/${victim.id}/make-admin`, '<input type="hidden" name="form_token" value="guess">'))
    })
    const port = await listen(site)
    try {
      await inWindow(browser, app, {}, async ({ context, logIn }) => {
        await logIn(alice)
        const evil = await context.newPage()
        await evil.goto(`http://127.0.0.1:${port}/`)
        const answered = evil.waitForResponse(`${app.url}/**`)
        await evil.getByRole('button').click()
        const answer = await answered
        // the same host, so that the browser does send the session: it is the guard that refuses
        expect((await answer.request().allHeaders()).cookie).toMatch(/session=/)
        expect(answer.status()).toBe(403)
        expect(await evil.getByText('Nothing was changed').count()).toBeGreaterThan(0)
      })
    } finally {
      site.close()
    }
    expect(await app.deps.db.prisma.account.findUnique({ where: { id: victim.id } })).toMatchObject({ admin: false })
  })

  test("take no form without the token, or with another session's", async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    let foreign = ''
    await inWindow(browser, app, {}, async ({ page, logIn }) => {
      await logIn(other)
      foreign = await page.locator('input[name=form_token]').first().inputValue()
    })
    await inWindow(browser, app, {}, async ({ context, logIn }) => {
      await logIn(alice)
      const before = await state()
      for (const { url } of requests().filter(({ method }) => method === 'post')) {
        for (const form of [
          { username: victim.username, form_token: '' },
          { username: victim.username, form_token: foreign },
        ]) {
          // a form with a file is of another type; test/panel/bulkImport.test.ts sends that
          expect([url, (await context.request.post(url, { form })).status()]).toEqual([url, url.endsWith('/bulk/import') ? 400 : 403])
        }
      }
      expect(await state()).toBe(before)
    })
  })

  test('that name nothing are 404', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, {}, async ({ open, logIn }) => {
      await logIn(alice)
      const nothing = ['/accounts/0', '/accounts/x', '/accounts/1e3', '/accounts/99999999999', '/accounts/2147483647', '/keys/-1/revoke']
      for (const path of nothing) expect([path, await open(path)]).toEqual([path, 404])
    })
  })
})
