import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { newAddress } from '../support/signUp.js'

const MONITORING = { name: 'Monitoring', scope: 'read' }

describeApp('a named API key', () => {
  const app = useApp()
  const make = (id: number, body: object, as: Person) => app.api.post(`/api/accounts/${id}/api-keys`, body, { as })
  const list = async (key: string) => (await app.api.get('/api/accounts?per_page=1', { headers: { 'x-api-key': key } })).status

  test('is made by its owner and by other administrators, shown once, listed without the key, and told of by mail', async () => {
    const email = newAddress()
    const [alice, other] = [await app.make.admin({ email }), await app.make.admin()]
    const wish = { ...MONITORING, networks: ['127.0.0.1', '2001:DB8::/32', '127.0.0.1'], idle_minutes: 60 }
    const { status, body } = await make(alice.id, wish, other)
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(Number),
        name: 'Monitoring',
        scope: 'read',
        networks: ['127.0.0.1/32', '2001:db8::/32'],
        idle_minutes: 60,
        personal: false,
        created_at: '2026-11-24T12:00:00.000000Z',
        last_used_at: null,
        ends_at: '2026-11-24T13:00:00.000000Z',
        key: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      },
    ])
    expect(await list(body.key)).toBe(200)
    const { key: _, ...shown } = body
    const listed = await app.api.get(`/api/accounts/${alice.id}/api-keys`, { as: alice })
    expect(listed.body.data[1]).toEqual({ ...shown, last_used_at: '2026-11-24T12:00:00.000000Z' })
    expect(listed.text).not.toContain(body.key)
    expect((await app.outbox.last('email', email)).subject).toMatch(/API key/)
    expect((await make(alice.id, { ...MONITORING, name: 'Mine' }, alice)).status).toBe(201)

    const { data } = (await app.api.get(`/api/audit?account=${alice.id}`, { as: other })).body
    const of = (action: string) => data.filter((entry: { action: string }) => entry.action === action)
    expect(of('createApiKey')).toMatchObject([{ detail: 'Mine (read)' }, { detail: 'Monitoring (read)', actor_id: other.id }, {}])
    expect(of('useApiKey')).toContainEqual(expect.objectContaining({ detail: 'Monitoring (read)' }))
    expect(JSON.stringify(data)).not.toContain(body.key)
  })

  test('is made with a digest as well, and by a key of scope admin', async () => {
    const alice = await app.make.admin()
    const path = `/api/accounts/${alice.id}/api-keys`
    expect((await app.api.post(path, MONITORING, { as: alice, by: 'digest' })).status).toBe(201)
    const { key } = await createApiKey(app.deps, alice.id, CLIENT, { name: 'Everything', scope: 'admin' })
    expect((await make(alice.id, { ...MONITORING, name: 'By a key' }, { ...alice, apiKey: key })).status).toBe(201)
  })

  test.each<[string, object, string]>([
    ['no name', { scope: 'read' }, 'name'],
    ['an empty name', { ...MONITORING, name: '' }, 'name'],
    ['a name of two characters', { ...MONITORING, name: 'ab' }, 'name'],
    ['a name of 65', { ...MONITORING, name: 'a'.repeat(65) }, 'name'],
    ['a name of blanks', { ...MONITORING, name: '    ' }, 'name'],
    ['a name that ends with a blank', { ...MONITORING, name: 'Monitoring ' }, 'name'],
    ['a name with NUL', { ...MONITORING, name: 'Moni\u0000toring' }, 'name'],
    ['a name with a line break', { ...MONITORING, name: 'Moni\ntoring' }, 'name'],
    ['a name with half a character', { ...MONITORING, name: 'Moni\ud83d' }, 'name'],
    ['no scope', { name: 'Monitoring' }, 'scope'],
    ['an unknown scope', { ...MONITORING, scope: 'everything' }, 'scope'],
    ['a scope that is a list', { ...MONITORING, scope: ['read'] }, 'scope'],
    ['a network that is none', { ...MONITORING, networks: ['192.0.2.0/24', 'localhost'] }, 'networks'],
    ['no network in the list', { ...MONITORING, networks: [] }, 'networks'],
    ['21 networks', { ...MONITORING, networks: Array.from({ length: 21 }, (_, i) => `192.0.2.${i}`) }, 'networks'],
    ['networks that are a text', { ...MONITORING, networks: '192.0.2.0/24' }, 'networks'],
    ['no minutes at all', { ...MONITORING, idle_minutes: 0 }, 'idle_minutes'],
    ['more than a year', { ...MONITORING, idle_minutes: 525_601 }, 'idle_minutes'],
    ['half a minute', { ...MONITORING, idle_minutes: 0.5 }, 'idle_minutes'],
  ])('with %s is refused', async (_, body, field) => {
    const alice = await app.make.admin()
    const answer = await make(alice.id, body, alice)
    expect([answer.status, answer.body.code, Object.keys(answer.body.errors)]).toEqual([422, 'validation_failed', [field]])
    expect(await app.deps.db.prisma.apiKey.count({ where: { accountId: alice.id } })).toBe(1)
  })

  test('has a name of 64 characters of any script, and one of three', async () => {
    const alice = await app.make.admin()
    for (const name of ['é'.repeat(64), 'abc', 'Überwachung – 監視 🔑', "'; drop table api_keys; --", '<b>"&\''])
      expect(await make(alice.id, { ...MONITORING, name }, alice)).toMatchObject({ status: 201, body: { name } })
  })

  test('has a name of its own among those of its account, also when two are made at once', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const answers = await Promise.all(Array.from({ length: 5 }, () => make(alice.id, MONITORING, other)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422])
    for (const { status, body } of answers)
      if (status === 422) expect(body).toMatchObject({ code: 'name_taken', errors: { name: [expect.stringContaining('of this name')] } })
    expect((await make(other.id, MONITORING, alice)).status).toBe(201)
    const { id } = answers.find(({ status }) => status === 201)!.body
    expect((await app.api.delete(`/api/accounts/${alice.id}/api-keys/${id}`, { as: other })).status).toBe(200)
    expect((await make(alice.id, MONITORING, other)).status).toBe(201)
  })

  test('is one of 100 at most', async () => {
    const alice = await app.make.admin()
    await app.deps.db.prisma.apiKey.createMany({
      data: Array.from({ length: 98 }, (_, i) => ({ accountId: alice.id, keyHash: `${alice.id}-${i}`, name: `Key ${i}` })),
    })
    const answers = await Promise.all(['One', 'Two'].map((end) => make(alice.id, { ...MONITORING, name: `Key ${end}` }, alice)))
    expect(answers.map(({ status, body }) => [status, body.code]).sort()).toEqual([
      [201, undefined],
      [422, 'too_many_keys'],
    ])
    expect(await app.deps.db.prisma.apiKey.count({ where: { accountId: alice.id } })).toBe(100)
  })

  test('is for active administrators alone, and for accounts that exist', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const waiting = await app.make.admin({ activated: false })
    for (const { id } of [bob, waiting])
      expect(await make(id, MONITORING, alice)).toMatchObject({ status: 403, body: { code: 'admin_required' } })
    expect((await make(2_147_483_647, MONITORING, alice)).status).toBe(404)
    expect((await make(bob.id, MONITORING, bob)).status).toBe(403)
  })

  test('is revoked at once, by two at the same time once, with one entry', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const { id, key } = (await make(alice.id, MONITORING, alice)).body
    expect(await list(key)).toBe(200)
    const answers = await Promise.all([alice, other].map((as) => app.api.delete(`/api/accounts/${alice.id}/api-keys/${id}`, { as })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    expect(await list(key)).toBe(401)
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: alice.id, action: 'revokeApiKey' } })
    expect(entries.map(({ detail }) => detail)).toEqual(['Monitoring (read)'])
  })

  test('goes with the role of its owner, and has no scope of an administrator any more', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const { key } = (await make(alice.id, { ...MONITORING, scope: 'admin' }, alice)).body
    // a role that goes by the database alone leaves the key, which is then worth what its account is
    await app.deps.db.prisma.account.update({ where: { id: alice.id }, data: { admin: false } })
    const by = (path: string) => app.api.get(path, { headers: { 'x-api-key': key } })
    expect((await by('/api/accounts/me')).status).toBe(200)
    expect(await by('/api/accounts')).toMatchObject({ status: 403, body: { code: 'admin_required' } })
    await app.deps.db.prisma.account.update({ where: { id: alice.id }, data: { admin: true } })
    await app.api.post(`/api/accounts/${alice.id}/deactivate`, undefined, { as: other })
    expect(await list(key)).toBe(401)
  })
})

