import { useApp } from '../support/app.js'
import { totp } from '../support/authenticator.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { qrOfPage } from '../support/qr.js'
import { addApp, codesIn, halfIn, loggedIn, stateIn } from '../support/secondFactor.js'

describeApp('an authenticator app', () => {
  const app = useApp()
  const code = (secret: string, seconds = 0) => totp(secret, app.clock.now() + seconds * 1000)
  const entries = ({ id }: Person, action: string) => app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id, action } })

  test('is set up by a QR code or a secret, when a right code has confirmed it', async () => {
    const bob = await app.make.user({ email: 'bob.app@example.org' })
    const browser = await loggedIn(app, bob)
    expect((await browser.get('/second-factor')).text).toContain('Second factor off')
    const page = await browser.post('/second-factor/app/new')
    const uri = new URL(qrOfPage(page.text))
    expect([uri.protocol, uri.hostname, decodeURIComponent(uri.pathname)]).toEqual(['otpauth:', 'totp', `/${bob.domain}:${bob.username}`])
    const secret = uri.searchParams.get('secret')!
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ issuer: bob.domain, algorithm: 'SHA1', digits: '6', period: '30' })
    expect(page.text.replaceAll(' ', '')).toContain(`>${secret}<`)
    const state = stateIn(page)
    const confirm = (text: string) => browser.post('/second-factor/app', { state, code: text })
    for (const [text, fault] of [
      ['', 'Enter the 6 digits'],
      ['12345', 'Enter the 6 digits'],
      [code(secret, 120), 'The code is wrong.'],
    ]) {
      const refused = await confirm(text!)
      expect([refused.status, refused.text.includes(fault!), refused.text.includes(secret.slice(0, 4))]).toEqual([422, true, true])
    }
    expect(await app.deps.db.prisma.authenticatorApp.count({ where: { accountId: bob.id } })).toBe(0)
    expect((await confirm(` ${code(secret).slice(0, 3)} ${code(secret).slice(3)} `)).header('location')).toBe('/second-factor')
    const shown = await browser.get('/second-factor')
    expect([codesIn(shown).length, shown.text.includes('Second factor on'), shown.text.includes('10 are left')]).toEqual([10, true, true])
    expect(codesIn(await browser.get('/second-factor'))).toEqual([])
    const row = await app.deps.db.prisma.authenticatorApp.findUniqueOrThrow({ where: { accountId: bob.id } })
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(JSON.stringify(await app.deps.db.prisma.recoveryCode.findMany())).not.toContain(codesIn(shown)[0]!.replaceAll('-', ''))
    expect(await entries(bob, 'addSecondFactor')).toMatchObject([{ detail: 'app', actorId: bob.id }])
    expect((await app.outbox.last('email', 'bob.app@example.org')).subject).toBe('Your account has a new second factor')
  })

  test('is one for each account, and set up in the session that has begun it, within a quarter of an hour', async () => {
    const bob = await app.make.user()
    const [browser, other] = [await loggedIn(app, bob), await loggedIn(app, bob)]
    const begin = async () => {
      await browser.get('/second-factor')
      const page = await browser.post('/second-factor/app/new')
      return { state: stateIn(page), code: code(new URL(qrOfPage(page.text)).searchParams.get('secret')!) }
    }
    const fields = await begin()
    await other.get('/second-factor')
    await other.post('/second-factor/app', fields)
    app.clock.advance(900)
    await app.deps.db.prisma.session.updateMany({ where: { accountId: bob.id }, data: { provenAt: new Date(app.clock.now()) } })
    await browser.post('/second-factor/app', { ...fields, ...(await begin()), state: fields.state })
    expect(await app.deps.db.prisma.authenticatorApp.count({ where: { accountId: bob.id } })).toBe(0)
    const person = await app.make.user()
    const fresh = await loggedIn(app, person)
    await addApp(app, fresh)
    const before = await app.deps.db.prisma.authenticatorApp.findUniqueOrThrow({ where: { accountId: person.id } })
    await fresh.get('/second-factor')
    const again = await fresh.post('/second-factor/app/new')
    const secret = new URL(qrOfPage(again.text)).searchParams.get('secret')!
    await fresh.post('/second-factor/app', { state: stateIn(again), code: code(secret) })
    expect((await fresh.get('/second-factor')).text).toContain('You already have an authenticator app.')
    expect(await app.deps.db.prisma.authenticatorApp.findUniqueOrThrow({ where: { accountId: person.id } })).toEqual(before)
  })

  test('is asked for after the password: there is no session before its code, and the next page is the one that was asked for', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const before = await app.deps.db.prisma.session.count({ where: { accountId: bob.id } })
    const browser = new PanelClient(app)
    await browser.get('/login?next=%2Fdevices')
    const asked = await browser.post('/login', { username: bob.username, password: bob.password, next: '/devices' })
    expect([asked.header('location'), browser.cookies.has('session')]).toEqual(['/login/second', false])
    const cookie = asked.all('set-cookie').find((one) => one.startsWith('second='))!
    expect(cookie).toMatch(/^second=v1\.[\w-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=300$/)
    expect(cookie).not.toContain(bob.username)
    expect((await browser.get('/devices')).header('location')).toBe('/login?next=%2Fdevices')
    expect(await app.deps.db.prisma.session.count({ where: { accountId: bob.id } })).toBe(before)
    await browser.get('/login/second')
    const malformed = await browser.post('/login/second', { code: 'abc' })
    expect([malformed.status, malformed.text.includes('Enter the 6 digits')]).toEqual([422, true])
    const done = await browser.post('/login/second', { code: code(secret) })
    expect([done.status, done.header('location'), browser.cookies.has('second')]).toEqual([303, '/devices', false])
    expect(await browser.isIn()).toBe(true)
    expect((await browser.get('/sessions')).text).toContain('Password and authenticator app')
  })

  test('gives codes of which each is good once, in its own half minute and those beside it', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    app.clock.advance(300)
    const tries: [seconds: number, status: number][] = [
      [-60, 403],
      [60, 403],
      [-30, 303],
      [-30, 403], // used
      [0, 303],
      [30, 303],
      [0, 403], // before the last one that was taken
    ]
    for (const [seconds, status] of tries) {
      const { browser } = await halfIn(app, bob)
      const answer = await browser.post('/login/second', { code: code(secret, seconds) })
      expect([seconds, answer.status]).toEqual([seconds, status])
      if (status === 403) expect(answer.text).toContain('This code is wrong or has been used.')
    }
  })

  test('lets one of several in that use the same code at once', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const browsers = await Promise.all(Array.from({ length: 5 }, () => halfIn(app, bob)))
    const answers = await Promise.all(browsers.map(({ browser }) => browser.post('/login/second', { code: code(secret) })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403, 403, 403])
    expect((await Promise.all(browsers.map(({ browser }) => browser.isIn()))).filter(Boolean)).toHaveLength(1)
  })

  test('cannot be guessed: ten codes an hour, from all addresses; then the owner is told, and gets in by a recovery code', async () => {
    const bob = await app.make.user({ email: 'bob.guessed@example.org' })
    const { secret, codes } = await addApp(app, await loggedIn(app, bob))
    const thief = await halfIn(app, bob)
    const wrong = (n: number) => String((Number(code(secret)) + 1 + n) % 1_000_000).padStart(6, '0')
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, n) => thief.browser.post('/login/second', { code: wrong(n + 50_000) })),
    )
    const statuses = answers.map(({ status }) => status)
    expect([statuses.filter((status) => status === 403).length, statuses.filter((status) => status === 429).length]).toEqual([10, 4])
    const waits = await thief.browser.post('/login/second', { code: code(secret) })
    expect([waits.status, waits.header('retry-after')]).toEqual([429, '3600'])
    expect(waits.text).toContain('Try again in 60 minutes.')
    expect(
      (await app.outbox.to('bob.guessed@example.org')).filter(({ subject }) => subject === 'Somebody knows your password'),
    ).toHaveLength(1)
    expect((await thief.browser.post('/login/second', { code: codes[0]! })).status).toBe(303)
    app.clock.advance(3600)
    const { browser } = await halfIn(app, bob)
    expect((await browser.post('/login/second', { code: code(secret) })).status).toBe(303)
  })

  test('leaves wrong passwords counted until its code is right', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    for (let n = 0; n < 4; n++) await new PanelClient(app).logIn({ ...bob, password: 'wrong-one' })
    const { browser } = await halfIn(app, bob)
    for (const wrong of ['000000', '000001']) expect((await browser.post('/login/second', { code: wrong })).status).toBe(403)
    // six are counted, four passwords and two codes: one try for each delay
    expect((await new PanelClient(app).logIn(bob)).header('location')).toBe('/login/second')
    expect((await new PanelClient(app).logIn(bob)).status).toBe(429)
    expect((await browser.post('/login/second', { code: code(secret) })).status).toBe(303)
    for (let n = 0; n < 3; n++) expect((await new PanelClient(app).logIn(bob)).header('location')).toBe('/login/second')
  })

  test('is asked for five minutes long, and no longer than the password is the same', async () => {
    const bob = await app.make.user()
    const { secret } = await addApp(app, await loggedIn(app, bob))
    const late = await halfIn(app, bob)
    app.clock.advance(300)
    const gone = await late.browser.post('/login/second', { code: code(secret) })
    expect([gone.header('location'), late.browser.cookies.has('second')]).toEqual(['/login', false])
    expect((await late.browser.get('/login')).text).toContain('That took too long.')
    const { browser } = await halfIn(app, bob)
    await app.deps.db.prisma.password.updateMany({ where: { accountId: bob.id }, data: { password: '0'.repeat(64) } })
    expect((await browser.post('/login/second', { code: code(secret) })).header('location')).toBe('/login')
    const foreign = new PanelClient(app)
    await foreign.get('/login')
    foreign.cookies.set('second', 'v1.AAAA')
    expect((await foreign.post('/login/second', { code: '000000' })).header('location')).toBe('/login')
  })

  test('is not asked for by the API: apps have no second factor', async () => {
    const bob = await app.make.user()
    await addApp(app, await loggedIn(app, bob))
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(200)
  })

  test('ends the other sessions, and not the one that sets it up', async () => {
    const bob = await app.make.user()
    const [browser, other] = [await loggedIn(app, bob), await loggedIn(app, bob)]
    await addApp(app, browser)
    expect([await browser.isIn(), await other.isIn()]).toEqual([true, false])
  })

  test('is removed by its owner, with the recovery codes', async () => {
    const bob = await app.make.user({ email: 'bob.removes@example.org' })
    const browser = await loggedIn(app, bob)
    await addApp(app, browser)
    const done = await browser.submit(await browser.get('/second-factor'), '/second-factor/app/remove')
    expect([done.text.includes('has been removed'), done.text.includes('Second factor off')]).toEqual([true, true])
    expect(await app.deps.db.prisma.recoveryCode.count({ where: { accountId: bob.id } })).toBe(0)
    expect(await entries(bob, 'removeSecondFactor')).toMatchObject([{ detail: 'app' }])
    expect((await app.outbox.last('email', 'bob.removes@example.org')).subject).toBe('A second factor was removed from your account')
    await loggedIn(app, bob)
    await browser.get('/second-factor')
    await browser.post('/second-factor/app/remove')
    expect((await browser.get('/second-factor')).text).toContain('It had already been removed.')
  })

  test('was sealed by another SECRET: its codes are wrong, a recovery code is not', async () => {
    const bob = await app.make.user()
    const { secret, codes } = await addApp(app, await loggedIn(app, bob))
    await app.deps.db.prisma.authenticatorApp.update({ where: { accountId: bob.id }, data: { sealed: 'v1.AAAA' } })
    const { browser } = await halfIn(app, bob)
    expect((await browser.post('/login/second', { code: code(secret) })).status).toBe(403)
    expect((await browser.post('/login/second', { code: codes[0]! })).status).toBe(303)
  })
})

