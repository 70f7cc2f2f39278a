import { createHash } from 'node:crypto'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { RegisteredDevices } from '../support/registeredDevices.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

const registrar = new RegisteredDevices()

describeApp('changing an account', () => {
  const app = useApp({ replaced: { registrar } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const put = (of: { id: number }, body: object, headers: Record<string, string> = {}) =>
    app.api.put(`/api/accounts/${of.id}`, body, { as: alice, headers })
  const shown = (of: { id: number }): Promise<ApiResponse> => app.api.get(`/api/accounts/${of.id}`, { as: alice })
  const actions = async (of: { id: number }) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: of.id }, orderBy: { id: 'asc' } })).map(({ action }) => action)

  test('sets to null what is left out, and leaves roles and state as they are', async () => {
    const bob = await app.make.user({ email: newAddress(), phone: newPhone() })
    await put(bob, { username: bob.username, display_name: 'Bob', dtmf_protocol: 'rfc2833', dictionary: { floor: '3' } })
    expect((await shown(bob)).body).toMatchObject({
      ...{ email: null, phone: null, display_name: 'Bob', dtmf_protocol: 'rfc2833', dictionary: { floor: '3' } },
      ...{ activated: true, admin: false, blocked: false },
    })
    const { status, body } = await put(bob, { username: bob.username })
    expect(status).toBe(200)
    expect(body).toMatchObject({ display_name: null, dtmf_protocol: null, dictionary: { floor: '3' }, activated: true })
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(200)
  })

  test('writes every field, and each change has its entry in the audit log', async () => {
    const bob = await app.make.user()
    const [email, phone] = [newAddress(), newPhone()]
    const { body } = await put(bob, { username: bob.username, email, phone, admin: true, display_name: ' Bob B. ', dictionary: { a: '1' } })
    expect(body).toMatchObject({ email, phone, admin: true, display_name: 'Bob B.', dictionary: { a: '1' } })
    expect((await actions(bob)).slice(1)).toEqual(['changeEmail', 'changePhone', 'updateAccount', 'grantAdmin'])
    expect((await put(bob, { username: bob.username, email, phone, display_name: 'Bob B.' })).status).toBe(200)
    expect(await actions(bob)).toHaveLength(5)
  })

  test('takes "1" and "0" for booleans, null for what is absent, and an empty list for an empty dictionary', async () => {
    const bob = await app.make.user()
    await put(bob, { username: bob.username, dictionary: { a: '1' } })
    const { status, body } = await put(bob, { username: bob.username, email: null, phone: null, admin: '1', dictionary: [] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ admin: true, dictionary: {} })
  })

  test('takes an empty text for what is absent, and for the password that is there', async () => {
    const bob = await app.make.user({ email: newAddress(), phone: newPhone() })
    const empty = { email: '', phone: '', display_name: '', dtmf_protocol: '', domain: '', password: '', algorithm: '' }
    const { status, body } = await put(bob, { username: bob.username, ...empty })
    expect(status).toBe(200)
    expect(body).toMatchObject({ email: null, phone: null, display_name: null, dtmf_protocol: null, domain: bob.domain })
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(200)
    expect(await put(bob, { username: '' })).toMatchObject({ status: 422, body: { errors: { username: [expect.any(String)] } } })
  })

  test('what is sent back as it was read changes nothing: an address that waits for its code still does', async () => {
    const [email, phone] = [newAddress(), newPhone()]
    for (const address of [{ email }, { phone }]) {
      const { person: dave } = await signUp(app, address)
      const read = (await shown(dave)).body
      expect(read).toMatchObject({ ...address, activated: false })
      const changed = { display_name: 'Dave', updated_at: expect.any(String) }
      expect((await put(dave, { ...read, display_name: 'Dave' })).body).toEqual({ ...read, ...changed })
      const row = () => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: dave.id }, include: { codes: true } })
      expect(await row()).toMatchObject({ email: null, phone: null, codes: [{ target: Object.values(address)[0] }] })
      await put(dave, { username: dave.username, ...address, activated: true })
      expect(await row()).toMatchObject({ ...address, activated: true, codes: [] })
    }
  })

  test('takes a name that breaks the rules of new ones if it is the present one', async () => {
    const bob = await app.make.user()
    const { prisma } = app.deps.db
    for (const username of ['Bob', `B.${unique()}`]) {
      await prisma.account.update({ where: { id: bob.id }, data: { username } })
      expect(await put(bob, { username, display_name: 'Bob' })).toMatchObject({ status: 200, body: { username } })
    }
    for (const username of ['bob smith', 'Another.Bob']) {
      expect(await put(bob, { username, password: 'architect-43' })).toMatchObject({
        status: 422,
        body: { errors: { username: [expect.any(String)] } },
      })
    }
  })

  test('a password that is sent is the only one afterwards, and ends what the old one opened', async () => {
    const bob = await app.make.user({ algorithm: 'MD5' })
    registrar.register(bob, { uuid: 'urn:uuid:1', expiresAt: new Date('2099-01-01'), updateTime: new Date('2020-01-01'), userAgent: null })
    expect((await put(bob, { username: bob.username, password: 'architect-43' })).body.passwords).toEqual([{ algorithm: 'SHA-256' }])
    expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(401)
    expect((await app.api.get('/api/accounts/me', { as: { ...bob, password: 'architect-43', algorithm: 'SHA-256' } })).status).toBe(200)
    await app.deps.outbound.removals.drain()
    expect(await registrar.list(bob)).toEqual([])
    expect(await actions(bob)).toContain('changePassword')
  })

  test('another name takes the password, ends the registrations of the old one, and keeps it from strangers', async () => {
    const bob = await app.make.user()
    registrar.register(bob, { uuid: 'urn:uuid:2', expiresAt: new Date('2099-01-01'), updateTime: new Date('2020-01-01'), userAgent: null })
    const username = `renamed.${unique()}`
    const refused = await put(bob, { username })
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toEqual({ password: [expect.stringContaining('Give the password as well')] })
    const { status, body } = await put(bob, { username, password: bob.password, algorithm: 'MD5' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ username, sip_uri: `sip:${username}@sip.example.org` })
    expect((await app.api.get('/api/accounts/me', { as: { ...bob, username, algorithm: 'MD5' } })).status).toBe(200)
    await app.deps.outbound.removals.drain()
    expect(await registrar.list(bob)).toEqual([])
    const where = { username_domain: { username: bob.username, domain: bob.domain } }
    expect(await app.deps.db.prisma.tombstone.findUnique({ where })).not.toBeNull()
  })

  test('an account that moves leaves contacts, lists and types of the former domain, and is of the other space', async () => {
    const { prisma } = app.deps.db
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const { spaceId } = bob.record
    const list = await prisma.contactsList.create({
      data: { spaceId, title: `list ${unique()}`, description: '', createdAt: new Date(), updatedAt: new Date() },
    })
    const type = await prisma.accountType.create({ data: { spaceId, key: `type-${unique()}` } })
    await prisma.contact.createMany({
      data: [
        { accountId: bob.id, contactId: erin.id, spaceId },
        { accountId: erin.id, contactId: bob.id, spaceId },
      ],
    })
    await prisma.contactsListMember.create({ data: { listId: list.id, contactId: bob.id, spaceId } })
    await prisma.contactsListOfAccount.create({ data: { listId: list.id, accountId: bob.id, spaceId } })
    await prisma.typeOfAccount.create({ data: { typeId: type.id, accountId: bob.id, spaceId } })
    expect((await shown(bob)).body.types).toEqual([{ id: type.id, key: type.key }])
    const { status, body } = await put(bob, { username: bob.username, domain: 'other.example.org', password: bob.password })
    expect(status).toBe(200)
    expect(body).toMatchObject({ domain: 'other.example.org', realm: 'other.example.org', types: [] })
    const other = await prisma.space.findUniqueOrThrow({ where: { domain: 'other.example.org' } })
    expect((await prisma.account.findUniqueOrThrow({ where: { id: bob.id } })).spaceId).toBe(other.id)
    expect(await prisma.contact.count({ where: { OR: [{ accountId: bob.id }, { contactId: bob.id }] } })).toBe(0)
  })

  test('refuses a name and a number that another account has, and changes nothing', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user({ phone: newPhone() })]
    const before = (await shown(bob)).body
    const taken = await put(bob, { username: erin.username, password: bob.password })
    expect(taken).toMatchObject({ status: 422, body: { code: 'username_taken' } })
    const inUse = await put(bob, { username: bob.username, phone: erin.record.phone, display_name: 'X' })
    expect(inUse).toMatchObject({ status: 422, body: { code: 'phone_in_use' } })
    expect((await shown(bob)).body).toEqual(before)
  })

  test('takes the own number as name, and lets go of it', async () => {
    const phone = newPhone()
    const bob = await app.make.user({ phone })
    const named = await put(bob, { username: phone, phone, password: bob.password })
    expect(named).toMatchObject({ status: 200, body: { username: phone, phone } })
    expect((await put(bob, { username: bob.username, phone, password: bob.password })).status).toBe(200)
  })

  test('an ETag names the state that a change is for', async () => {
    const bob = await app.make.user()
    const first = (await shown(bob)).header('etag')!
    expect(first).toMatch(/^"[\w-]+"$/)
    const second = await put(bob, { username: bob.username, display_name: 'A' }, { 'If-Match': first })
    expect(second.status).toBe(200)
    expect(second.header('etag')).not.toBe(first)
    const late = await put(bob, { username: bob.username, display_name: 'B' }, { 'If-Match': first })
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
    expect((await shown(bob)).body.display_name).toBe('A')
    for (const match of ['*', `"other", ${second.header('etag')}`]) {
      expect((await put(bob, { username: bob.username, display_name: 'A' }, { 'If-Match': match })).status).toBe(200)
    }
    expect((await put(bob, { username: bob.username }, { 'If-Match': `W/${second.header('etag')}` })).status).toBe(412)
  })

  test('an ETag names the address that waits for its code, too, which is shown as the account’s', async () => {
    const email = newAddress()
    const { person: dave } = await signUp(app, { email })
    const first = (await shown(dave)).header('etag')!
    await app.deps.db.prisma.code.updateMany({ where: { accountId: dave.id }, data: { target: newAddress() } })
    expect((await put(dave, { username: dave.username, email }, { 'If-Match': first })).status).toBe(412)
    expect(await app.deps.db.prisma.account.findUnique({ where: { id: dave.id } })).toMatchObject({ email: null })
  })

  test('who loses the role by it loses the API keys too, with an entry for each', async () => {
    const bob = await app.make.admin()
    await app.make.apiKey(bob)
    expect((await put(bob, { username: bob.username, admin: false })).body.admin).toBe(false)
    expect(await app.deps.db.prisma.apiKey.count({ where: { accountId: bob.id } })).toBe(0)
    expect(await actions(bob)).toEqual(expect.arrayContaining(['revokeAdmin', 'revokeApiKey']))
  })

  test('an account is always told whole: its ETag is that of what can be written, and there is more', async () => {
    const bob = await app.make.user()
    const etag = (await shown(bob)).header('etag')!
    await app.api.get(`/api/accounts/${bob.id}/provision`, { as: alice })
    const again = await app.api.get(`/api/accounts/${bob.id}`, { as: alice, headers: { 'If-None-Match': etag } })
    expect([again.status, again.header('etag'), again.body.provisioning_token]).toEqual([200, etag, expect.any(String)])
  })

  test('the ETag changes with the password, and says nothing of its hash', async () => {
    const bob = await app.make.user()
    const etag = async () => (await shown(bob)).header('etag')!
    const before = await etag()
    await put(bob, { username: bob.username, password: 'architect-43' })
    expect(await etag()).not.toBe(before)
    const [{ password }] = (await app.deps.db.prisma.password.findMany({ where: { accountId: bob.id } })) as unknown as [
      { password: string },
    ]
    expect(await etag()).not.toContain(createHash('sha256').update(password).digest('hex').slice(0, 8))
  })

  test('the last administrator keeps role, activation and access', async () => {
    const others = await app.deps.db.prisma.account.findMany({ where: { admin: true, activated: true, id: { not: alice.id } } })
    for (const { id } of others) await app.deps.db.prisma.account.update({ where: { id }, data: { admin: false } })
    for (const change of [{ admin: false }, { activated: false }, { blocked: true }]) {
      const answer = await put(alice, { username: alice.username, ...change })
      expect(answer).toMatchObject({ status: 403, body: { code: 'last_administrator' } })
    }
    expect((await shown(alice)).body).toMatchObject({ admin: true, activated: true, blocked: false })
  })

  test('tells the owner at the former address', async () => {
    const email = newAddress()
    const bob = await app.make.user({ email })
    await put(bob, { username: bob.username, email: newAddress() })
    await app.deps.outbound.messenger.drain()
    expect((await app.outbox.last('email', email)).subject).toBe('Your e-mail address was changed')
  })

  test.each([
    ['a dictionary that is a text', { dictionary: 'x' }, 'dictionary'],
    ['a value that is too long', { dictionary: { a: 'x'.repeat(256) } }, 'dictionary'],
    ['a key that is too long', { dictionary: { ['k'.repeat(256)]: 'x' } }, 'dictionary'],
    ['an unknown way of DTMF', { dtmf_protocol: 'smoke' }, 'dtmf_protocol'],
    ['a name to show with a line break', { display_name: 'a\nb' }, 'display_name'],
    ['a domain that is not served', { domain: 'elsewhere.example.org' }, 'domain'],
    ['no address', { email: 'none' }, 'email'],
  ])('refuses %s', async (_, change, field) => {
    const bob = await app.make.user()
    const { status, body } = await put(bob, { username: bob.username, ...change })
    expect(status).toBe(422)
    expect(Object.keys(body.errors)).toEqual([field])
  })

  test('answers 404 for an account that there is not', async () => {
    expect((await put({ id: 2_000_000 }, { username: 'nobody' })).status).toBe(404)
  })

  test('a new account takes the same fields', async () => {
    const username = `erin.${unique()}`
    const fields = { display_name: 'Erin', dtmf_protocol: 'sipinfo', dictionary: { floor: '2', constructor: 'x' } }
    const made = await app.api.post('/api/accounts', { username, password: 'secret-1', ...fields }, { as: alice })
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({ display_name: 'Erin', dtmf_protocol: 'sipinfo', passwords: [{ algorithm: 'SHA-256' }] })
    expect(Object.entries((await shown(made.body)).body.dictionary).sort()).toEqual([
      ['constructor', 'x'],
      ['floor', '2'],
    ])
  })
})
