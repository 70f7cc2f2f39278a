import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { NOTHING_KEPT } from '../support/factory.js'
import { newAccount, newAddress, newPhone, personOf, receiveToken, signUp } from '../support/signUp.js'

const WITH_TOKEN = '/api/accounts/with-token'

describeApp('signing up with a token', () => {
  const app = useApp()

  test('makes an account that is active at once', async () => {
    const wanted = newAccount({ token: await receiveToken(app) })
    const response = await app.api.post(WITH_TOKEN, wanted, { headers: { 'user-agent': 'LinphoneAndroid/5.2.5' } })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      id: expect.any(Number),
      username: wanted.username,
      domain: 'sip.example.org',
      email: null,
      phone: null,
      activated: true,
      admin: false,
      realm: 'sip.example.org',
      ip_address: '127.0.0.1',
      user_agent: 'LinphoneAndroid/5.2.5',
      creation_time: '2026-11-24 12:00:00',
      confirmation_key_expires: null,
      passwords: [{ algorithm: 'SHA-256' }],
      email_changed: null,
      sip_uri: `sip:${wanted.username}@sip.example.org`,
      created_at: '2026-11-24T12:00:00.000000Z',
      updated_at: '2026-11-24T12:00:00.000000Z',
      ...NOTHING_KEPT,
      email_change_code: null,
      provisioning_token: null,
      provisioning_token_expire_at: null,
    })
  })

  test.each(['MD5', 'SHA-256'] as const)('stores the password by %s alone, and it opens the account at once', async (algorithm) => {
    const { person, response } = await signUp(app, { algorithm })
    expect(response.body.passwords).toEqual([{ algorithm }])
    const me = await app.api.get('/api/accounts/me', { as: person })
    expect(me.status).toBe(200)
    expect(me.body).toEqual(response.body)
  })

  test('takes another of the domains served, in any case', async () => {
    const { person, response } = await signUp(app, { domain: 'Other.Example.Org' })
    expect(response.body).toMatchObject({ domain: 'other.example.org', realm: 'other.example.org' })
    expect((await app.api.get('/api/accounts/me', { as: person })).status).toBe(200)
  })

  test('refuses a domain that is not served, and the token stays good', async () => {
    const token = await receiveToken(app)
    const response = await app.api.post(WITH_TOKEN, newAccount({ token, domain: 'evil.example' }))
    expect(response.status).toBe(422)
    expect(response.body.errors.domain).toEqual([expect.stringContaining('evil.example')])
    await signUp(app, { token })
  })

  test('gives nobody more than an account: fields that are not its own are ignored', async () => {
    const more = { admin: true, activated: '1', id: 1, ip_address: '10.0.0.1', passwords: [], dtmf_protocol: 'sipinfo', constructor: 1 }
    const { person, response } = await signUp(app, { ...more, email: newAddress() })
    expect(response.body).toMatchObject({ admin: false, activated: false, ip_address: '127.0.0.1' })
    expect((await app.api.get('/api/accounts', { as: person })).status).toBe(403)
  })

  test.each(['u5edUpT0k3nXX', '0000000000000'])('refuses the unknown token %s', async (token) => {
    const response = await app.api.post(WITH_TOKEN, newAccount({ token }))
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'invalid_token', errors: { token: [expect.any(String)] } })
  })

  test('refuses a token used before, even once its account is gone', async () => {
    const token = await receiveToken(app)
    const { person } = await signUp(app, { token })
    expect((await app.api.post(WITH_TOKEN, newAccount({ token }))).body.code).toBe('invalid_token')
    expect((await app.api.delete('/api/accounts/me', { as: person })).status).toBe(200)
    expect((await app.api.post(WITH_TOKEN, newAccount({ token }))).body.code).toBe('invalid_token')
  })

  test('takes a token until it expires', async () => {
    const [early, late] = [await receiveToken(app), await receiveToken(app)]
    app.clock.advance(app.config.tokenTtl - 1)
    await signUp(app, { token: early })
    app.clock.advance(1)
    const response = await app.api.post(WITH_TOKEN, newAccount({ token: late }))
    expect(response.status).toBe(422)
    expect(response.body.code).toBe('invalid_token')
  })

  test('refuses a name that is taken; nothing is left of it, and the token stays good', async () => {
    const bob = await app.make.user()
    const token = await receiveToken(app)
    const before = await rows()
    const response = await app.api.post(WITH_TOKEN, newAccount({ token, username: bob.username, email: newAddress(), phone: newPhone() }))
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'username_taken', errors: { username: [expect.any(String)] } })
    expect(await rows()).toEqual(before)
    await signUp(app, { token })
  })

  test('takes a name that is taken in another domain only', async () => {
    const bob = await app.make.user()
    const { response } = await signUp(app, { username: bob.username, domain: 'other.example.org' })
    expect(response.body.username).toBe(bob.username)
    expect((await app.api.get('/api/accounts/me', { as: bob })).body.id).toBe(bob.id)
  })

  test('refuses the phone number of another account; nothing is left or sent, and the token stays good', async () => {
    const phone = newPhone()
    await app.make.user({ phone })
    const token = await receiveToken(app)
    const email = newAddress()
    const before = await rows()
    const response = await app.api.post(WITH_TOKEN, newAccount({ token, phone, email }))
    expect(response.status).toBe(422)
    expect(response.body).toMatchObject({ code: 'phone_in_use', errors: { phone: [expect.any(String)] } })
    expect(await rows()).toEqual(before)
    expect([...(await app.outbox.to(phone)), ...(await app.outbox.to(email))]).toEqual([])
    await signUp(app, { token })
  })

  test('makes one account of a token that comes twenty times at once', async () => {
    const token = await receiveToken(app)
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => app.api.post(WITH_TOKEN, newAccount({ token, email: newAddress() }))),
    )
    const made = responses.filter((r) => r.status === 200)
    expect(made).toHaveLength(1)
    expect(responses.filter((r) => r.status === 422 && r.body.code === 'invalid_token')).toHaveLength(19)
    const ids = await app.deps.db.prisma.account.findMany({ where: { id: { gte: made[0]!.body.id } }, select: { id: true } })
    expect(ids).toEqual([{ id: made[0]!.body.id }])
  })

  test('gives a name to one of ten that want it at once, and the others keep their tokens', async () => {
    const { username } = newAccount()
    const tokens = await Promise.all(Array.from({ length: 10 }, () => receiveToken(app)))
    const wanted = tokens.map((token, n) => newAccount({ token, username, password: `password-${n}` }))
    const responses = await Promise.all(wanted.map((account) => app.api.post(WITH_TOKEN, account)))
    const winner = responses.findIndex((r) => r.status === 200)
    expect(responses.filter((r) => r.body.code === 'username_taken')).toHaveLength(9)
    expect((await app.api.get('/api/accounts/me', { as: personOf(responses[winner]!, wanted[winner]!) })).status).toBe(200)
    for (const token of tokens.filter((_, n) => n !== winner)) await signUp(app, { token })
  })

  /** How much there is of everything that a sign-up writes. */
  async function rows() {
    const { account, password, code, message, token } = app.deps.db.prisma
    return [
      await account.count(),
      await password.count(),
      await code.count(),
      await message.count(),
      await token.count({ where: { usedAt: null } }),
    ]
  }
})