describeApp('recovery codes', () => {
  const app = useApp()

  test('are good once each, however they are written, and the owner is told', async () => {
    const bob = await app.make.user({ email: 'bob.recovers@example.org' })
    const { codes } = await addApp(app, await loggedIn(app, bob))
    expect(new Set(codes).size).toBe(10)
    const { browser } = await halfIn(app, bob)
    const done = await browser.post('/login/second', { code: ` ${codes[0]!.toUpperCase().replaceAll('-', ' ')} ` })
    expect(done.header('location')).toBe('/')
    expect((await browser.get('/')).text).toContain('You used a recovery code. 9 are left.')
    expect((await browser.get('/sessions')).text).toContain('Password and recovery code')
    expect((await app.outbox.last('email', 'bob.recovers@example.org')).subject).toBe('Somebody logged in with a recovery code')
    const used = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id, action: 'useRecoveryCode' } })
    expect(used).toMatchObject([{ actorKind: 'account', actorId: bob.id }])
    const again = await halfIn(app, bob)
    expect((await again.browser.post('/login/second', { code: codes[0]! })).status).toBe(403)
    for (const text of ['a\0bc-efgh-jkmn-pqrs', 'ω'.repeat(16), 'x'.repeat(4000)])
      expect((await again.browser.post('/login/second', { code: text })).status).toBe(422)
  })

  test('let one of several in that use the same at once', async () => {
    const bob = await app.make.user({ email: 'bob.races@example.org' })
    const { codes } = await addApp(app, await loggedIn(app, bob))
    const browsers = await Promise.all(Array.from({ length: 4 }, () => halfIn(app, bob)))
    const answers = await Promise.all(browsers.map(({ browser }) => browser.post('/login/second', { code: codes[3]! })))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403, 403])
    expect(await app.deps.db.prisma.recoveryCode.count({ where: { accountId: bob.id } })).toBe(9)
    expect(
      (await app.outbox.to('bob.races@example.org')).filter(({ subject }) => subject === 'Somebody logged in with a recovery code'),
    ).toHaveLength(1)
  })

  test('are of their own account alone', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const { codes } = await addApp(app, await loggedIn(app, bob))
    await addApp(app, await loggedIn(app, erin))
    const { browser } = await halfIn(app, erin)
    expect((await browser.post('/login/second', { code: codes[0]! })).status).toBe(403)
    expect(await app.deps.db.prisma.recoveryCode.count({ where: { accountId: bob.id } })).toBe(10)
  })

  test('are made anew when few are left: the page says so, and the old ones are void', async () => {
    const bob = await app.make.user({ email: 'bob.renews@example.org' })
    const { codes } = await addApp(app, await loggedIn(app, bob))
    for (const code of codes.slice(0, 7)) {
      const { browser } = await halfIn(app, bob)
      await browser.post('/login/second', { code })
    }
    const { browser } = await halfIn(app, bob)
    expect((await browser.post('/login/second', { code: codes[7]! })).header('location')).toBe('/second-factor')
    const page = await browser.get('/second-factor')
    expect([page.text.includes('2 are left.'), page.text.includes('before you run out')]).toEqual([true, true])
    const renewed = codesIn(await browser.submit(page, '/second-factor/codes'))
    expect(renewed).toHaveLength(10)
    expect(renewed.filter((code) => codes.includes(code))).toEqual([])
    expect((await app.outbox.last('email', 'bob.renews@example.org')).subject).toBe('New recovery codes for your account')
    const next = await halfIn(app, bob)
    expect((await next.browser.post('/login/second', { code: codes[8]! })).status).toBe(403)
    expect((await next.browser.post('/login/second', { code: renewed[0]! })).status).toBe(303)
  })

  test('there are none without a factor', async () => {
    const browser = await loggedIn(app, await app.make.user())
    await browser.get('/second-factor')
    await browser.post('/second-factor/codes')
    expect(codesIn(await browser.get('/second-factor'))).toEqual([])
    expect(await app.deps.db.prisma.recoveryCode.count({ where: { account: { authenticatorApp: null } } })).toBe(0)
  })
})
