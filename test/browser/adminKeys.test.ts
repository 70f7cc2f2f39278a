// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { pino } from 'pino'
import { useApp } from '../support/app.js'
import { describeBrowser, follow, inWindow, useBrowser, type Window } from '../support/browser.js'
import { commandLine } from '../support/cli.js'
import { ApiClient } from '../support/client.js'
import { startService } from '../support/process.js'

describeBrowser('API keys of administrators', () => {
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const app = useApp({ replaced: { log } })
  const browser = useBrowser()

  let keys = 0
  const call = (apiKey: string) => app.api.get('/api/accounts', { headers: { 'x-api-key': apiKey } })
  async function generate({ page, send }: Window): Promise<string> {
    expect(await send({ Name: `Key of a test ${++keys}` }, 'Create key')).toBe(200)
    return page.getByLabel('API key', { exact: true }).inputValue()
  }
  const rows = ({ page }: Window) => page.locator('tbody tr').allInnerTexts()

  test('start with the service: start it, make an admin on the command line, log in, generate a key, call the API with it', async () => {
    const cli = await commandLine()
    const service = await startService(cli.env)
    try {
      const made = await cli.json('create-admin', '--username', 'alice.admin')
      const running = { url: service.url, api: new ApiClient(service.url) }
      await inWindow(browser, running, {}, async (window) => {
        await window.open('/login')
        expect(await window.send({ 'User name': made.username, Password: made.password }, 'Log in')).toBe(200)
        await follow(window.page.getByRole('link', { name: 'API keys' }))
        const key = await generate(window)
        expect(key).toMatch(/^[A-Za-z0-9]{40}$/)
        expect(key).not.toBe(made.api_key)
        const answer = await running.api.get('/api/accounts', { headers: { 'x-api-key': key } })
        expect(answer).toMatchObject({ status: 200, body: { data: [{ username: 'alice.admin', admin: true }] } })
      })
    } finally {
      await service.stop()
      await cli.remove()
    }
  }, 40_000)

  test('are shown once: not on reload, not later, not in an address, a cookie or the log', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, {}, async (window) => {
      const { page, context, open, logIn } = window
      await logIn(alice)
      await open('/keys')
      const key = await generate(window)
      expect(page.url()).toBe(`${app.url}/keys`)
      expect(JSON.stringify(await context.cookies())).not.toContain(key)
      for (const again of [() => page.reload(), () => open('/keys'), () => page.goBack()]) {
        await again()
        expect(await page.content()).not.toContain(key)
        expect(await page.getByLabel('API key', { exact: true }).count()).toBe(0)
      }
      expect((await call(key)).status).toBe(200)
      expect(logged.join('')).toContain('"method":"POST"')
      expect(logged.join('')).not.toContain(key)
    })
  })

  test('wait for the page that shows them a minute at most, and for their own session alone', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    await inWindow(browser, app, {}, async ({ context, page, logIn, open }) => {
      await logIn(alice)
      await open('/keys')
      const waiting = async () => {
        const token = await page.locator('article input[name=form_token]').first().inputValue()
        const answer = await context.request.post(`${app.url}/keys`, {
          form: { form_token: token, name: `Key of a test ${++keys}`, scope: 'read' },
          maxRedirects: 0,
        })
        expect(answer.status()).toBe(303)
        return (await context.cookies()).find(({ name }) => name === 'once')!
      }
      const cookie = await waiting()
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
      app.clock.advance(61)
      await open('/keys')
      expect(await page.getByLabel('API key', { exact: true }).count()).toBe(0)

      const stolen = await waiting()
      await inWindow(browser, app, {}, async (elsewhere) => {
        await elsewhere.logIn(other)
        await elsewhere.context.addCookies([stolen])
        await elsewhere.open('/keys')
        expect(await elsewhere.page.getByLabel('API key', { exact: true }).count()).toBe(0)
      })
    })
  })

  test('are copied by the button, which is not there without script', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, { permissions: ['clipboard-read', 'clipboard-write'] }, async (window) => {
      await window.logIn(alice)
      await window.open('/keys')
      const key = await generate(window)
      await window.page.getByRole('button', { name: 'Copy – API key' }).click()
      await window.page.getByText('Copied.').waitFor()
      expect(await window.page.evaluate('navigator.clipboard.readText()')).toBe(key)
    })
    await inWindow(browser, app, { javaScriptEnabled: false }, async (window) => {
      await window.logIn(alice)
      await window.open('/keys')
      expect((await call(await generate(window))).status).toBe(200)
      expect(await window.page.getByRole('button', { name: 'Copy – API key' }).count()).toBe(0)
    })
  })

  test('are listed, the newest first, with when they were last used', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, {}, async (window) => {
      await window.logIn(alice)
      await window.open('/keys')
      const key = await generate(window)
      expect((await rows(window)).map((row) => /never/.test(row))).toEqual([true, true])
      await call(key)
      await window.open('/keys')
      expect((await rows(window)).map((row) => /never/.test(row))).toEqual([false, true])
    })
  })

  test('are refused as soon as they are revoked, after a question', async () => {
    const alice = await app.make.admin()
    await inWindow(browser, app, {}, async (window) => {
      await window.logIn(alice)
      await window.open('/keys')
      const key = await generate(window)
      await follow(window.page.getByRole('link', { name: /^Revoke the key/ }).first())
      const asked = new URL(window.page.url()).pathname
      await follow(window.page.getByRole('link', { name: 'Cancel' }))
      expect((await call(key)).status).toBe(200)
      await window.open(asked)
      expect(await window.send({}, 'Revoke key')).toBe(200)
      expect(await window.page.getByRole('status').textContent()).toMatch(/^The key “[^”]+” has been revoked\.$/)
      expect((await call(key)).status).toBe(401)
      expect((await call(alice.apiKey)).status).toBe(200)
      expect(await rows(window)).toHaveLength(1)
      expect(await window.open(asked)).toBe(404)
    })
  })

  test("are nobody else's to see or to revoke", async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    await inWindow(browser, app, {}, async ({ page, open, logIn, context }) => {
      await logIn(other)
      await open('/keys')
      expect(await page.locator('tbody tr').count()).toBe(1)
      const token = await page.locator('article input[name=form_token]').first().inputValue()
      const { id } = (await app.deps.db.prisma.apiKey.findFirst({ where: { accountId: alice.id } }))!
      expect(await open(`/keys/${id}/revoke`)).toBe(404)
      await context.request.post(`${app.url}/keys/${id}/revoke`, { form: { form_token: token } })
      expect((await call(alice.apiKey)).status).toBe(200)
    })
  })
})
