import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

const OPEN = { key: 'open-door', code: '1234' }

describeApp('the actions of an account', () => {
  const app = useApp()
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })
  beforeEach(async () => {
    bob = await app.make.user()
    await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { dtmfProtocol: 'sipinfo' } })
  })

  const send = (method: string, rest = '', body?: object, of = bob) =>
    app.api.send(method, `/api/accounts/${of.id}/actions${rest}`, { as: alice, ...(body && { body }) })

  test('are made, read, changed and deleted, and shown with the account', async () => {
    const response = await send('POST', '', OPEN)
    expect(response).toMatchObject({ status: 201, body: { id: expect.any(Number), ...OPEN } })
    const { id } = response.body
    expect(await send('GET')).toMatchObject({ status: 200, body: [{ id, ...OPEN }] })
    expect(await send('GET', `/${id}`)).toMatchObject({ status: 200, body: { id, ...OPEN } })
    const other = { key: 'light', code: '99a' }
    expect(await send('PUT', `/${id}`, other)).toMatchObject({ status: 200, body: { id, ...other } })
    expect((await app.api.get('/api/accounts/me', { as: bob })).body.actions).toEqual([{ id, ...other }])
    expect(await send('DELETE', `/${id}`)).toMatchObject({ status: 200, body: {} })
    expect((await send('GET')).body).toEqual([])
    for (const [method, body] of [['GET'], ['DELETE'], ['PUT', other]] as const)
      expect(await send(method, `/${id}`, body)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'updateAccount' } })).toBe(3)
  })

  test('are none while nobody has said how apps send it DTMF', async () => {
    const carol = await app.make.user()
    for (const [method, rest, body] of [
      ['GET', ''],
      ['POST', '', OPEN],
      ['GET', '/1'],
      ['PUT', '/1', OPEN],
      ['DELETE', '/1'],
    ] as const)
      expect(await send(method, rest, body, carol)).toMatchObject({ status: 403, body: { code: 'dtmf_protocol_missing' } })
  })

  test('of another account are not reached', async () => {
    const { id } = (await send('POST', '', OPEN)).body
    const carol = await app.make.user({ domain: 'other.example.org' })
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { dtmfProtocol: 'rfc2833' } })
    for (const [method, body] of [['GET'], ['DELETE'], ['PUT', { key: 'x', code: '1' }]] as const)
      expect((await send(method, `/${id}`, body, carol)).status).toBe(404)
    expect((await send('GET')).body).toEqual([{ id, ...OPEN }])
  })

  test('are none of an account that does not exist', async () => {
    const nobody = { ...bob, id: 2_147_483_647 }
    for (const [method, rest, body] of [
      ['GET', ''],
      ['POST', '', OPEN],
      ['GET', '/1'],
      ['PUT', '/1', OPEN],
      ['DELETE', '/1'],
    ] as const)
      expect((await send(method, rest, body, nobody)).status).toBe(404)
  })

  test.each([
    [{}, ['key', 'code']],
    [{ ...OPEN, key: 'Open' }, ['key']],
    [{ ...OPEN, key: 'x'.repeat(65) }, ['key']],
    [{ ...OPEN, code: '12#' }, ['code']],
    [{ ...OPEN, code: 'A' }, ['code']],
    [{ ...OPEN, code: 1234 }, ['code']],
    [{ ...OPEN, code: '' }, ['code']],
    [{ ...OPEN, code: '1\u0000' }, ['code']],
  ])('are not like %j', async (body, fields) => {
    const response = await send('POST', '', body)
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors).sort()).toEqual([...fields].sort())
  })

  test('are 100 at most, also when the last ones come at once', async () => {
    await app.deps.db.prisma.accountAction.createMany({ data: Array.from({ length: 98 }, () => ({ accountId: bob.id, ...OPEN })) })
    const answers = await Promise.all([1, 2, 3, 4].map(() => send('POST', '', OPEN)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422])
  })
})
