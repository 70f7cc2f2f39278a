import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { startApp, type TestApp } from '../support/app.js'
import { browserPath, describeNeeding } from '../support/needs.js'
import type { InstalledSdk } from './install.js'

/** A page of another origin uses the client, in a real browser. */
export function browserTests(installed: () => InstalledSdk): void {
  const describeBrowser = describeNeeding('browser')
  describeBrowser('in a browser, on a page of another origin', () => {
    let browser: Browser
    let web: Server
    let origin: string
    let app: TestApp
    beforeAll(async () => {
      web = createServer((request, response) => {
        response.setHeader('Content-Type', request.url === '/sdk.js' ? 'text/javascript' : 'text/html')
        response.end(
          request.url === '/sdk.js'
            ? readFileSync(installed().script)
            : '<!doctype html><title>A phone</title><link rel="icon" href="data:,">',
        )
      })
      await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
      const { port } = web.address() as AddressInfo
      origin = `http://127.0.0.1:${port}`
      ;[app, browser] = await Promise.all([
        startApp({ env: { CORS_ORIGINS: origin } }),
        chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] }),
      ])
    }, 30_000)
    afterAll(async () => {
      await browser?.close()
      web?.close()
      await app?.close()
    })

    /** Opens the page, and lets it call the API. What it sent, and what the browser complained about, is noted. */
    async function open(at = origin): Promise<{ page: Page; sent: string[]; complaints: string[] }> {
      const page = await browser.newPage()
      const [sent, complaints]: [string[], string[]] = [[], []]
      page.on(
        'request',
        (request) => request.url().startsWith(app.url) && sent.push(`${request.method()} ${new URL(request.url()).pathname}`),
      )
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`))
      await page.goto(at)
      return { page, sent, complaints }
    }
    /** In the page: what some operations say, as somebody. */
    const call = (
      page: Page,
      login: [kind: 'digest' | 'apiKey', ...credentials: string[]],
      calls: [operation: string, options?: object][],
    ): Promise<any[]> =>
      page.evaluate(
        async ({ url, login: [kind, ...credentials], calls, load }) => {
          const sdk = await new Function(load)()
          const accounts = sdk.connect({ url, auth: sdk[kind](...credentials) })
          const results = []
          for (const [operation, options] of calls) {
            const { data, error } = await accounts[operation](options)
            results.push(data ?? { code: error.code, status: error.status, retryAfter: error.retryAfter })
          }
          return results
        },
        // a text: the import of the page, not that of the test
        { url: `${app.url}/api`, login, calls, load: "return import('/sdk.js')" },
      )

    test.each(['MD5', 'SHA-256'] as const)('logs in by digest with %s, and keeps the nonce', async (algorithm) => {
      const bob = await app.make.user({ algorithm })
      const { page, sent, complaints } = await open()
      const change = { body: { algorithm, password: 'architect-43', old_password: bob.password } }
      const results = await call(
        page,
        ['digest', `${bob.username}@${bob.domain}`, bob.password],
        [['getMe'], ['getMe'], ['changePassword', change]],
      )
      expect(results).toEqual([expect.objectContaining({ username: bob.username }), expect.objectContaining({ id: bob.id }), {}])
      // one 401 for the challenge, and no request but those of the client
      expect(sent).toEqual(['GET /api/accounts/me', 'GET /api/accounts/me', 'GET /api/accounts/me', 'POST /api/accounts/me/password'])
      expect(complaints).toEqual([expect.stringContaining('401')])
      await page.close()
    })

    test('is told that the password is wrong, and asks nobody for another', async () => {
      const bob = await app.make.user()
      const { page, complaints } = await open()
      expect(await call(page, ['digest', `${bob.username}@${bob.domain}`, 'not-builder-42'], [['getMe']])).toEqual([
        { code: 'unauthenticated', status: 401, retryAfter: undefined },
      ])
      expect(complaints).toHaveLength(2)
      await page.close()
    })

    test('uses an API key, and reads errors', async () => {
      const alice = await app.make.admin()
      const { page } = await open()
      const [account, missing] = await call(
        page,
        ['apiKey', alice.apiKey],
        [
          ['getAccount', { path: { id: alice.id } }],
          ['deleteAccount', { path: { id: 2_000_000_000 } }],
        ],
      )
      expect(account).toMatchObject({ username: alice.username })
      expect(missing).toMatchObject({ code: 'not_found' })
      await page.close()
    })

    test('gets nothing when its origin is not listed', async () => {
      const alice = await app.make.admin()
      const { page } = await open(origin.replace('127.0.0.1', 'localhost'))
      await expect(call(page, ['apiKey', alice.apiKey], [['getMe']])).rejects.toThrow('Failed to fetch')
      await page.close()
    })
  })
}
