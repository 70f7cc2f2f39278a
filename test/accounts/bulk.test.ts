import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const BULK = '/api/accounts/bulk'

describeApp('creating many accounts', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const row = (more: object = {}) => ({ username: `erin.${unique()}`, password: '3rin-secret', algorithm: 'SHA-256', ...more })
  const send = (accounts: unknown, more: object = {}) =>
    app.api.post(BULK, { accounts, ...more }, { as: alice, headers: { 'user-agent': 'panel/1.0' } })
  const statuses = (response: { body: { results: { status: string }[] } }) => response.body.results.map((result) => result.status)
  async function counts() {
    const { account, password } = app.deps.db.prisma
    return { accounts: await account.count(), passwords: await password.count() }
  }

  test('takes more of dictionaries than a statement can hold', async () => {
    const dictionary = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [i.toString(36), '']))
    const response = await send(Array.from({ length: 20 }, () => row({ dictionary })))
    expect(response).toMatchObject({ status: 200, body: { created: 20 } })
    const { id } = response.body.results.at(-1)
    expect((await app.api.get(`/api/accounts/${id}/dictionary`, { as: alice })).body).toEqual(dictionary)
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [i.toString(36), '']))
    expect(statuses(await send([row({ dictionary: many }), row()]))).toEqual(['refused', 'created'])
  })

  test('answers a result for each row, in order, and their owners can log in at once', async () => {
    const rows = [row(), row({ activated: true, algorithm: 'MD5', domain: 'OTHER.example.org' }), row({ phone: '+33687654399' })]
    const response = await send(rows)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      created: 3,
      would_create: 0,
      refused: 0,
      skipped: 0,
      results: [
        {
          index: 0,
          status: 'created',
          id: expect.any(Number),
          username: rows[0]!.username,
          domain: 'sip.example.org',
          confirmation_key: expect.stringMatching(/^[A-Za-z0-9]{13}$/),
        },
        {
          index: 1,
          status: 'created',
          id: expect.any(Number),
          username: rows[1]!.username,
          domain: 'other.example.org',
          confirmation_key: null,
        },
        {
          index: 2,
          status: 'created',
          id: expect.any(Number),
          username: rows[2]!.username,
          domain: 'sip.example.org',
          confirmation_key: expect.stringMatching(/^\d{4}$/),
        },
      ],
    })
    const owner = {
      ...alice,
      username: rows[1]!.username,
      domain: 'other.example.org',
      password: '3rin-secret',
      algorithm: 'MD5' as const,
      apiKey: undefined,
    }
    const me = await app.api.get('/api/accounts/me', { as: owner })
    expect(me.body).toMatchObject({ id: response.body.results[1].id, user_agent: null, passwords: [{ algorithm: 'MD5' }] })
  })

  test('judges a row exactly as createAccount does, and refuses it by itself', async () => {
    const taken = await app.make.user({ phone: '+33687654301' })
    const faults = [
      row({ username: 'Erin.Example' }),
      row({ username: undefined }),
      row({ username: 5 }),
      row({ username: taken.username }),
      row({ password: '12' }),
      row({ algorithm: 'CLRTXT' }),
      row({ domain: 'elsewhere.example.net' }),
      row({ activated: 'yes' }),
      row({ email: 'no address' }),
      row({ phone: '0612345678' }),
      row({ phone: '+100000' }),
      row({ phone: '+33687654301' }),
      row({ confirmation_key_expires: '2027-02-30 00:00:00' }),
      {},
    ]
    const good = row({ activated: '1', admin: '0', unknown: 'field', email: 'erin@example.org' })
    const { body } = await send([...faults, good])
    expect(body).toMatchObject({ created: 1, refused: faults.length })
    for (const [i, fault] of faults.entries()) {
      const alone = await app.api.post('/api/accounts', fault, { as: alice })
      const { message, code, errors } = alone.body
      expect(body.results[i]).toMatchObject({ index: i, status: 'refused', id: null, confirmation_key: null, message, code, errors })
    }
    const { body: made } = await app.api.get(`/api/accounts/${body.results.at(-1).id}`, { as: alice })
    expect(made).toMatchObject({ username: good.username, activated: true, admin: false, email: 'erin@example.org' })
  })

  test.each([[null], [5], ['erin.example'], [[]], [[row()]]])('refuses a row that is %p, and keeps the next', async (fault) => {
    const { body } = await send([fault, row()])
    expect(body.results).toMatchObject([
      { status: 'refused', username: null, domain: null, code: 'validation_failed', errors: { row: [expect.any(String)] } },
      { status: 'created' },
    ])
  })

  test('of rows with one name or number takes the first', async () => {
    const first = row({ phone: '+33687654311' })
    const { body } = await send([first, first, row({ phone: '+33687654311' }), { ...first, domain: 'other.example.org', phone: undefined }])
    expect(body.results.map((result: any) => result.code ?? result.status)).toEqual([
      'created',
      'username_taken',
      'phone_in_use',
      'created',
    ])
  })

  test.each([
    ['a row that breaks a rule', () => row({ password: '1' }), 'validation_failed'],
    ['a name that is taken', () => row({ username: alice.username }), 'username_taken'],
  ])('creates all or nothing when asked to: %s', async (_, fault, code) => {
    const rows = [row(), fault(), row()]
    const before = await counts()
    const { body } = await send(rows, { all_or_nothing: true })
    expect(body).toMatchObject({
      created: 0,
      refused: 1,
      skipped: 2,
      results: [{ status: 'skipped', id: null, confirmation_key: null }, { status: 'refused', code }, { status: 'skipped' }],
    })
    expect(await counts()).toEqual(before)
    const again = await send([rows[0], rows[2]], { all_or_nothing: true })
    expect(statuses(again)).toEqual(['created', 'created'])
  })

  test('with a fault and all or nothing still says what else is wrong', async () => {
    const { body } = await send([row({ password: '1' }), row({ username: alice.username }), row()], { all_or_nothing: true })
    expect(body.results.map((result: any) => result.code ?? result.status)).toEqual(['validation_failed', 'username_taken', 'skipped'])
  })

  test('a dry run foretells what would become of each row, and writes nothing', async () => {
    const twice = row({ phone: '+33687654321' })
    const rows = [twice, row({ username: 'Erin' }), twice, row({ phone: '+33687654321' }), row({ username: alice.username }), row()]
    const before = await counts()
    const dry = await send(rows, { dry_run: true })
    expect(await counts()).toEqual(before)
    expect(dry.body).toMatchObject({ created: 0, would_create: 2, refused: 4, skipped: 0 })
    expect(dry.body.results[0]).toEqual({
      index: 0,
      status: 'would_create',
      id: null,
      username: twice.username,
      domain: 'sip.example.org',
      confirmation_key: null,
    })
    expect(statuses(await send(rows, { dry_run: true, all_or_nothing: true }))).toEqual([
      'skipped',
      'refused',
      'refused',
      'refused',
      'refused',
      'skipped',
    ])
    const real = await send(rows)
    expect(real.body.results.map((result: any) => result.code)).toEqual(dry.body.results.map((result: any) => result.code))
  })

  test('takes 1,000 rows of up to 1 MiB, and not one more', async () => {
    const rows = Array.from({ length: 1000 }, () => row({ password: 'x'.repeat(200), activated: true }))
    const { status, body } = await send(rows)
    expect({ status, created: body.created }).toEqual({ status: 200, created: 1000 })
    expect(statuses(await send(rows))).toEqual(rows.map(() => 'refused'))
    const more = await send([...rows, row()])
    expect(more.status).toBe(422)
    expect(more.body).toMatchObject({ code: 'validation_failed', errors: { accounts: ['Send a list of 1 to 1000 accounts.'] } })
  })

  test.each([
    ['no list', { accounts: undefined }],
    ['an empty one', { accounts: [] }],
    ['an object', { accounts: { 0: row() } }],
    ['a wrong option', { accounts: [row()], dry_run: 'perhaps' }],
    ['another', { accounts: [row()], all_or_nothing: 2 }],
  ])('refuses the request when there is %s', async (_, body) => {
    const before = await counts()
    const response = await app.api.post(BULK, body, { as: alice })
    expect({ status: response.status, code: response.body.code }).toEqual({ status: 422, code: 'validation_failed' })
    expect(await counts()).toEqual(before)
  })

  test('has its own limit of 1 MiB; the others keep theirs', async () => {
    const padded = (bytes: number) => ({ ...row(), padding: 'x'.repeat(bytes) })
    const large = await send([padded(1_000_000)])
    expect({ status: large.status, created: large.body.created }).toEqual({ status: 200, created: 1 })
    const tooLarge = await send([padded(1_048_576)])
    expect(tooLarge.body).toMatchObject({ code: 'body_too_large', message: 'The body may have 1048576 bytes.' })
    const chunked = await app.api.post(BULK, JSON.stringify({ accounts: [padded(1_048_576)] }), {
      as: alice,
      headers: { 'transfer-encoding': 'chunked' },
    })
    expect(chunked.status).toBe(413)
    const other = await app.api.post('/api/accounts', padded(65_536), { as: alice })
    expect(other.body).toMatchObject({ code: 'body_too_large', message: 'The body may have 65536 bytes.' })
  })

  test('refuses what is no JSON, or says that it is not', async () => {
    expect((await app.api.post(BULK, '{"accounts":[', { as: alice })).status).toBe(400)
    expect((await app.api.post(BULK, '{}', { as: alice, headers: { 'content-type': 'text/csv' } })).status).toBe(415)
  })

  test('only administrators may, by digest too', async () => {
    expect((await app.api.post(BULK, { accounts: [row()] })).status).toBe(401)
    expect((await app.api.post(BULK, { accounts: [row()] }, { as: await app.make.user() })).body.code).toBe('admin_required')
    expect((await app.api.post(BULK, { accounts: [row()] }, { as: alice, by: 'digest' })).body.created).toBe(1)
  })

  test('of ten requests with the same rows at once, each account is made once', async () => {
    const rows = Array.from({ length: 50 }, () => row())
    const before = await counts()
    const responses = await Promise.all(Array.from({ length: 10 }, (_, i) => send(i % 2 ? rows : [...rows].reverse())))
    expect(responses.reduce((sum, { body }) => sum + body.created, 0)).toBe(50)
    for (const { body } of responses) expect(body.created + body.refused).toBe(50)
    expect(await counts()).toEqual({ accounts: before.accounts + 50, passwords: before.passwords + 50 })
  })

  test('of ten that want all or nothing at once, one gets all', async () => {
    const rows = Array.from({ length: 20 }, () => row())
    const responses = await Promise.all(Array.from({ length: 10 }, () => send(rows, { all_or_nothing: true })))
    expect(responses.map(({ body }) => body.created).sort((a, b) => a - b)).toEqual([...Array(9).fill(0), 20])
    expect(await app.deps.db.prisma.account.count({ where: { username: { in: rows.map(({ username }) => username) } } })).toBe(20)
  })
})
