import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { NOTHING_KEPT, type Person } from '../support/factory.js'

const ACCOUNTS = '/api/accounts'

describeApp('creating an account', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const body = (more: object = {}) => ({ username: `erin.${unique()}`, password: '3rin-secret', algorithm: 'SHA-256', ...more })
  const create = (wanted: unknown) => app.api.post(ACCOUNTS, wanted, { as: alice, headers: { 'user-agent': 'panel/1.0' } })

  /** Nothing of a refused account is left: neither itself nor a password without an account. */
  async function counts() {
    const { account, password } = app.deps.db.prisma
    return { accounts: await account.count(), passwords: await password.count() }
  }

  test('answers all there is to know about it, and no hash', async () => {
    const wanted = body()
    const response = await create(wanted)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      id: expect.any(Number),
      username: wanted.username,
      domain: 'sip.example.org',
      email: null,
      phone: null,
      activated: false,
      admin: false,
      realm: 'sip.example.org',
      ip_address: '127.0.0.1',
      user_agent: 'panel/1.0',
      creation_time: '2026-11-24 12:00:00',
      confirmation_key: expect.stringMatching(/^[A-Za-z0-9]{13}$/),
      confirmation_key_expires: null,
      passwords: [{ algorithm: 'SHA-256' }],
      email_changed: null,
      sip_uri: `sip:${wanted.username}@sip.example.org`,
      created_at: '2026-11-24T12:00:00.000000Z',
      updated_at: '2026-11-24T12:00:00.000000Z',
      ...NOTHING_KEPT,
      email_change_code: null,
      provisioning_token: expect.stringMatching(/^[A-Za-z0-9]{13}$/),
      provisioning_token_expire_at: '2026-12-01T12:00:00.000000Z',
    })
  })

  test('comes with a link that sets up an app: its owner and administrators see it, and nobody else', async () => {
    const wanted = body()
    const { body: made } = await create(wanted)
    const token = made.provisioning_token
    expect((await create(wanted)).body).toMatchObject({ id: made.id, provisioning_token: token })
    expect((await app.api.get(`${ACCOUNTS}/${made.id}`, { as: alice })).body.provisioning_token).toBe(token)
    const { db } = app.deps
    for (const rows of [
      await db.prisma.auditEntry.findMany(),
      await db.prisma.oneTimeLink.findMany(),
      await db.prisma.doneRequest.findMany(),
    ])
      expect(JSON.stringify(rows)).not.toContain(token)
    expect((await app.api.get(`${ACCOUNTS}?search=${wanted.username}`, { as: alice })).text).not.toContain(token)
    const document = await app.api.get(`/provisioning/${token}`, { headers: { 'x-linphone-provisioning': '1' } })
    expect([document.status, document.text.includes(`${wanted.username}@sip.example.org`)]).toEqual([200, true])
    const { activated, provisioning_token } = (await app.api.get(`${ACCOUNTS}/${made.id}`, { as: alice })).body
    expect({ activated, provisioning_token }).toEqual({ activated: true, provisioning_token: null })
  })

  test('many at once each get a link of their own', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => create(body())))
    const tokens = made.map((answer) => answer.body.provisioning_token)
    expect(new Set(tokens).size).toBe(12)
    for (const [i, answer] of made.entries())
      expect((await app.api.get(`${ACCOUNTS}/${answer.body.id}`, { as: alice })).body.provisioning_token).toBe(tokens[i])
  })

  test.each(['MD5', 'SHA-256'] as const)('stores the password by %s alone, and its owner can log in with it at once', async (algorithm) => {
    const wanted = body({ algorithm, activated: true, password: '  spaces, "quotes" and ☃  ' })
    const { body: made } = await create(wanted)
    expect(made.passwords).toEqual([{ algorithm }])
    const owner = { ...alice, username: wanted.username, password: wanted.password, algorithm, apiKey: undefined }
    const response = await app.api.get('/api/accounts/me', { as: owner })
    expect(response.status).toBe(200)
    expect(response.body.id).toBe(made.id)
  })

  test('takes every optional field', async () => {
    const wanted = { domain: 'other.example.org', activated: true, admin: true, email: 'erin@example.org', phone: '+33687654321' }
    const { body: made } = await create(body(wanted))
    expect(made).toMatchObject({ ...wanted, realm: 'other.example.org', confirmation_key: null })
  })

  test('understands "1" and "0" for booleans, as liblinphone sends them, and a domain in any case', async () => {
    const { body: made } = await create(body({ activated: '1', admin: '0', domain: 'SIP.Example.ORG' }))
    expect(made).toMatchObject({ activated: true, admin: false, domain: 'sip.example.org' })
  })

  test('ignores fields that the contract does not know', async () => {
    const response = await create(
      body({ id: 99_999, realm: 'mine', creation_time: '2000-01-01 00:00:00', dtmf_protocol: 'sipinfo', constructor: 1 }),
    )
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ realm: 'sip.example.org', creation_time: '2026-11-24 12:00:00' })
    expect(response.body.id).not.toBe(99_999)
  })

  test.each(['7', '101', 'abcdef', '0+_.-9', 'a'.repeat(64)])('takes the user name %s', async (username) => {
    expect((await create(body({ username }))).status).toBe(200)
  })

  test('takes an extension with a password of three characters, by POST, in bulk and by PUT, and its owner logs in', async () => {
    const answer = await create(body({ username: '102', password: '1x3', activated: true }))
    expect(answer.status).toBe(200)
    const owner = { ...alice, username: '102', password: '1x3', algorithm: 'SHA-256' as const, apiKey: undefined }
    expect((await app.api.get('/api/accounts/me', { as: owner })).status).toBe(200)
    const bulk = await app.api.post(`${ACCOUNTS}/bulk`, { accounts: [body({ username: '103', password: 'abc' })] }, { as: alice })
    expect(bulk.body).toMatchObject({ created: 1, refused: 0 })
    const changed = await app.api.send('PUT', `${ACCOUNTS}/${answer.body.id}`, { as: alice, body: { username: '9', password: 'xyz' } })
    expect(changed).toMatchObject({ status: 200, body: { username: '9' } })
  })

  test.each([
    ['username', ''],
    ['username', 'a'.repeat(65)],
    ['username', 'Erin.Example'],
    ['username', 'erin example'],
    ['username', 'erin@example'],
    ['username', 'erin.exämple'],
    ['username', 'erin.example\n'],
    ['username', 'erin\u0000example'],
    ['username', 123_456],
    ['username', null],
    ['password', '12'],
    ['password', 'x'.repeat(256)],
    ['password', 123_456],
    ['algorithm', 'SHA-512'],
    ['algorithm', 'CLRTXT'],
    ['algorithm', 'md5'],
    ['domain', 'elsewhere.example.net'],
    ['domain', ''],
    ['activated', 'yes'],
    ['activated', 1],
    ['admin', 'true'],
    ['email', 'no address'],
    ['email', 'a@b@c'],
    ['email', `${'a'.repeat(250)}@example.org`],
    ['phone', '0612345678'],
    ['phone', '+331'],
    ['phone', '+33 6 12 34 56 78'],
    ['phone', '+100000'],
    ['confirmation_key_expires', '2027-02-30 00:00:00'],
    ['confirmation_key_expires', '2027-02-28T00:00:00Z'],
    ['confirmation_key_expires', 'tomorrow'],
    ['confirmation_key_expires', 1_800_000_000],
  ])('refuses %s %p, names the field and leaves nothing behind', async (field, value) => {
    const before = await counts()
    const response = await create(body({ [field]: value }))
    expect(response.status).toBe(422)
    expect(response.body.code).toBe('validation_failed')
    expect(Object.keys(response.body.errors)).toEqual([field])
    expect(await counts()).toEqual(before)
  })

  test('names each field that is missing', async () => {
    const response = await create({})
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors).sort()).toEqual(['password', 'username'])
  })

  test.each([
    ['an array', '[]', 422],
    ['a string', '"erin"', 422],
    ['null', 'null', 422],
    ['cut off', '{"username":', 400],
    ['empty', '', 422],
  ])('refuses a body that is %s', async (_, text, status) => {
    expect((await create(text)).status).toBe(status)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])('refuses a body of %s', async (type) => {
    const response = await app.api.post(ACCOUNTS, JSON.stringify(body()), { as: alice, headers: { 'content-type': type } })
    expect(response.status).toBe(415)
    expect(response.body.code).toBe('unsupported_media_type')
  })

  test('takes application/json with a charset', async () => {
    const response = await app.api.post(ACCOUNTS, body(), { as: alice, headers: { 'content-type': 'application/json; charset=UTF-8' } })
    expect(response.status).toBe(200)
  })

  test('refuses a body over 64 KiB', async () => {
    const response = await create(body({ padding: 'x'.repeat(65_536) }))
    expect(response.status).toBe(413)
    expect(response.body.code).toBe('body_too_large')
  })

  test('refuses a user name that its domain has, and takes it in another', async () => {
    const wanted = body()
    expect((await create(wanted)).status).toBe(200)
    const before = await counts()
    const again = await create({ ...wanted, password: 'other-secret' })
    expect(again.status).toBe(422)
    expect(again.body).toMatchObject({ code: 'username_taken', errors: { username: [expect.any(String)] } })
    expect(await counts()).toEqual(before)
    expect((await create({ ...wanted, domain: 'other.example.org' })).status).toBe(200)
  })

  test('refuses a phone number that another account has', async () => {
    expect((await create(body({ phone: '+33655667788' }))).status).toBe(200)
    const before = await counts()
    const again = await create(body({ phone: '+33655667788', domain: 'other.example.org' }))
    expect(again.status).toBe(422)
    expect(again.body).toMatchObject({ code: 'phone_in_use', errors: { phone: [expect.any(String)] } })
    expect(await counts()).toEqual(before)
  })

  test('takes one e-mail address for several accounts', async () => {
    for (let i = 0; i < 2; i++) expect((await create(body({ email: 'family@example.org' }))).status).toBe(200)
  })

  test('of 50 with one name at once makes one', async () => {
    const wanted = body()
    const before = await counts()
    const responses = await Promise.all(Array.from({ length: 50 }, (_, n) => create({ ...wanted, password: `3rin-secret-${n}` })))
    const refused = responses.filter((response) => response.status === 422)
    expect(responses.filter((response) => response.status === 200)).toHaveLength(1)
    expect(refused).toHaveLength(49)
    expect(new Set(refused.map((response) => response.body.code))).toEqual(new Set(['username_taken']))
    expect(await counts()).toEqual({ accounts: before.accounts + 1, passwords: before.passwords + 1 })
  })

  test('gives the same account to the same administrator who sends the same again within ten minutes', async () => {
    const wanted = body({ email: 'erin@example.org', phone: '+33687650001' })
    const first = await create(wanted)
    app.clock.advance(599)
    const again = await Promise.all([create(wanted), create(wanted)])
    expect(again.map(({ status, body: made }) => [status, made])).toEqual([
      [200, first.body],
      [200, first.body],
    ])
    expect(await app.deps.db.prisma.account.count({ where: { username: wanted.username } })).toBe(1)
    expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: first.body.id } })).toBe(1)
    expect(JSON.stringify(await app.deps.db.prisma.doneRequest.findMany())).not.toContain(wanted.password)
    expect((await create({ ...wanted, password: 'an0ther-secret' })).body.code).toBe('username_taken')
    expect((await create({ ...wanted, username: body().username })).body.code).toBe('phone_in_use')
    const other = await app.make.admin()
    expect((await app.api.post(ACCOUNTS, wanted, { as: other })).body.code).toBe('username_taken')
    app.clock.advance(1)
    expect((await create(wanted)).body.code).toBe('username_taken')
  })

  test('makes one account of the same that comes five times at once, and anew once it is deleted', async () => {
    const wanted = body()
    const made = await Promise.all(Array.from({ length: 5 }, () => create(wanted)))
    expect(made.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    const { id } = made[0]!.body
    expect(new Set(made.map(({ body: one }) => one.id))).toEqual(new Set([id]))
    expect((await app.api.delete(`${ACCOUNTS}/${id}`, { as: alice })).status).toBe(200)
    expect((await create(wanted)).body.id).not.toBe(id)
  })
})
