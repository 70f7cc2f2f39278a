import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { qrOfPage } from '../support/qr.js'

const WAIT = '/authenticate/qrcode'

describeApp('a log-in to the panel with another device', () => {
  const app = useApp()

  /** A browser that shows a code, and where the code leads. */
  async function waiting() {
    const browser = new PanelClient(app)
    await browser.send(WAIT, {})
    const page = await browser.get(WAIT)
    return { browser, page, url: new URL(qrOfPage(page.text)) }
  }
  async function member() {
    const bob = await app.make.user()
    const phone = new PanelClient(app)
    await phone.logIn(bob)
    return { bob, phone }
  }

  test('shows a code that another device opens, asks there, and goes on by itself', async () => {
    const [{ bob, phone }, { browser, page, url }] = [await member(), await waiting()]
    expect([page.status, page.header('refresh')]).toEqual([200, '5'])
    expect(url.origin).toBe('http://accounts.test')
    const asked = await phone.get(url.pathname)
    expect(asked.text).toContain('127.0.0.1')
    expect((await browser.get(WAIT)).status).toBe(200)
    expect((await phone.submit(asked, url.pathname)).text).toContain('The other device is now logged in.')
    expect((await browser.get(WAIT)).header('location')).toBe('/')
    expect((await browser.get('/')).text).toContain(bob.username)
    // nobody has entered the password there
    await browser.get('/delete')
    expect((await browser.post('/delete', {})).status).toBe(403)
  })

  test('is attached by no request of another page, and by no GET', async () => {
    const [{ phone }, { browser, url }] = [await member(), await waiting()]
    for (let n = 0; n < 3; n++) await phone.get(url.pathname)
    await app.api.raw('HEAD', url.pathname)
    const foreign = { token: undefined, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }
    expect((await phone.post(url.pathname, {}, foreign)).status).toBe(403)
    expect((await phone.post(url.pathname, {}, { token: 'invented' })).status).toBe(403)
    expect((await browser.get(WAIT)).status).toBe(200)
  })

  test('is this browser’s alone: the address of the code logs nobody in', async () => {
    const [{ phone }, { url }] = [await member(), await waiting()]
    await phone.submit(await phone.get(url.pathname), url.pathname)
    const other = new PanelClient(app)
    expect((await other.get(WAIT)).header('location')).toBeUndefined()
    expect((await other.get(url.pathname)).header('location')).toBe(`/login?next=${encodeURIComponent(url.pathname)}`)
  })

  test('asks who is not logged in to log in first, and comes back', async () => {
    const [bob, { url }] = [await app.make.user(), await waiting()]
    const phone = new PanelClient(app)
    const login = await phone.open(url.pathname)
    expect(login.text).toContain(`value="${url.pathname}"`)
    const fields = { username: bob.username, password: bob.password, next: url.pathname }
    expect((await phone.post('/login', fields)).header('location')).toBe(url.pathname)
  })

  test('ends after five minutes, and is good once', async () => {
    const [{ phone }, { browser, url }] = [await member(), await waiting()]
    app.clock.advance(300)
    expect((await phone.get(url.pathname)).status).toBe(404)
    expect((await browser.get(WAIT)).header('refresh')).toBeUndefined()
    expect((await phone.get('/auth_tokens/auth/external/invented')).status).toBe(404)
    const again = await waiting()
    const page = await phone.get(again.url.pathname)
    await phone.submit(page, again.url.pathname)
    expect((await phone.get(again.url.pathname)).status).toBe(404)
  })

  test('has an image of the code of a token that an app has asked for', async () => {
    const { token } = (await app.api.post('/api/accounts/auth_token')).body
    const image = await app.api.raw('GET', `/auth_tokens/qrcode/${token}`)
    expect([image.status, image.header('content-type'), image.header('cache-control')]).toEqual([200, 'image/png', 'no-store'])
    expect((await app.api.raw('GET', '/auth_tokens/qrcode/invented')).status).toBe(404)
  })
})
