import { get } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

/** What is sent, as it is: `fetch` unpacks it. */
const rawGet = (url: string, encoding: string): Promise<{ encoding: string | undefined; bytes: Buffer }> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(parts) }))
    }).on('error', reject)
  })

describeApp('pages of the panel', () => {
  const app = useApp()

  test.each(['/', '/login', '/activate', '/confirm-email?account=1&code=x', '/nothing-here', '/register', '/register/phone'])(
    'tell the browser to be strict: %s',
    async (path) => {
      const page = await new PanelClient(app).get(path)
      const policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
      expect(page.header('content-security-policy')).toBe(policy)
      expect(page.header('x-content-type-options')).toBe('nosniff')
      expect(page.header('referrer-policy')).toBe('no-referrer')
      expect(page.header('cache-control')).toBe('no-store')
      expect(page.header('permissions-policy')).toContain('camera=()')
      expect(page.header('cross-origin-opener-policy')).toBe('same-origin')
      expect(page.header('cross-origin-resource-policy')).toBe('same-origin')
      expect(page.header('strict-transport-security')).toBeUndefined()
      expect(page.text).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
    },
  )

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('has files that browsers get as %s, and everybody else as they are', async (encoding, decompress) => {
    for (const path of ['/assets/pico.min.css', '/assets/redoc.js', '/assets/docs.json']) {
      const plain = await fetch(app.url + path, { headers: { 'accept-encoding': 'identity' } })
      const whole = Buffer.from(await plain.arrayBuffer())
      expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([null, expect.stringContaining('Accept-Encoding')])
      const packed = await rawGet(app.url + path, encoding)
      expect([packed.encoding, decompress(packed.bytes).equals(whole)]).toEqual([encoding, true])
      expect(packed.bytes.length).toBeLessThan(whole.length / 3)
    }
  })

  test('have files whose address changes with their content, so that browsers may keep them', async () => {
    const { text } = await new PanelClient(app).get('/')
    const files = [...text.matchAll(/href="(\/assets\/[^"]+\?v=[0-9a-f]{12})"/g)].map(([, href]) => href!)
    expect(files.length).toBe(3)
    for (const file of files) expect((await app.api.get(file)).header('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await app.api.get('/assets/panel.css?v=000000000000')).header('cache-control')).toBe('public, max-age=3600')
  })

  test('that do not exist are pages to people, and errors in the shape of all others to programs', async () => {
    const page = await new PanelClient(app, 'fr').get('/nothing-here')
    expect([page.status, page.header('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.text).toContain('Page introuvable')
    expect(page.text).toContain(page.header('x-request-id'))
    expect((await app.api.get('/nothing-here')).body.code).toBe('not_found')
  })

  test('that do not exist still know who asks', async () => {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    await browser.logIn(bob)
    const page = await browser.get('/nothing-here')
    expect([page.status, page.text.includes('action="/logout"')]).toEqual([404, true])
  })

  test.each([
    ['GET', '/logout', 'POST'],
    ['GET', '/accounts/1/activate', 'POST'],
    ['PUT', '/login', 'GET, HEAD, POST'],
    ['DELETE', '/accounts/1', 'GET, HEAD'],
    ['POST', '/assets/panel.css', 'GET, HEAD'],
  ])('are not asked for by %s %s', async (method, path, allow) => {
    const answer = await app.api.raw(method, path)
    expect([answer.status, answer.header('allow')?.split(', ').sort().join(', ')]).toEqual([405, allow])
  })

  test('are asked for by HEAD as by GET', async () => {
    for (const path of ['/', '/login', '/nothing-here']) {
      const [head, get] = [await app.api.raw('HEAD', path), await app.api.get(path)]
      expect([head.status, head.text]).toEqual([get.status, ''])
    }
  })

  test('are in French for those who prefer it, and in English for all others', async () => {
    for (const [language, lang] of [
      ['fr-CA,fr;q=0.9,en;q=0.5', 'fr'],
      ['de', 'en'],
      ['en,fr;q=0.9', 'en'],
    ]) {
      expect((await new PanelClient(app, language!).get('/login')).text).toContain(`<html lang="${lang}">`)
    }
  })

  test('show what people entered as text', async () => {
    const answer = await new PanelClient(app).send('/login', { username: '"><script>alert(1)</script>', password: 'x' })
    expect(answer.text).not.toContain('<script>')
    expect(answer.text).toContain('&quot;&gt;&lt;script&gt;')
  })
})