describeApp('an API key that ends without a use', () => {
  const app = useApp()
  const list = async (key: string) => (await app.api.get('/api/accounts?per_page=1', { headers: { 'x-api-key': key } })).status
  const keyOf = async (idleMinutes: number) =>
    (await createApiKey(app.deps, (await app.make.admin()).id, CLIENT, { scope: 'read', idleMinutes })).key

  test.each([1, 60, 525_600])('ends after %d minutes to the second, and stays so', async (minutes) => {
    const [used, unused] = [await keyOf(minutes), await keyOf(minutes)]
    app.clock.advance(minutes * 60 - 1)
    expect(await list(used)).toBe(200)
    app.clock.advance(1)
    expect([await list(used), await list(unused)]).toEqual([200, 401])
    app.clock.advance(minutes * 60)
    expect([await list(used), await list(unused)]).toEqual([401, 401])
  })

  test('does not end while it is used, however often', async () => {
    const key = await keyOf(1)
    for (let second = 0; second < 180; second += 15) {
      expect(await list(key)).toBe(200)
      app.clock.advance(15)
    }
  })

  test('says when it ends, and that it has', async () => {
    const alice = await app.make.admin()
    const { id } = await createApiKey(app.deps, alice.id, CLIENT, { scope: 'read', idleMinutes: 1 })
    const made = app.clock.now()
    app.clock.advance(60)
    const { data } = (await app.api.get(`/api/accounts/${alice.id}/api-keys`, { as: alice })).body
    const { ends_at } = data.find((key: { id: number }) => key.id === id)
    expect(Date.parse(ends_at)).toBe(Math.floor((made + 60_000) / 1000) * 1000)
  })
})
