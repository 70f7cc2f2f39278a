import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { doOnce } from '../../src/services/idempotency.sql.js'
import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const DAY_SECONDS = 86_400

describeApp('Idempotency-Key', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
    alice.apiKey = await app.make.apiKey(alice)
  })

  /** A request that is being done, and is never done with. */
  async function begin(accountId: number, key: string, content: string): Promise<void> {
    const before = await keys(accountId)
    void doOnce(app.deps, { accountId, admin: true, key, content }, () => new Promise<never>(() => undefined))
    while ((await keys(accountId)) === before);
  }
  const account = (username: string) => ({ username, password: 'n3w-secret', algorithm: 'MD5' })
  const post = (path: string, body: object | undefined, key: string, as = alice) =>
    app.api.post(`/api${path}`, body, { as, headers: { 'Idempotency-Key': key } })
  const keys = (accountId = alice.id) => app.deps.db.prisma.idempotencyKey.count({ where: { accountId } })

  test('the same request again gets the first answer, and is not done again', async () => {
    const [key, body] = [unique(), account(`idem.${unique()}`)]
    const first = await post('/accounts', body, key)
    expect(first.status).toBe(200)
    await app.api.delete(`/api/accounts/${first.body.id}`, { as: alice })
    const again = await post('/accounts', body, key)
    expect(again).toMatchObject({ status: 200, body: first.body })
    expect((await app.api.get(`/api/accounts/${first.body.id}`, { as: alice })).status).toBe(404)
  })

  test('a success of 201 comes again with its status', async () => {
    const key = unique()
    const first = await post('/account_creation_tokens', undefined, key)
    expect(first.status).toBe(201)
    expect(await post('/account_creation_tokens', undefined, key)).toMatchObject({ status: 201, body: first.body })
    expect((await post('/account_creation_tokens', undefined, unique())).body.token).not.toBe(first.body.token)
  })

  test('of fifty at once one is done; the others are told so, or get its answer', async () => {
    const [key, body] = [unique(), account(`idem.${unique()}`)]
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('/accounts', body, key)))
    const ids = new Set(answers.filter(({ status }) => status === 200).map(({ body: { id } }) => id))
    expect(ids.size).toBe(1)
    for (const { status, body: told, header } of answers.filter((one) => one.status !== 200)) {
      expect([status, told.code]).toEqual([409, 'idempotency_key_in_use'])
      expect(Number(header('retry-after'))).toBeGreaterThan(0)
    }
    expect((await post('/accounts', body, key)).status).toBe(200)
  })

  test('another request with the same key is refused, and not done', async () => {
    const [key, body] = [unique(), account(`idem.${unique()}`)]
    await post('/accounts', body, key)
    const other = account(`idem.${unique()}`)
    expect(await post('/accounts', other, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    expect((await app.api.get(`/api/accounts/${other.username}@sip.example.org/search`, { as: alice })).status).toBe(404)
    expect(await post(`/accounts/${alice.id}/activate`, undefined, key)).toMatchObject({ status: 422 })
  })

  test('a request that is refused leaves its key free', async () => {
    const [key, username] = [unique(), `idem.${unique()}`]
    expect((await post('/accounts', { username }, key)).status).toBe(422)
    expect((await post('/accounts', account(username), key)).status).toBe(200)
  })

  test('keys are those of an account: another one has its own', async () => {
    const [key, erin] = [unique(), await app.make.admin()]
    const first = await post('/account_creation_tokens', undefined, key)
    const second = await post('/account_creation_tokens', undefined, key, erin)
    expect(second.body.token).not.toBe(first.body.token)
  })

  test('an answer is kept for a day, sealed, and housekeeping removes it', async () => {
    const [key, erin] = [unique(), await app.make.admin()]
    const first = await post('/account_creation_tokens', undefined, key, erin)
    const rows = await app.deps.db.prisma.idempotencyKey.findMany({ where: { accountId: erin.id } })
    expect(JSON.stringify(rows)).not.toContain(first.body.token)
    app.clock.advance(DAY_SECONDS + 1)
    expect((await post('/account_creation_tokens', undefined, key, erin)).body.token).not.toBe(first.body.token)
    app.clock.advance(DAY_SECONDS + 1)
    expect((await clearExpired(app.deps)).idempotency_keys).toBeGreaterThan(0)
    expect(await keys(erin.id)).toBe(0)
  })

  test('of who is no administrator the last fifty answers are kept, whatever they are', async () => {
    const bob = await app.make.user()
    const vcards = '/accounts/me/vcards-storage'
    const card = () => ({ vcard: `BEGIN:VCARD\nVERSION:4.0\nUID:${unique()}\nFN:Erin\nEND:VCARD` })
    const lines = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 13; i++) expect((await post(vcards, card(), unique(), bob)).status).toBe(201)
    })
    await Promise.all(lines)
    const [key, body] = [unique(), card()]
    const first = await post(vcards, body, key, bob)
    expect(await keys(bob.id)).toBe(50)
    expect(await post(vcards, body, key, bob)).toMatchObject({ status: 201, body: first.body })
  })

  test('a process that died holds a key for two minutes', async () => {
    const [key, body] = [unique(), account(`idem.${unique()}`)]
    const content = JSON.stringify(['POST', '/api/accounts', body, 'admin'])
    await begin(alice.id, key, content)
    expect((await post('/accounts', body, key)).status).toBe(409)
    app.clock.advance(121)
    expect((await post('/accounts', body, key)).status).toBe(200)
  })

  test('what nobody has to prove who they are for takes no key', async () => {
    const device = { pn_provider: 'fcm', pn_param: 'project', pn_prid: unique() }
    const before = await app.deps.db.prisma.idempotencyKey.count()
    await app.api.post('/api/account_creation_tokens/send-by-push', device, { headers: { 'Idempotency-Key': 'x' } })
    expect(await app.deps.db.prisma.idempotencyKey.count()).toBe(before)
  })

  test('one that is too long is refused', async () => {
    expect((await post('/account_creation_tokens', undefined, 'x'.repeat(256))).status).toBe(422)
  })

  const keyed = operations.filter(({ method, security }) => method === 'post' && security?.length)
  test('is there on every POST that asks who sends it', () => {
    expect(keyed.length).toBeGreaterThan(15)
    for (const { operationId, responses } of keyed)
      expect([operationId, Object.keys(responses)]).toEqual([operationId, expect.arrayContaining(['409', '422'])])
  })

  test.each(keyed.map(({ operationId, path, requestBody }) => [operationId, path, requestBody] as const))(
    'of %s that is in use, or came with another request, is refused',
    async (_, path, requestBody) => {
      const bob = await app.make.admin()
      const url = path.replace('{sip}', 'a@b.example').replaceAll(/\{\w+\}/g, '1')
      const body = requestBody ? {} : undefined
      await begin(bob.id, 'other', 'another request')
      expect(await post(url, body, 'other', bob)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
      const content = JSON.stringify(['POST', `/api${url}`, body ?? null, 'admin'])
      await begin(bob.id, 'same', content)
      expect(await post(url, body, 'same', bob)).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use' } })
    },
  )
})
