import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const OTHER = 'other.example.org'

describeApp('account types', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const newKey = () => unique().toLowerCase().replaceAll('.', '-')
  const create = (body: object) => app.api.post('/api/account_types', body, { as: alice })
  const get = (path: string) => app.api.get(`/api/${path}`, { as: alice })
  const send = (method: string, path: string, body?: object) => app.api.send(method, `/api/${path}`, { as: alice, ...(body && { body }) })
  const made = async (body: object = {}): Promise<{ id: number; key: string }> => (await create({ key: newKey(), ...body })).body

  test('are made, read, renamed and deleted', async () => {
    const key = newKey()
    const response = await create({ key })
    expect(response).toMatchObject({ status: 201, body: { id: expect.any(Number), key } })
    const { id } = response.body
    expect(await get(`account_types/${id}`)).toMatchObject({ status: 200, body: { id, key } })
    const other = newKey()
    expect(await send('PUT', `account_types/${id}`, { key: other })).toMatchObject({ status: 200, body: { id, key: other } })
    expect((await get('account_types')).body).toContainEqual({ id, key: other })
    expect(await send('DELETE', `account_types/${id}`)).toMatchObject({ status: 200, body: {} })
    for (const method of ['GET', 'DELETE']) expect((await send(method, `account_types/${id}`)).status).toBe(404)
    expect((await send('PUT', `account_types/${id}`, { key })).status).toBe(404)
    expect(await app.deps.db.prisma.auditEntry.count({ where: { action: 'changeAccountTypes', actorId: alice.id } })).toBeGreaterThan(2)
  })

  test('have a key of their own in their space', async () => {
    const { key } = await made()
    const taken = { status: 422, body: { errors: { key: ['The space has a type with this key already.'] } } }
    expect(await create({ key })).toMatchObject(taken)
    const { id } = await made()
    expect(await send('PUT', `account_types/${id}`, { key })).toMatchObject(taken)
    expect((await create({ key, domain: OTHER })).status).toBe(201)
  })

  test('are made once when several make one at once', async () => {
    const key = newKey()
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ key })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422])
  })

  test('belong to the space of the caller, or the one that is named', async () => {
    const own = await made()
    const other = await made({ domain: 'Other.Example.ORG' })
    const [ownList, otherList] = [await get('account_types'), await get(`account_types?domain=${OTHER}`)]
    expect(ownList.body).toContainEqual(own)
    expect(ownList.body).not.toContainEqual(other)
    expect(otherList.body).toContainEqual(other)
    expect(otherList.body).not.toContainEqual(own)
    const none = { status: 422, body: { errors: { domain: ['There is no space with this domain.'] } } }
    expect(await get('account_types?domain=nowhere.example.net')).toMatchObject(none)
    expect(await create({ key: newKey(), domain: 'nowhere.example.net' })).toMatchObject(none)
  })

  test.each([undefined, '', 'Upper', 'a b', 'ä', 'a.b', 'x'.repeat(65), 7, 'a\u0000'])('have no key %j', async (key) => {
    expect(await create({ key })).toMatchObject({ status: 422, body: { errors: { key: [expect.any(String)] } } })
  })

  test('of a space are 1,000 at most', async () => {
    const { id: spaceId } = await app.deps.db.prisma.space.create({ data: { domain: 'full.example.org' } })
    await app.deps.db.prisma.accountType.createMany({ data: Array.from({ length: 1_000 }, (_, i) => ({ spaceId, key: `k${i}` })) })
    expect((await create({ key: 'one-more', domain: 'full.example.org' })).status).toBe(422)
  })

  describe('of an account', () => {
    const shown = async ({ id }: Person) => (await get(`accounts/${id}`)).body.types

    test('are given and taken', async () => {
      const bob = await app.make.user()
      const type = await made()
      const path = `accounts/${bob.id}/types/${type.id}`
      expect(await send('POST', path)).toMatchObject({ status: 200, body: {} })
      expect(await shown(bob)).toEqual([type])
      expect(await send('POST', path)).toMatchObject({ status: 403, body: { code: 'type_already_there' } })
      expect(await send('DELETE', path)).toMatchObject({ status: 200, body: {} })
      expect(await send('DELETE', path)).toMatchObject({ status: 403, body: { code: 'type_not_there' } })
      expect(await shown(bob)).toEqual([])
      expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'updateAccount' } })).toBe(2)
    })

    test('are given once by several at once', async () => {
      const bob = await app.make.user()
      const type = await made()
      const answers = await Promise.all([1, 2, 3].map(() => send('POST', `accounts/${bob.id}/types/${type.id}`)))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403])
    })

    test('are those of its space alone', async () => {
      const bob = await app.make.user({ domain: OTHER })
      const type = await made()
      for (const method of ['POST', 'DELETE'])
        expect(await send(method, `accounts/${bob.id}/types/${type.id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
      expect(await shown(bob)).toEqual([])
    })

    test('go with the type, also one that goes at the same time', async () => {
      const bob = await app.make.user()
      const type = await made()
      const [gone, given] = await Promise.all([
        send('DELETE', `account_types/${type.id}`),
        send('POST', `accounts/${bob.id}/types/${type.id}`),
      ])
      expect(gone.status).toBe(200)
      expect([200, 404]).toContain(given.status)
      expect(await shown(bob)).toEqual([])
    })

    test('are none of what does not exist', async () => {
      const bob = await app.make.user()
      const type = await made()
      for (const path of [`accounts/${bob.id}/types/2147483647`, `accounts/2147483647/types/${type.id}`])
        for (const method of ['POST', 'DELETE']) expect((await send(method, path)).status).toBe(404)
    })
  })
})
