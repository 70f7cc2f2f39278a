import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('an administrator', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const path = (id: unknown, rest = '') => `/api/accounts/${id}${rest}`
  const read = (id: unknown) => app.api.get(path(id), { as: alice })

  const OPERATIONS = [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/activate'],
    ['GET', '/activate'],
    ['POST', '/deactivate'],
    ['GET', '/deactivate'],
  ] as const

  test('sees an account with its confirmation key', async () => {
    const carol = await app.make.unconfirmed({ email: 'carol@example.org', confirmation_key_expires: '2030-12-31 23:59:59' })
    const response = await read(carol.id)
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({
      id: carol.id,
      username: carol.username,
      email: 'carol@example.org',
      activated: false,
      confirmation_key: carol.record.confirmationKey,
      confirmation_key_expires: '2030-12-31 23:59:59',
    })
  })

  test('never sees a hash', async () => {
    const bob = await app.make.user()
    const { password } = (await app.deps.db.prisma.password.findMany({ where: { accountId: bob.id } }))[0]!
    expect((await read(bob.id)).text).not.toContain(password)
    expect((await app.api.get('/api/accounts', { as: alice })).text).not.toContain(password)
  })

  test.each(['GET', 'POST'])('activates an account by %s, whose key is gone then', async (method) => {
    const carol = await app.make.unconfirmed({ confirmation_key_expires: '2030-12-31 23:59:59' })
    const response = await app.api.send(method, path(carol.id, '/activate'), { as: alice })
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: carol.id, activated: true, confirmation_key_expires: null })
    expect((await read(carol.id)).body.confirmation_key).toBeNull()
    expect((await app.api.get('/api/accounts/me', { as: carol })).status).toBe(200)
    expect((await app.api.send(method, path(carol.id, '/activate'), { as: alice })).body.activated).toBe(true)
  })

  test.each(['GET', 'POST'])('deactivates an account by %s; nothing that it still has activates it', async (method) => {
    const carol = await app.make.unconfirmed()
    const response = await app.api.send(method, path(carol.id, '/deactivate'), { as: alice })
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: carol.id, activated: false })
    const code = carol.record.confirmationKey
    expect((await app.api.post(path(`${carol.username}@${carol.domain}`, '/activate/email'), { code })).status).toBe(404)
    expect((await app.api.send(method, path(carol.id, '/deactivate'), { as: alice })).body.activated).toBe(false)
    expect((await app.api.send(method, path(carol.id, '/activate'), { as: alice })).body.activated).toBe(true)
  })

  test('deletes an account with all that belongs to it', async () => {
    const bob = await app.make.admin({ email: 'bob@example.org' })
    await app.api.post('/api/accounts/me/email/request', { email: 'bob@new.example.org' }, { as: bob })
    const { prisma } = app.deps.db
    const where = { accountId: bob.id }
    const belongings = () =>
      Promise.all([
        prisma.password.count({ where }),
        prisma.code.count({ where }),
        prisma.apiKey.count({ where }),
        prisma.message.count({ where }),
      ])
    expect((await belongings()).every((count) => count > 0)).toBe(true)
    const response = await app.api.delete(path(bob.id), { as: alice })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({})
    expect(await belongings()).toEqual([0, 0, 0, 0])
    expect((await read(bob.id)).status).toBe(404)
    expect((await app.api.get(`/api/accounts/${bob.username}@${bob.domain}/info`)).status).toBe(404)
  })

  test('can give the name of a deleted account to a new one, which gets another id', async () => {
    const bob = await app.make.user()
    await app.api.delete(path(bob.id), { as: alice })
    const again = await app.make.user({ username: bob.username })
    expect(again.id).not.toBe(bob.id)
  })

  test.each(OPERATIONS)('gets 404 for %s /accounts/{id}%s of an account that does not exist', async (method, rest) => {
    const response = await app.api.send(method, path(2_147_483_647, rest), { as: alice })
    expect(response.status).toBe(404)
    expect(response.body.code).toBe('not_found')
  })

  test.each(OPERATIONS)('gets 404 for %s /accounts/{id}%s when the id cannot be one', async (method, rest) => {
    const { id: real } = await app.make.user()
    const almost = [
      `${real}e0`,
      `0x${real.toString(16)}`,
      `+${real}`,
      `%20${real}`,
      `${real}%20`,
      `${real}.0`,
      `-${real}`,
      `${real}'--`,
      `${real},`,
    ]
    for (const id of [...almost, '0', 'abc', '1.5', '2147483648', '99999999999999999999', 'null', '%00', '%zz']) {
      const response = await app.api.send(method, path(id, rest), { as: alice })
      if (response.status !== 404 || response.body.code !== 'not_found') throw new Error(`${response.status} ${response.text} for ${id}`)
    }
  })

  test.each(['HEAD', 'PATCH', 'OPTIONS'])('is told by %s what an account knows', async (method) => {
    const response = await app.api.send(method, path(1), { as: alice })
    expect(response.status).toBe(405)
    expect(response.header('allow')?.split(', ').sort()).toEqual(method === 'HEAD' ? ['GET'] : ['DELETE', 'GET', 'PUT'])
  })

  test.each(['deactivate', 'block'])('may %s accounts while links are made for them: none waits for another for ever', async (change) => {
    const bobs = await Promise.all(Array.from({ length: 3 }, () => app.make.user()))
    const changes = bobs.flatMap(({ id }) =>
      [1, 2].flatMap(() => [
        app.api.get(path(id, '/provision'), { as: alice }),
        app.api.post(path(id, `/${change}`), undefined, { as: alice }),
      ]),
    )
    const statuses = (await Promise.all(changes)).map(({ status }) => status)
    // a blocked account gets no link
    const links = change === 'block' ? expect.toSatisfy((status) => status === 200 || status === 403) : 200
    expect(statuses).toEqual(Array.from({ length: 6 }, () => [links, 200]).flat())
  })

  test('may send a body where none is expected', async () => {
    const carol = await app.make.unconfirmed()
    const options = { as: alice, body: 'not { even JSON', headers: { 'content-type': 'application/json' } }
    expect((await app.api.send('POST', path(carol.id, '/activate'), options)).status).toBe(200)
    expect((await app.api.send('DELETE', path(carol.id), options)).status).toBe(200)
  })
})
