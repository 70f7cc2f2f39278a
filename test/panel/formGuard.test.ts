import { ROUTES } from '../../src/panel/routes.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient, type SendOptions } from '../support/panel.js'

describeApp('forms of the panel', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' } })

  async function bobWithBrowser() {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    await browser.logIn(bob)
    await browser.get('/')
    return { bob, browser }
  }

  /** all that members can send; the torture run sends those of administrators as well */
  const FORMS = ROUTES.filter(({ method, who }) => method === 'post' && who !== 'admin').map(({ path }) => path.replace(/:\w+/g, '1'))
  const FOREIGN: [string, (own: string, other: string) => SendOptions][] = [
    ['without a token', () => ({ token: undefined })],
    ['with an empty token', () => ({ token: '' })],
    ['with somebody else’s token', (_, other) => ({ token: other })],
    ['from another site', (token) => ({ token, headers: { 'sec-fetch-site': 'cross-site' } })],
    ['from another host of the domain', (token) => ({ token, headers: { 'sec-fetch-site': 'same-site' } })],
    ['from another origin', (token) => ({ token, headers: { origin: 'https://evil.example' } })],
    ['as JSON', (token) => ({ token, headers: { 'content-type': 'application/json' } })],
    ['as plain text', (token) => ({ token, headers: { 'content-type': 'text/plain' } })],
  ]

  test.each(FOREIGN)('are refused %s, each of them', async (_, options) => {
    const { bob, browser } = await bobWithBrowser()
    const other = (await bobWithBrowser()).browser
    for (const path of FORMS) {
      const answer = await browser.post(path, { username: bob.username, uuid: 'x' }, options(browser.token!, other.token!))
      expect([400, 403]).toContain(answer.status)
      expect(answer.text).toContain('Nothing was changed')
    }
    expect(await browser.isIn()).toBe(true)
  })

  test('with more fields than a form of ours has are refused, at once', async () => {
    const { browser } = await bobWithBrowser()
    const fields = Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`f${n}`, '']))
    expect((await browser.post('/delete', fields)).status).toBe(400)
  })

  test('are taken with our own origin, as it is reached or as it is configured', async () => {
    const { browser } = await bobWithBrowser()
    for (const origin of [app.url, app.config.publicUrl]) {
      expect((await browser.post('/email', { email: 'nonsense' }, { headers: { origin } })).status).toBe(422)
    }
  })

  test('of who is not logged in need the cookie of a visitor', async () => {
    const visitor = new PanelClient(app)
    await visitor.get('/login')
    expect([...visitor.cookies.keys()]).toEqual(['visitor'])
    visitor.cookies.clear()
    expect((await visitor.post('/login', { username: 'bob', password: 'x' })).status).toBe(403)
  })

  test('from before the log-in are void after it', async () => {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    await browser.get('/login')
    const { token } = browser
    await browser.logIn(bob)
    expect((await browser.post('/logout', {}, { token })).status).toBe(403)
  })

  test.each([
    ['too large', 'x='.padEnd(40_000, 'x'), 413],
    ['with a field twice', 'username=a&username=b', 403],
    ['with strange names', '__proto__=1&constructor=2&username[x]=1', 403],
    ['with broken escapes', 'username=%E0%A4%A', 400],
    ['in Latin-1', 'username=alice&password=caf%E9-4242', 400],
    ['in raw Latin-1', Buffer.from('username=alice&password=caf\xe9-4242', 'latin1'), 400],
    ['with half a character', 'password=%ED%A0%BD', 400],
  ])('that are %s are no fault of ours', async (_, body, status) => {
    const answer = await app.api.raw('POST', '/login', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    expect(answer.status).toBe(status)
    expect(answer.header('content-type')).toMatch(/^text\/html/)
  })

  test('leave no page that can be sent by reloading it: success always leads on', async () => {
    const { bob, browser } = await bobWithBrowser()
    for (const [path, fields] of [
      ['/email', { email: 'bob.two@example.org' }],
      ['/phone', { phone: '+33612345678' }],
      ['/password', { old: bob.password, new: 'another-one', again: 'another-one', algorithm: 'SHA-256' }],
      ['/logout-everywhere', {}],
    ] as [string, Record<string, string>][]) {
      expect([path, (await browser.post(path, fields)).status]).toEqual([path, 303])
    }
  })
})
