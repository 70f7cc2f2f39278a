import { validateRequestToken } from '../../src/services/tokens/requestTokens.js'
import { type TestApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { newAddress, newDevice, newPhone, personOf, receiveToken, newAccount as someone } from '../support/signUp.js'

const WITH = '/api/accounts/with-account-creation-token'
const REPEAT_SECONDS = 600

/** What an app of today sends. */
const newAccount = (account_creation_token: string, more: object = {}) => ({ ...someone(), account_creation_token, ...more })

/** A token that a push has brought, as to Android and iOS. */
async function pushed(app: TestApp): Promise<string> {
  const device = newDevice()
  expect((await app.api.post('/api/account_creation_tokens/send-by-push', device)).status).toBe(200)
  return (await app.outbox.last('push', `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).data.token!
}

/** A token for a request whose page a person has passed, as on the desktop. */
async function converted(app: TestApp): Promise<string> {
  const { token } = (await app.api.post('/api/account_creation_request_tokens')).body
  await validateRequestToken(app.deps, token)
  const body = { account_creation_request_token: token }
  return (await app.api.post('/api/account_creation_tokens/using-account-creation-request-token', body)).body.token
}

describeApp('sign-up with a creation token', () => {
  const app = useApp()
  const create = (body: object) => app.api.post(WITH, body)
  const countOf = (username: string) => app.deps.db.prisma.account.count({ where: { username } })

  test.each([
    ['a push', pushed],
    ['a request', converted],
    ['the push of 2021', receiveToken],
  ])('by %s makes an account that waits, and that may look after itself', async (_, receive) => {
    const wanted = newAccount(await receive(app))
    const response = await create(wanted)
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({
      username: wanted.username,
      domain: 'sip.example.org',
      activated: false,
      admin: false,
      ip_address: '127.0.0.1',
      passwords: [{ algorithm: 'SHA-256' }],
      confirmation_key_expires: null,
    })
    const dave = personOf(response, wanted)
    const phone = newPhone()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: dave })).status).toBe(200)
    expect((await app.outbox.to(phone)).length).toBe(1)
    expect((await app.api.get('/api/accounts/me/devices', { as: dave })).body.code).toBe('account_not_activated')
    expect(await app.deps.db.prisma.account.findUnique({ where: { id: dave.id } })).toMatchObject({ selfMade: true, tokenMade: true })
  })

  test('takes MD5, and SHA-256 where nothing is said; fields that are not its own are ignored', async () => {
    const { algorithm: _, ...silent } = newAccount(await pushed(app))
    expect((await create(silent)).body.passwords).toEqual([{ algorithm: 'SHA-256' }])
    const more = { algorithm: 'MD5', admin: true, activated: '1', email: newAddress(), phone: newPhone(), dictionary: { a: 'b' } }
    const response = await create(newAccount(await pushed(app), { ...more, domain: 'Other.Example.Org' }))
    expect(response.body).toMatchObject({ passwords: [{ algorithm: 'MD5' }], admin: false, activated: false, email: null, phone: null })
    expect(response.body.domain).toBe('other.example.org')
    expect(await app.outbox.to(more.email)).toEqual([])
  })

  test.each([
    ['a name with upper case', { username: 'Dave.Example' }, 'username'],
    ['a short name', { username: 'dave' }, 'username'],
    ['a short password', { password: 'short' }, 'password'],
    ['a common password', { password: 'password1' }, 'password'],
    ['an unknown algorithm', { algorithm: 'SHA-1' }, 'algorithm'],
    ['a domain that is not served', { domain: 'evil.example' }, 'domain'],
    ['no name', { username: undefined }, 'username'],
    ['no token', { account_creation_token: undefined }, 'account_creation_token'],
  ])('says which field is at fault with %s, and the token stays good', async (_, fault, field) => {
    const token = await pushed(app)
    const refused = await create(newAccount(token, fault))
    expect(refused.status).toBe(422)
    expect(Object.keys(refused.body.errors)).toEqual([field])
    expect((await create(newAccount(token))).status).toBe(200)
  })

  test('refuses a token that is not good without errors, so that the app drops it', async () => {
    const [used, expired] = [await pushed(app), await converted(app)]
    await create(newAccount(used))
    app.clock.advance(app.config.tokenTtl)
    for (const token of [used, expired, 'tOk3nFr0mPu5h', 'short', '', 'ü'.repeat(4000)]) {
      const refused = await create(newAccount(token))
      expect(refused).toMatchObject({ status: 422, body: { code: 'invalid_token' } })
      expect('errors' in refused.body).toBe(false)
    }
  })

  test('tells any number of names to be taken, and the token stays good', async () => {
    const { username } = await app.make.user()
    const token = await pushed(app)
    for (let n = 0; n < 7; n++)
      expect(await create(newAccount(token, { username }))).toMatchObject({
        status: 422,
        body: { code: 'username_taken', errors: { username: [expect.any(String)] } },
      })
    expect((await create(newAccount(token))).status).toBe(200)
  })

  test('tells of three names that are phone numbers, however they are written, then the token is used up', async () => {
    const owner = await app.make.user({ phone: newPhone() })
    const digits = owner.record.phone!.slice(1)
    const token = await pushed(app)
    for (const username of [digits, `00${digits}`, `+${digits}`])
      expect((await create(newAccount(token, { username }))).body.code).toBe('username_taken')
    expect((await create(newAccount(token))).body.code).toBe('invalid_token')
  })

  test('gives the same account to the same sign-up, for as long as it waits', async () => {
    const wanted = newAccount(await pushed(app))
    const first = await create(wanted)
    app.clock.advance(app.config.tokenTtl - 1)
    const again = await create(wanted)
    expect([again.status, again.body]).toEqual([200, first.body])
    expect(await countOf(wanted.username)).toBe(1)
    for (const fault of [{ password: 'another-pass-7' }, { username: someone().username }, { domain: 'other.example.org' }])
      expect((await create({ ...wanted, ...fault })).body.code).toBe('invalid_token')
  })

  test('gives it to nobody once it is active and some minutes have passed, nor when an administrator has closed it', async () => {
    const alice = await app.make.admin()
    const wanted = newAccount(await pushed(app))
    const { id } = (await create(wanted)).body
    await app.api.post(`/api/accounts/${id}/activate`, undefined, { as: alice })
    app.clock.advance(REPEAT_SECONDS - 1)
    expect((await create(wanted)).body).toMatchObject({ id, activated: true })
    app.clock.advance(1)
    expect((await create(wanted)).body.code).toBe('invalid_token')
    await app.api.post(`/api/accounts/${id}/deactivate`, undefined, { as: alice })
    expect((await create(wanted)).body.code).toBe('invalid_token')
  })

  test('counts wrong passwords of repetitions as any others', async () => {
    const wanted = newAccount(await pushed(app))
    await create(wanted)
    const answers = []
    for (let n = 0; n < 7; n++) answers.push((await create({ ...wanted, password: `guessed-${n}` })).status)
    expect(answers.slice(-1)).toEqual([429])
  })

  test('makes one account of what comes several times at once', async () => {
    const wanted = newAccount(await pushed(app))
    const same = await Promise.all([create(wanted), create(wanted), create(wanted)])
    expect(same.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(same.map(({ body }) => body.id)).size).toBe(1)
    const token = await pushed(app)
    const many = await Promise.all(Array(100).fill(newAccount(token)).map(create))
    expect(many.filter(({ status }) => status !== 200)).toEqual([])
    expect(new Set(many.map(({ body }) => body.id)).size).toBe(1)
  })

  test('makes one account of several that come at once with one token', async () => {
    const token = await pushed(app)
    const others = await Promise.all(Array.from({ length: 10 }, () => create(newAccount(token))))
    expect(others.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(others.filter(({ body }) => body.code === 'invalid_token')).toHaveLength(9)
  })

  test('keeps the name of an account that was deleted lately from others', async () => {
    const alice = await app.make.admin()
    const wanted = newAccount(await pushed(app))
    const { id } = (await create(wanted)).body
    await app.api.post(`/api/accounts/${id}/activate`, undefined, { as: alice })
    await app.api.delete('/api/accounts/me', { as: personOf({ body: { ...wanted, id, domain: 'sip.example.org' } } as never, wanted) })
    expect((await create(newAccount(await pushed(app), { username: wanted.username }))).body.code).toBe('username_taken')
  })

  test('of 2021 gives the same account for some minutes, and sends nothing twice', async () => {
    const email = newAddress()
    const wanted = { ...someone(), token: await receiveToken(app), email }
    const post = () => app.api.post('/api/accounts/with-token', wanted)
    const first = await post()
    app.clock.advance(REPEAT_SECONDS - 1)
    expect((await post()).body).toEqual(first.body)
    expect(await app.outbox.to(email)).toHaveLength(1)
    app.clock.advance(1)
    expect(await post()).toMatchObject({ status: 422, body: { errors: { token: [expect.any(String)] } } })
  })
})

describeApp('sign-up without activation, with names of one character', () => {
  const app = useApp({ env: { SIGNUP_ACTIVATION: 'none', USERNAME_MIN_LENGTH: '1' } })

  test('makes an account that is active at once', async () => {
    const wanted = newAccount(await pushed(app), { username: '7' })
    const response = await app.api.post(WITH, wanted)
    expect(response.body).toMatchObject({ username: '7', activated: true })
    expect((await app.api.post(WITH, wanted)).body).toEqual(response.body)
    expect((await app.api.get('/api/accounts/me/devices', { as: personOf(response, wanted) })).status).toBe(200)
    app.clock.advance(REPEAT_SECONDS)
    expect((await app.api.post(WITH, wanted)).body.code).toBe('invalid_token')
  })

  test('says how long a name is, once', async () => {
    const alice = await app.make.admin()
    for (const username of ['', 'Seven', 'x'.repeat(65)]) {
      const { body } = await app.api.post('/api/accounts', { ...someone(), username }, { as: alice })
      expect(body.errors.username).toEqual([expect.stringMatching(/^A user name has 1 to 64 of/)])
    }
    expect((await app.api.post('/api/accounts', { ...someone(), username: '101' }, { as: alice })).status).toBe(200)
  })
})
