import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { newAccount, receiveToken, signUp } from '../support/signUp.js'

const WITH_TOKEN = '/api/accounts/with-token'

describeApp('the fields of a sign-up', () => {
  const app = useApp()
  let token: string
  beforeAll(async () => {
    token = await receiveToken(app)
  })

  const LOWER_CASE = /6 to 64 of a-z, 0-9 and \+ _ \. - only\. Upper case is refused/

  test.each([
    ['username', 'short', LOWER_CASE],
    ['username', 'x'.repeat(65), LOWER_CASE],
    ['username', 'Dave.Example', LOWER_CASE],
    ['username', 'dave example', LOWER_CASE],
    ['username', 'dave@example', LOWER_CASE],
    ['username', 'dàve.example', LOWER_CASE],
    ['username', 'dave.example\n', LOWER_CASE],
    ['username', 1_234_567, /string/],
    ['username', undefined, /required/],
    ['password', '12345', /at least 6/],
    ['password', '🔑🔑🔑🔑🔑', /at least 6/],
    ['password', 'x'.repeat(256), /at most 255/],
    ['password', 123_456, /string/],
    ['password', undefined, /required/],
    ['algorithm', 'sha-256', /MD5, SHA-256/],
    ['algorithm', 'CLRTXT', /MD5, SHA-256/],
    ['token', 'tooShort', /13 letters and digits/],
    ['token', 'fourteenChars1', /13 letters and digits/],
    ['token', 'with-hyphen13', /13 letters and digits/],
    ['token', undefined, /required/],
    ['domain', '', /at least 1/],
    ['domain', 'a'.repeat(254), /at most 253/],
    ['email', 'nobody', /no e-mail address/],
    ['email', 'a@b@example.org', /no e-mail address/],
    ['email', 'a@example.org\r\nBcc: b@example.org', /no e-mail address/],
    ['email', `${'a'.repeat(250)}@example.org`, /no e-mail address/],
    ['phone', '0612345678', /country code/],
    ['phone', '+33 6 12 34 56 78', /country code/],
    ['phone', '+3361234', /country code/],
    ['phone', '+999123456789', /country code/],
    ['phone', 'tel:+33612345678', /country code/],
  ])('refuse the %s %j', async (field, value, text) => {
    const response = await app.api.post(WITH_TOKEN, newAccount({ token, [field]: value }))
    expect(response.status).toBe(422)
    expect(response.body.code).toBe('validation_failed')
    expect(response.body.errors).toEqual({ [field]: expect.arrayContaining([expect.stringMatching(text)]) })
    expect(response.body.message).toContain(response.body.errors[field][0])
  })

  test('are all judged at once', async () => {
    const response = await app.api.post(WITH_TOKEN, { username: 'UP', password: 'x', algorithm: 'MD4', email: '-' })
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors).sort()).toEqual(['algorithm', 'email', 'password', 'token', 'username'])
  })

  test('refused leave the token good', async () => {
    const fresh = await receiveToken(app)
    expect((await app.api.post(WITH_TOKEN, newAccount({ token: fresh, password: '12345' }))).status).toBe(422)
    await signUp(app, { token: fresh })
  })

  test.each([
    ['6 characters', () => unique().slice(0, 6)],
    ['64 characters', () => unique().padEnd(64, 'x')],
    ['every sign allowed', () => `+_.-${unique()}`],
    ['digits alone', () => `0033${parseInt(unique(), 16)}`],
  ])('take a username of %s, which can log in', async (_, username) => {
    const { person, response } = await signUp(app, { username: username() })
    expect(response.body.username).toBe(person.username)
    expect((await app.api.get('/api/accounts/me', { as: person })).status).toBe(200)
    expect((await app.api.get(`/api/accounts/${person.username}@sip.example.org/info`)).status).toBe(200)
  })

  test.each([
    ['6 characters', '7 6=5 '],
    ['255 characters', 'é'.repeat(255)],
    ['spaces at both ends', '  spaced  '],
    ['nothing but spaces', '      '],
    ['quotes and backslashes', `"don't" \\ "do"`],
    ['colons', 'a:b::c:'],
    ['other scripts', 'пароль-密码-🔑'],
    ['control characters', 'tab\tnull\u0000end'],
    ['decomposed letters', 'e\u0301te\u0301-2026'],
  ])('take a password of %s as it is', async (_, password) => {
    const { person } = await signUp(app, { password })
    expect((await app.api.get('/api/accounts/me', { as: person })).status).toBe(200)
    const other = password.trim() === password ? `${password} ` : password.trim()
    expect((await app.api.get('/api/accounts/me', { as: { ...person, password: other } })).status).toBe(401)
  })
})
