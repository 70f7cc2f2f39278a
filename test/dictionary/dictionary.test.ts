import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('the dictionary of an account', () => {
  const app = useApp()
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })
  beforeEach(async () => {
    bob = await app.make.user()
  })

  const path = (key?: string) => `/api/accounts/${bob.id}/dictionary${key === undefined ? '' : `/${encodeURIComponent(key)}`}`
  const all = async () => (await app.api.get(path(), { as: alice })).body
  const set = (key: string, value: unknown) => app.api.post(path(key), { value }, { as: alice })
  const remove = (key?: string) => app.api.send('DELETE', path(key), { as: alice })
  const audited = () => app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'updateAccount' } })

  test('is set, read, replaced and removed by key, and shown with the account', async () => {
    expect(await all()).toEqual({})
    expect(await set('floor', '3')).toMatchObject({ status: 201, body: { value: '3' } })
    expect(await set('floor', '4')).toMatchObject({ status: 201, body: { value: '4' } })
    await set('door', 'left')
    expect(await all()).toEqual({ door: 'left', floor: '4' })
    expect(await app.api.get(path('floor'), { as: alice })).toMatchObject({ status: 200, body: { value: '4' } })
    expect((await app.api.get('/api/accounts/me', { as: bob })).body.dictionary).toEqual({ door: 'left', floor: '4' })
    expect(await remove('floor')).toMatchObject({ status: 200, body: {} })
    expect(await all()).toEqual({ door: 'left' })
    expect(await audited()).toBe(4)
  })

  test('is cleared as a whole, whatever is in it', async () => {
    await set('floor', '3')
    expect(await remove()).toMatchObject({ status: 200, body: {} })
    expect(await all()).toEqual({})
    expect(await remove()).toMatchObject({ status: 200, body: {} })
  })

  test('has no entry that nobody has set', async () => {
    expect(await app.api.get(path('none'), { as: alice })).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await remove('none')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test.each(['GET', 'DELETE'])('is none of an account that does not exist: %s', async (method) => {
    for (const rest of ['', '/floor'])
      expect((await app.api.send(method, `/api/accounts/2147483647/dictionary${rest}`, { as: alice })).status).toBe(404)
    const body = { value: '3' }
    expect((await app.api.post('/api/accounts/2147483647/dictionary/floor', body, { as: alice })).status).toBe(404)
  })

  test.each(['a/b', 'ä☃😀', '__proto__', '%2F', 'clear', 'x'.repeat(255), '?&=#', ' '])('takes the key %j', async (key) => {
    expect((await set(key, 'kept')).status).toBe(201)
    expect((await app.api.get(path(key), { as: alice })).body).toEqual({ value: 'kept' })
    expect(Object.entries(await all())).toEqual([[key, 'kept']])
    expect((await remove(key)).status).toBe(200)
  })

  test('takes no key of more than 255 characters', async () => {
    expect((await set('x'.repeat(256), 'kept')).status).toBe(404)
  })

  test.each([undefined, '', 'x'.repeat(256), 7, null, {}])('takes no value %j', async (value) => {
    expect(await set('floor', value)).toMatchObject({ status: 422, body: { errors: { value: [expect.any(String)] } } })
    expect(await all()).toEqual({})
  })

  test('takes no NUL and no half character, in keys and values, here and with the whole account', async () => {
    expect(await set('floor', 'a\u0000b')).toMatchObject({ status: 422, body: { errors: { value: [expect.any(String)] } } })
    expect((await set('a\u0000b', '3')).status).toBe(404)
    expect((await set('floor', '\ud800')).status).toBe(422)
    for (const dictionary of [{ floor: 'a\u0000b' }, { 'a\u0000b': '3' }, { '\ud800': '3', '\ud801': '4' }]) {
      const response = await app.api.send('PUT', `/api/accounts/${bob.id}`, { as: alice, body: { username: bob.username, dictionary } })
      expect(response).toMatchObject({ status: 422, body: { errors: { dictionary: [expect.any(String)] } } })
    }
    expect(await all()).toEqual({})
  })

  test('keeps one entry when several are set at once', async () => {
    const answers = await Promise.all(['1', '2', '3', '4'].map((value) => set('floor', value)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(Object.keys(await all())).toEqual(['floor'])
  })

  test('has 1,000 entries at most', async () => {
    const data = Array.from({ length: 1_000 }, (_, i) => ({ accountId: bob.id, key: `k${i}`, value: 'v' }))
    await app.deps.db.prisma.dictionaryEntry.createMany({ data })
    expect(await set('floor', '3')).toMatchObject({
      status: 422,
      body: { errors: { value: ['An account has 1,000 entries at most. Remove one first.'] } },
    })
    expect((await set('k7', 'w')).status).toBe(201)
    const dictionary = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, 'v']))
    const body = { username: bob.username, dictionary }
    const response = await app.api.send('PUT', `/api/accounts/${bob.id}`, { as: alice, body })
    expect(response).toMatchObject({ status: 422, body: { errors: { dictionary: ['An account has 1,000 entries at most.'] } } })
  })

  test('changes the ETag of the account: a PUT that knows nothing of it is refused', async () => {
    const etag = (await app.api.get(`/api/accounts/${bob.id}`, { as: alice })).header('etag')!
    await set('floor', '3')
    const body = { username: bob.username }
    const response = await app.api.send('PUT', `/api/accounts/${bob.id}`, { as: alice, body, headers: { 'if-match': etag } })
    expect(response).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
  })
})
