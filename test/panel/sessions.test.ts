import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp('sessions of the panel', () => {
  const app = useApp()

  async function loggedIn(person?: Person) {
    const bob = person ?? (await app.make.user())
    const browser = new PanelClient(app)
    expect((await browser.logIn(bob)).status).toBe(303)
    return { bob, browser }
  }

  test('are in a cookie that scripts and other sites cannot use, and in the database as a hash', async () => {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    const set = (await browser.logIn(bob)).all('set-cookie').find((cookie) => cookie.startsWith('session='))!
    expect(set).toMatch(/^session=[\w-]{43}\.[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/)
    const id = browser.cookies.get('session')!.split('.')[0]!
    const rows = await app.deps.db.prisma.session.findMany({ where: { accountId: bob.id } })
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(id)
  })

  test('are for https alone, and for this host alone, where the panel is reached by https', async () => {
    const secure = await startApp({ env: { PUBLIC_URL: 'https://accounts.test' } })
    try {
      const bob = await secure.make.user()
      const browser = new PanelClient(secure)
      const cookies = [
        ...(await browser.get('/login')).all('set-cookie'),
        ...(await browser.post('/login', bob as never)).all('set-cookie'),
      ]
      expect(cookies.length).toBe(2)
      for (const cookie of cookies) expect(cookie).toMatch(/^__Host-\w+=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
      expect(await browser.isIn()).toBe(true)
    } finally {
      await secure.close()
    }
  })

  test.each<[string, (value: string) => string]>([
    ['unsigned', (value) => value.split('.')[0]!],
    ['signed otherwise', (value) => `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`],
    ['another', (value) => `${'A'.repeat(43)}.${value.split('.')[1]}`],
    ['nonsense', () => '%00"..'],
  ])('are not those of a cookie that is %s', async (_, change) => {
    const { browser } = await loggedIn()
    browser.cookies.set('session', change(browser.cookies.get('session')!))
    expect(await browser.isIn()).toBe(false)
  })

  test('begin anew at each log-in: an id from before it means nothing', async () => {
    const { bob, browser } = await loggedIn()
    const before = browser.cookies.get('session')
    browser.cookies.delete('session')
    await browser.logIn(bob)
    expect(browser.cookies.get('session')).not.toBe(before)
  })

  test('end an hour after the last request, and after twelve hours in any case', async () => {
    const { browser } = await loggedIn()
    for (let hour = 0; hour < 12; hour++) {
      expect(await browser.isIn()).toBe(true)
      app.clock.advance(hour === 11 ? 3300 : 3599)
    }
    app.clock.advance(312)
    expect(await browser.isIn()).toBe(false)
    const idle = await loggedIn()
    app.clock.advance(3600)
    expect(await idle.browser.isIn()).toBe(false)
  })

  test('end at the log-out, in the database as well', async () => {
    const { bob, browser } = await loggedIn()
    const cookie = browser.cookies.get('session')!
    const other = (await loggedIn(bob)).browser
    await browser.get('/')
    expect((await browser.post('/logout')).header('location')).toBe('/')
    browser.cookies.set('session', cookie)
    expect(await browser.isIn()).toBe(false)
    expect(await other.isIn()).toBe(true)
  })

  test('all end at "log out everywhere", and nobody else’s', async () => {
    const { bob, browser } = await loggedIn()
    const [other, stranger] = [(await loggedIn(bob)).browser, (await loggedIn()).browser]
    await browser.get('/')
    expect((await browser.post('/logout-everywhere')).status).toBe(303)
    expect(await Promise.all([browser.isIn(), other.isIn(), stranger.isIn()])).toEqual([false, false, true])
  })

  const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

  test('are listed for their owner, with browser, address and times, and end one by one', async () => {
    const { bob, browser } = await loggedIn()
    const other = new PanelClient(app)
    await other.get('/login')
    const fields = { username: `${bob.username}@${bob.domain}`, password: bob.password }
    expect((await other.post('/login', fields, { headers: { 'user-agent': FIREFOX } })).status).toBe(303)
    const { browser: stranger } = await loggedIn()
    const page = await browser.get('/sessions')
    expect(page.text.split('Recent log-ins')[0]!.match(/<th scope="row">/g)).toHaveLength(2)
    expect(page.text).toContain('Firefox, Linux')
    expect(page.text).toContain('127.0.0.1')
    expect(page.text.match(/This browser/g)).toHaveLength(1)
    const ids = [...page.text.matchAll(/name="session" value="([^"]+)"/g)].map((match) => match[1]!)
    expect(ids).toHaveLength(1)
    expect(page.text).not.toContain(other.cookies.get('session')!.split('.')[0])
    await stranger.get('/sessions')
    await stranger.post('/sessions/end', { session: ids[0]! })
    expect(await other.isIn()).toBe(true)
    const done = await browser.submit(page, '/sessions/end')
    expect(done.text).toContain('That browser has been logged out.')
    expect([await other.isIn(), await browser.isIn(), await stranger.isIn()]).toEqual([false, true, true])
    await browser.get('/sessions')
    expect((await browser.post('/sessions/end', { session: ids[0]! })).header('location')).toBe('/sessions')
    expect((await browser.get('/sessions')).text).toContain('was already logged out')
  })

  test('ended by nonsense are none, and no error', async () => {
    const { browser } = await loggedIn()
    await browser.get('/sessions')
    for (const session of ['a\0b', '', 'x'.repeat(4_000), '%'])
      expect((await browser.post('/sessions/end', { session })).header('location')).toBe('/sessions')
  })

  test('are in the audit log, twenty in an hour at most', async () => {
    const bob = await app.make.user()
    for (let i = 0; i < 22; i++) await new PanelClient(app).logIn(bob)
    expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'logIn' } })).toBe(20)
  })

  test('of a program that says nothing, or nonsense, are listed as well', async () => {
    const { bob, browser } = await loggedIn()
    await app.deps.db.prisma.session.updateMany({ where: { accountId: bob.id }, data: { userAgent: '<b>x</b>', ipAddress: null } })
    await loggedIn(bob)
    const { text } = await browser.get('/sessions')
    expect(text).toContain('&lt;b&gt;x&lt;/b&gt;')
    expect(text).toContain('unknown')
  })

  test('are ended by an administrator, who sees how many there are, and the audit log tells', async () => {
    const { browser: desk } = await loggedIn(await app.make.admin())
    const { bob, browser } = await loggedIn()
    const other = (await loggedIn(bob)).browser
    const page = await desk.get(`/accounts/${bob.id}/password`)
    expect(page.text).toContain('in 2 browsers')
    const done = await desk.submit(page, `/accounts/${bob.id}/log-out`)
    expect(done.text).toContain('has been logged out everywhere')
    expect(done.text).not.toContain(`/accounts/${bob.id}/log-out`)
    expect([await browser.isIn(), await other.isIn(), await desk.isIn()]).toEqual([false, false, true])
    expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'endSessions', actorKind: 'admin' } })).toBe(1)
  })

  test('end when the password is changed through the API', async () => {
    const { bob, browser } = await loggedIn()
    const stranger = (await loggedIn()).browser
    const body = { algorithm: 'SHA-256', old_password: bob.password, password: 'another-one' }
    expect((await app.api.post('/api/accounts/me/password', body, { as: bob })).status).toBe(200)
    expect([await browser.isIn(), await stranger.isIn()]).toEqual([false, true])
  })

  test('end when the password is changed on the panel, but for the one that did it', async () => {
    const { bob, browser } = await loggedIn()
    const other = (await loggedIn(bob)).browser
    const changed = await browser.send('/password', { old: bob.password, new: 'another-one', again: 'another-one', algorithm: 'MD5' })
    expect(changed.status).toBe(303)
    expect([await browser.isIn(), await other.isIn()]).toEqual([true, false])
  })

  test('end at the next request after the account was deactivated, or deleted, and do not come back', async () => {
    const alice = await app.make.admin()
    const { bob, browser } = await loggedIn()
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${bob.id}/activate`, undefined, { as: alice })
    expect(await browser.isIn()).toBe(false)
    const carol = await loggedIn()
    await app.api.delete(`/api/accounts/${carol.bob.id}`, { as: alice })
    expect(await carol.browser.isIn()).toBe(false)
  })

  test('are twenty of an account at most: the oldest goes, and nobody else’s', async () => {
    const { bob, browser } = await loggedIn()
    const stranger = (await loggedIn()).browser
    const others: PanelClient[] = []
    for (let i = 0; i < 20; i++) {
      app.clock.advance(1)
      others.push((await loggedIn(bob)).browser)
    }
    expect(await app.deps.db.prisma.session.count({ where: { accountId: bob.id } })).toBe(20)
    expect([await browser.isIn(), await stranger.isIn()]).toEqual([false, true])
    expect(await Promise.all(others.map((other) => other.isIn()))).toEqual(others.map(() => true))
    await Promise.all(Array.from({ length: 30 }, () => new PanelClient(app).logIn(bob)))
    expect(await app.deps.db.prisma.session.count({ where: { accountId: bob.id } })).toBe(20)
  })

  test('that have ended are removed by clear-expired, and no others', async () => {
    const { clearExpired } = await import('../../src/services/housekeeping/expired.js')
    await clearExpired(app.deps)
    const old = await loggedIn()
    app.clock.advance(3601)
    const young = await loggedIn()
    expect((await clearExpired(app.deps)).sessions).toBeGreaterThanOrEqual(1)
    expect(await app.deps.db.prisma.session.count({ where: { accountId: old.bob.id } })).toBe(0)
    expect(await young.browser.isIn()).toBe(true)
  })

  test('that ended while a form was filled in change nothing, say so, and lead back to the form', async () => {
    const { bob, browser } = await loggedIn()
    await browser.get('/delete')
    app.clock.advance(3601)
    const answer = await browser.post('/delete', { username: bob.username })
    expect([answer.status, answer.header('location')]).toEqual([303, '/login?next=%2Fdelete'])
    expect((await browser.get('/login?next=%2Fdelete')).text).toContain('nothing was changed')
    const { username, password } = bob
    expect((await browser.post('/login', { username, password, next: '/delete' })).header('location')).toBe('/delete')
    app.clock.advance(3601)
    expect((await browser.post('/devices/remove', { uuid: 'x' })).header('location')).toBe('/login')
    expect((await app.api.get(`/api/accounts/${bob.username}@${bob.domain}/info`)).status).toBe(200)
  })
})
