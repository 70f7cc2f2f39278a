import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { PanelClient } from '../support/panel.js'
import { newAccount, newAddress, receiveToken } from '../support/signUp.js'

const DOMAIN = 'sip.example.org'
/** Passwords that nobody may choose, some of them made of the name that is given. */
const WEAK: [string, (username: string) => string, RegExp][] = [
  ['123456', () => '123456', /guessed first|easy to guess/],
  ['password', () => 'password', /guessed first|easy to guess/],
  ['Password', () => 'PassWord', /guessed first|easy to guess/],
  ['trustno1', () => 'trustno1', /guessed first|easy to guess/],
  ['the user name', (username) => username.toUpperCase(), /user name/],
  ['the domain', () => DOMAIN, /user name/],
  ['the address', (username) => `${username}@${DOMAIN}`, /user name/],
  ['the SIP address', (username) => `sip:${username}@${DOMAIN}`, /user name/],
]

describeApp('a weak password', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off' } })

  describe.each(WEAK)('%s', (_, weak, text) => {
    test('makes no account with a token, and leaves that good', async () => {
      const account = newAccount({ token: await receiveToken(app) })
      const { status, body } = await app.api.post('/api/accounts/with-token', { ...account, password: weak(account.username) })
      expect(status).toBe(422)
      expect(body).toMatchObject({ code: 'validation_failed', errors: { password: [expect.stringMatching(text)] } })
      expect((await app.api.post('/api/accounts/with-token', account)).status).toBe(200)
    })

    test('makes no account in the panel', async () => {
      const username = `dave.${unique()}`
      const password = weak(username)
      const answer = await new PanelClient(app).send('/register/email', { username, email: newAddress(), password, again: password })
      expect(answer.status).toBe(422)
      expect(answer.text).toMatch(/<p class="error" id="field-password-error">/)
      expect(answer.text).toMatch(text)
      expect(await app.deps.db.prisma.account.count({ where: { username } })).toBe(0)
    })

    test('takes the place of no other, by API or in the panel', async () => {
      const bob = await app.make.user()
      const password = weak(bob.username)
      const body = { algorithm: 'SHA-256', password, old_password: bob.password }
      const changed = await app.api.post('/api/accounts/me/password', body, { as: bob })
      expect(changed.status).toBe(422)
      expect(changed.body).toMatchObject({ code: 'validation_failed', errors: { password: [expect.stringMatching(text)] } })
      const browser = new PanelClient(app)
      await browser.logIn(bob)
      const page = await browser.send('/password', { old: bob.password, new: password, again: password, algorithm: 'SHA-256' })
      expect(page.status).toBe(422)
      expect(page.text).toMatch(text)
      expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(200)
    })
  })

  test('is what an administrator may set', async () => {
    const alice = await app.make.admin()
    expect((await app.api.post('/api/accounts', newAccount({ password: '123456' }), { as: alice })).status).toBe(200)
  })
})

describeApp('with PASSWORD_MIN_LENGTH=10 and GIVEN_PASSWORD_MIN_LENGTH=10', () => {
  const app = useApp({
    env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off', PASSWORD_MIN_LENGTH: '10', GIVEN_PASSWORD_MIN_LENGTH: '10' },
  })

  test('a password has ten characters at least, whoever sets it', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const short = newAccount({ password: '🔑12345678', token: await receiveToken(app) })
    const change = { algorithm: 'SHA-256', password: short.password, old_password: bob.password }
    const refused = [
      await app.api.post('/api/accounts', short, { as: alice }),
      await app.api.post('/api/accounts/with-token', short),
      await app.api.post('/api/accounts/me/password', change, { as: bob }),
    ]
    for (const { status, body } of refused) {
      expect(status).toBe(422)
      expect(body.errors).toEqual({ password: [expect.stringContaining('at least 10')] })
    }
    const [row] = (await app.api.post('/api/accounts/bulk', { accounts: [short] }, { as: alice })).body.results
    expect(row).toMatchObject({ status: 'refused', errors: { password: [expect.any(String)] } })
    const browser = new PanelClient(app)
    expect((await browser.get('/register/email')).text).toContain('At least 10 characters.')
    const { username, password } = short
    const page = await browser.send('/register/email', { username, email: newAddress(), password, again: password })
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('The password must have 10 to 255 characters.')])
    expect((await app.api.post('/api/accounts/with-token', { ...short, password: '🔑123456789' })).status).toBe(200)
  })
})
