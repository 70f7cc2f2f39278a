import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

describeApp('logging in to the panel', () => {
  const app = useApp()
  const client = () => new PanelClient(app)

  test.each(['', '@sip.example.org', '@SIP.example.org'])('takes the user name with %j after it', async (after) => {
    const bob = await app.make.user()
    const visitor = client()
    const response = await visitor.send('/login', { username: ` ${bob.username}${after} `, password: bob.password })
    expect([response.status, response.header('location')]).toEqual([303, '/'])
    expect((await visitor.get('/')).text).toContain(`sip:${bob.username}@${bob.domain}`)
  })

  test('takes a name in other case for the one in lower case, unless an account is written so; wrong passwords count together', async () => {
    const [one, other] = [await app.make.user({ username: 'case.one' }), await app.make.user({ username: 'case.two' })]
    expect((await client().send('/login', { username: 'Case.One', password: one.password })).status).toBe(303)
    expect((await client().send('/login', { username: 'sip:CASE.ONE@sip.example.org', password: one.password })).status).toBe(303)
    await app.deps.db.prisma.account.update({ where: { id: other.id }, data: { username: 'Case.One' } }) // as imports bring them
    expect((await client().send('/login', { username: 'Case.One', password: one.password })).status).toBe(403)
    expect((await client().send('/login', { username: 'cAse.one', password: one.password })).status).toBe(303)
    for (const username of ['caSe.one', 'CaSe.one', 'cASe.one', 'cAsE.one', 'CAsE.one', 'CASE.one'])
      expect((await client().send('/login', { username, password: 'not-hers' })).status).toBe(403)
    expect((await client().send('/login', { username: 'case.one', password: one.password })).status).toBe(429)
  })

  test('takes an account of another domain by its whole address alone', async () => {
    const bob = await app.make.user({ domain: 'other.example.org' })
    expect((await client().send('/login', { username: bob.username, password: bob.password })).status).toBe(403)
    expect((await client().logIn(bob)).status).toBe(303)
  })

  test('takes the password by whichever algorithm it is stored, and in clear text', async () => {
    for (const algorithm of ['MD5', 'SHA-256'] as const) {
      expect((await client().logIn(await app.make.user({ algorithm }))).status).toBe(303)
    }
    const imported = { ...(await app.make.user()), password: 'imp0rted-secret' }
    await app.deps.db.prisma.password.deleteMany({ where: { accountId: imported.id } })
    await app.make.storePassword(imported, 'CLRTXT')
    expect((await client().logIn(imported)).status).toBe(303)
    expect((await client().logIn({ ...imported, password: 'imp0rted-secreT' })).status).toBe(403)
  })

  test('answers a wrong password, an unknown account and an unknown domain alike', async () => {
    const bob = await app.make.user()
    const answers = []
    for (const username of [bob.username, 'nobody.here', `${bob.username}@elsewhere.example.org`, '"<b>x', 'a'.repeat(5000)]) {
      const answer = await client().send('/login', { username, password: 'not-his' })
      expect(answer.text).not.toContain('<b>')
      answers.push([answer.status, answer.text.includes('The user name or password is wrong.')])
    }
    expect(answers).toEqual(Array(5).fill([403, true]))
  })

  test('keeps the name that was entered, and never the password', async () => {
    const answer = await client().send('/login', { username: 'nobody.here', password: 'sw0rdfish' })
    expect(answer.text).toContain('value="nobody.here"')
    expect(answer.text).not.toContain('sw0rdfish')
  })

  test('tells who is not activated where to go, if the password is right', async () => {
    const carol = await app.make.unconfirmed()
    const right = await client().logIn(carol)
    expect(right.status).toBe(403)
    expect(right.text).toContain(`/activate?account=${encodeURIComponent(`${carol.username}@${carol.domain}`)}`)
    expect((await client().logIn({ ...carol, password: 'wrong-one' })).text).not.toContain('/activate?account')
  })

  test('tells who was deactivated so, if the password is right', async () => {
    const bob = await app.make.user()
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: await app.make.admin() })
    expect((await client().logIn(bob)).text).toContain('deactivated or blocked')
    expect((await client().logIn({ ...bob, password: 'wrong-one' })).text).not.toContain('deactivated or blocked')
  })

  test('is slowed down after several wrong passwords, together with the API', async () => {
    const bob = await app.make.user()
    for (let n = 0; n < 6; n++) await client().logIn({ ...bob, password: 'wrong-one' })
    const slow = await client().logIn({ ...bob, password: 'wrong-one' })
    expect(slow.status).toBe(429)
    expect(slow.header('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(slow.text).toMatch(/^<!doctype html>/)
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(429)
    app.clock.advance(900)
    expect((await client().logIn(bob)).status).toBe(303)
  })

  test('leads back to the page that was asked for, and nowhere else', async () => {
    const bob = await app.make.user()
    const visitor = client()
    const asked = await visitor.get('/email/confirm')
    expect([asked.status, asked.header('location')]).toEqual([303, '/login?next=%2Femail%2Fconfirm'])
    await visitor.get('/login?next=%2Femail%2Fconfirm')
    const { username, password } = bob
    expect((await visitor.post('/login', { username, password, next: '/email/confirm' })).header('location')).toBe('/email/confirm')
    for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example', '/%2fevil', 'javascript:alert(1)', '/a\r\nx: y']) {
      const other = client()
      await other.get('/login')
      expect((await other.post('/login', { username, password, next })).header('location')).toBe('/')
    }
  })

  test('ends the session that was open in this browser, whoever had it', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const browser = client()
    await browser.logIn(bob)
    const [stolen] = [new Map(browser.cookies)]
    await browser.get('/delete') // has a form, and so the token
    expect((await browser.post('/login', { username: erin.username, password: erin.password })).status).toBe(303)
    expect((await browser.get('/')).text).toContain(erin.username)
    const thief = client()
    for (const [name, value] of stolen) thief.cookies.set(name, value)
    expect((await thief.get('/delete')).header('location')).toBe('/login?next=%2Fdelete')
  })

  test('says what a page told once, and for a minute: a copy of it is worth nothing later', async () => {
    const browser = client()
    await browser.get('/devices')
    const copy = browser.cookies.get('flash')!
    expect(copy).toBeDefined()
    expect((await browser.get('/login')).text).toContain('Log in to see this page.')
    expect((await browser.get('/login')).text).not.toContain('Log in to see this page.')
    app.clock.advance(60)
    browser.cookies.set('flash', copy)
    expect((await browser.get('/login')).text).not.toContain('Log in to see this page.')
  })

  test('out has the browser forget pages and what scripts kept, and no cookies of others', async () => {
    const browser = client()
    await browser.logIn(await app.make.user())
    await browser.get('/')
    expect((await browser.post('/logout')).header('clear-site-data')).toBe('"cache", "storage"')
    expect((await browser.get('/login')).header('clear-site-data')).toBeUndefined()
  })
})
