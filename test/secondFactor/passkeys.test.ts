import { useApp } from '../support/app.js'
import { SoftwareAuthenticator } from '../support/authenticator.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { addApp, addPasskey, codesIn, halfIn, loggedIn, optionsIn, stateIn } from '../support/secondFactor.js'

const ORIGIN = 'https://accounts.test'

describeApp('passkeys', () => {
  const app = useApp({ env: { PUBLIC_URL: ORIGIN } })
  const passkeysOf = ({ id }: Person) => app.deps.db.prisma.passkey.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })
  /** Somebody with a passkey, and what has it. */
  async function equipped(counts = true) {
    const [bob, authenticator] = [await app.make.user(), new SoftwareAuthenticator(ORIGIN, counts)]
    const browser = await loggedIn(app, bob)
    const codes = await addPasskey(browser, authenticator)
    return { bob, browser, authenticator, codes }
  }
  /** Logs in by password and passkey. */
  async function logIn(bob: Person, answer: (options: string) => string) {
    const { browser, page } = await halfIn(app, bob)
    const fields = { state: stateIn(page), answer: answer(optionsIn(page)) }
    return { browser, fields, done: await browser.post('/login/second/passkey', fields) }
  }

  test('are added with a name: the browser is asked for one that is bound to this host and account', async () => {
    const bob = await app.make.user({ email: 'bob.passkey@example.org' })
    const browser = await loggedIn(app, bob)
    await browser.get('/second-factor')
    const page = await browser.post('/second-factor/passkeys/new', { name: ' Work <b>laptop</b> ' })
    expect(page.text).toContain('Work &lt;b&gt;laptop&lt;/b&gt;')
    expect(page.header('content-security-policy')).toContain("script-src 'self'")
    const options = JSON.parse(optionsIn(page))
    expect(options).toMatchObject({
      rp: { id: 'accounts.test', name: bob.domain },
      user: { name: `${bob.username}@${bob.domain}` },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    })
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(32)
    const authenticator = new SoftwareAuthenticator(ORIGIN)
    await browser.post('/second-factor/passkeys', { state: stateIn(page), answer: authenticator.create(optionsIn(page)) })
    const shown = await browser.get('/second-factor')
    expect([shown.text.includes('Work &lt;b&gt;laptop&lt;/b&gt;'), codesIn(shown).length]).toEqual([true, 10])
    expect(await passkeysOf(bob)).toMatchObject([
      {
        name: 'Work <b>laptop</b>',
        credentialId: authenticator.made[0]!.id,
        signCount: 0,
        transports: 'internal,hybrid',
        lastUsedAt: null,
      },
    ])
    const [entry] = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id, action: 'addSecondFactor' } })
    expect(entry).toMatchObject({ detail: 'passkey Work <b>laptop</b>' })
    expect((await app.outbox.last('email', 'bob.passkey@example.org')).subject).toBe('Your account has a new second factor')
    const second = await browser.post('/second-factor/passkeys/new', { name: 'Phone' })
    expect(JSON.parse(optionsIn(second)).excludeCredentials).toMatchObject([{ id: authenticator.made[0]!.id }])
  })

  test.each(['', ' ', 'x'.repeat(65), 'two\nlines', 'a\0b'])('are not called %j', async (name) => {
    const browser = await loggedIn(app, await app.make.user())
    await browser.get('/second-factor')
    const refused = await browser.post('/second-factor/passkeys/new', { name })
    expect([refused.status, refused.text.includes('The name must have 1 to 64 characters')]).toEqual([422, true])
  })

  test('may have a name of 64 characters of any kind', async () => {
    const { browser } = await equipped()
    await addPasskey(browser, new SoftwareAuthenticator(ORIGIN), '🔑'.repeat(64))
    expect((await browser.get('/second-factor')).text).toContain('🔑'.repeat(64))
  })

  test('log in after the password, and are told apart in the list of log-ins', async () => {
    const { bob, authenticator } = await equipped()
    const { page } = await halfIn(app, bob)
    expect(JSON.parse(optionsIn(page))).toMatchObject({
      rpId: 'accounts.test',
      userVerification: 'preferred',
      allowCredentials: [{ id: authenticator.made[0]!.id, transports: ['internal', 'hybrid'] }],
    })
    const { browser, done } = await logIn(bob, (options) => authenticator.get(options))
    expect([done.status, done.header('location'), await browser.isIn()]).toEqual([303, '/', true])
    expect((await browser.get('/sessions')).text).toContain('Password and passkey')
    const [passkey] = await passkeysOf(bob)
    expect([passkey!.signCount, passkey!.lastUsedAt]).toEqual([1, new Date(app.clock.now())])
  })

  test('that count nothing log in again and again', async () => {
    const { bob, authenticator } = await equipped(false)
    for (let n = 0; n < 3; n++) expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(303)
  })

  test('that count no more than before are copies, and refused', async () => {
    const { bob, authenticator } = await equipped()
    const passkey = authenticator.made[0]!
    passkey.count = 41
    expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(303)
    passkey.count = 41
    expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(403)
    passkey.count = -1
    expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(403)
    passkey.count = 42
    expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(303)
    expect((await passkeysOf(bob))[0]!.signCount).toBe(43)
    passkey.count = 4_294_967_294
    expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(303)
    expect((await passkeysOf(bob))[0]!.signCount).toBe(2_147_483_647)
  })

  test('answer each request once, and only for the log-in that it was made for', async () => {
    const { bob, authenticator } = await equipped(false)
    const { browser, fields } = await logIn(bob, (options) => authenticator.get(options))
    await browser.get('/')
    await browser.post('/logout')
    const another = await halfIn(app, bob)
    expect((await another.browser.post('/login/second/passkey', fields)).status).toBe(403)
    // the same log-in once more: its cookie was kept
    const { browser: kept, page } = await halfIn(app, bob)
    const cookies = new Map(kept.cookies)
    const once = { state: stateIn(page), answer: authenticator.get(optionsIn(page)) }
    const answers = [kept, another.browser].map((one) => {
      for (const [name, value] of cookies) one.cookies.set(name, value)
      one.token = kept.token
      return one.post('/login/second/passkey', once)
    })
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([303, 403])
  })

  test.each<[string, (options: string, authenticator: SoftwareAuthenticator) => string]>([
    ['made on another site', (options, authenticator) => authenticator.get(options, { origin: 'https://accounts.test.evil.example' })],
    ['to another challenge', (options, authenticator) => authenticator.get(options, { challenge: 'A'.repeat(43) })],
    [
      'with another signature',
      (options, authenticator) => authenticator.get(options).replace(/("signature":")[^"]{40}/, `$1${'A'.repeat(40)}`),
    ],
    ['of no passkey', () => 'nonsense'],
    ['that is null', () => 'null'],
    ['of nothing', () => '{}'],
    ['of an id alone', (_, authenticator) => JSON.stringify({ id: authenticator.made[0]!.id })],
    ['with NUL', () => '{"id":"a\\u0000b"}'],
    ['that is empty', () => ''],
  ])('do not log in by an answer %s', async (_, answer) => {
    const { bob, authenticator } = await equipped()
    const { browser, done } = await logIn(bob, (options) => answer(options, authenticator))
    expect([done.status, done.text.includes('The passkey could not be checked.')]).toEqual([403, true])
    expect(await browser.isIn()).toBe(false)
  })

  test.each<[string, (options: string, authenticator: SoftwareAuthenticator) => string]>([
    ['made on another site', (options, authenticator) => authenticator.create(options, { origin: 'https://evil.example' })],
    ['to another challenge', (options, authenticator) => authenticator.create(options, { challenge: 'A'.repeat(43) })],
    ['that is nonsense', () => '{"id":1,"response":[]}'],
  ])('are not added by an answer %s', async (_, answer) => {
    const bob = await app.make.user()
    const browser = await loggedIn(app, bob)
    await browser.get('/second-factor')
    const page = await browser.post('/second-factor/passkeys/new', { name: 'Laptop' })
    const authenticator = new SoftwareAuthenticator(ORIGIN)
    await browser.post('/second-factor/passkeys', { state: stateIn(page), answer: answer(optionsIn(page), authenticator) })
    expect((await browser.get('/second-factor')).text).toContain('The passkey could not be checked.')
    expect(await passkeysOf(bob)).toEqual([])
  })

  test('of another account log nobody in', async () => {
    const [one, other] = [await equipped(), await equipped()]
    const { done } = await logIn(one.bob, (options) => other.authenticator.get(options))
    expect(done.status).toBe(403)
  })

  test('are added once by one answer, in the session that asked, and ten at most', async () => {
    const { bob, browser } = await equipped()
    await browser.get('/second-factor')
    const page = await browser.post('/second-factor/passkeys/new', { name: 'Twice' })
    const fields = { state: stateIn(page), answer: new SoftwareAuthenticator(ORIGIN).create(optionsIn(page)) }
    const stranger = await loggedIn(app, await app.make.user())
    await stranger.get('/second-factor')
    await stranger.post('/second-factor/passkeys', fields)
    await Promise.all([browser.post('/second-factor/passkeys', fields), browser.post('/second-factor/passkeys', fields)])
    expect((await passkeysOf(bob)).map(({ name }) => name)).toEqual(['Laptop', 'Twice'])
    for (let n = 3; n <= 10; n++) await addPasskey(browser, new SoftwareAuthenticator(ORIGIN), `Key ${n}`)
    expect((await browser.get('/second-factor')).text).toContain('You have reached the maximum number of passkeys.')
    await browser.post('/second-factor/passkeys/new', { name: 'Eleven' })
    expect((await browser.get('/second-factor')).text).toContain('You have reached the maximum number of passkeys.')
    expect(await passkeysOf(bob)).toHaveLength(10)
  })

  test('are removed one by one, and by their owner alone', async () => {
    const { bob, browser } = await equipped()
    expect(await addPasskey(browser, new SoftwareAuthenticator(ORIGIN), 'Phone')).toEqual([])
    const [laptop, phone] = await passkeysOf(bob)
    expect((await browser.get('/second-factor')).text).toContain('You then can no longer log in to this site with it.')
    const stranger = await loggedIn(app, await app.make.user())
    await stranger.get('/second-factor')
    await stranger.post('/second-factor/passkeys/remove', { passkey: String(phone!.id) })
    await browser.get('/second-factor')
    await browser.post('/second-factor/passkeys/remove', { passkey: String(laptop!.id) })
    expect(await passkeysOf(bob)).toEqual([phone])
    const page = (await browser.get('/second-factor')).text
    for (const text of ['10 are left.', 'It is your last one: the second factor is then off']) expect(page).toContain(text)
    expect((await browser.post('/second-factor/passkeys/remove', { passkey: 'x\0' })).status).toBe(400)
    await browser.submit(await browser.get('/second-factor'), '/second-factor/passkeys/remove')
    expect(await passkeysOf(bob)).toEqual([])
    await loggedIn(app, bob)
  })

  test('are kept beside an app that has gone since the page was shown, until their owner has read what comes of the removal', async () => {
    const { bob, browser } = await equipped()
    await addApp(app, browser)
    const shown = await browser.get('/second-factor')
    expect(shown.text).toContain('You then can no longer log in to this site with it.')
    await app.deps.db.prisma.authenticatorApp.deleteMany({ where: { accountId: bob.id } })
    const refused = await browser.submit(shown, '/second-factor/passkeys/remove')
    for (const text of ['This is your last one by now', 'your password alone is enough', 'Second factor on'])
      expect(refused.text).toContain(text)
    expect((await browser.submit(refused, '/second-factor/passkeys/remove')).text).toContain('Second factor off')
  })

  test('stand beside an app: either is enough', async () => {
    const { bob, browser, authenticator, codes } = await equipped()
    expect(codes).toHaveLength(10)
    expect((await addApp(app, browser)).codes).toEqual([])
    const { page } = await halfIn(app, bob)
    expect([page.text.includes('Use your passkey'), page.text.includes('Code from the app, or a recovery code')]).toEqual([true, true])
    expect((await logIn(bob, (options) => authenticator.get(options))).done.status).toBe(303)
  })
})

describeApp('passkeys where browsers make none', () => {
  test.each(['http://accounts.test', 'https://192.0.2.1', 'https://[2001:db8::1]'])(
    'are not offered at %s, and the page says why',
    async (address) => {
      const { startApp } = await import('../support/app.js')
      const app = await startApp({ env: { PUBLIC_URL: address } })
      try {
        const bob = await app.make.user()
        const browser = await loggedIn(app, bob)
        const page = await browser.get('/second-factor')
        expect([page.text.includes(`This site is at ${address}.`), page.text.includes('/second-factor/passkeys/new')]).toEqual([
          true,
          false,
        ])
        expect((await browser.post('/second-factor/passkeys/new', { name: 'Laptop' })).header('location')).toBe('/second-factor')
        await addApp(app, browser)
        const { page: asked } = await halfIn(app, bob)
        expect(asked.text).not.toContain('data-passkey')
      } finally {
        await app.close()
      }
    },
  )
})
