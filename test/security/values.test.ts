import fc from 'fast-check'
import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'
import { newAccount, newDevice } from '../support/signUp.js'

/** What one database takes and the other may refuse. */
const HARD = [
  '0000-01-01 00:00:00',
  '0001-01-01 00:00:00',
  '9999-12-31 23:59:59',
  '-4713-01-01 00:00:00',
  '0000-01-01T00:00:00Z',
  'a\u0000b',
  '\u0000',
  '\ud800',
  'x\udfff',
  '\uffff',
  '🔑'.repeat(200),
  'x'.repeat(5_000),
  "'",
  '%',
  '\\',
  '2147483648',
  '-2147483649',
  '9223372036854775808',
  '1e400',
  'NaN',
  'Infinity',
  2_147_483_648,
  9_007_199_254_740_991,
  1e308,
  -1,
  0.5,
  true,
  null,
  [],
  {},
]

describeApp('values that one database takes and the other refuses', () => {
  const app = useApp({ env: { SMS_DAILY_PER_RANGE: '100000', SMS_DAILY_PER_ADDRESS: '100000', SMS_DAILY_LIMIT: '100000' } })

  /** The bodies that an operation takes: what each is made of, with one field that is hard. */
  const BODIES: [string, () => Record<string, unknown>, string[]][] = [
    [
      '/api/accounts',
      () => newAccount({ email: 'a@example.org', phone: '+33612345678', domain: 'sip.example.org', activated: true, admin: false }),
      ['username', 'password', 'algorithm', 'domain', 'email', 'phone', 'activated', 'admin', 'confirmation_key_expires'],
    ],
    [
      '/api/accounts/with-token',
      () => newAccount({ token: 'tOk3nFr0mPu5h' }),
      ['username', 'password', 'algorithm', 'token', 'domain', 'email', 'phone'],
    ],
    ['/api/tokens', () => newDevice(), ['pn_provider', 'pn_param', 'pn_prid']],
    ['/api/accounts/nobody.here@sip.example.org/activate/email', () => ({}), ['code']],
    ['/api/accounts/me/email/request', () => ({}), ['email']],
    ['/api/accounts/me/phone/request', () => ({}), ['phone']],
    ['/api/accounts/me/email', () => ({}), ['code']],
    ['/api/accounts/me/phone', () => ({}), ['code']],
    [
      '/api/accounts/me/password',
      () => ({ algorithm: 'MD5', password: 'n3w-secret' }),
      ['algorithm', 'password', 'old_password', 'revoke_keys'],
    ],
  ]

  const hard = fc.oneof(fc.constantFrom<unknown>(...HARD), fc.string({ unit: 'binary', maxLength: 300 }), fc.integer(), fc.double())

  test.each(BODIES)('bring about no 500 in the body of %s', async (path, body, fields) => {
    const alice = await app.make.admin()
    const send = async (field: string, value: unknown) => {
      const { status, text } = await app.api.post(path, { ...body(), [field]: value }, { as: alice })
      expect([field, value, status < 500 || status === 503, text]).toEqual([field, value, true, text])
    }
    for (const field of fields) for (const value of HARD) await send(field, value)
    await fc.assert(fc.asyncProperty(fc.constantFrom(...fields), hard, send), { numRuns: 40 })
  })

  test('fail no bulk: each row is judged by itself', async () => {
    const alice = await app.make.admin()
    const fields = BODIES[0]![2]
    const accounts = [newAccount(), ...fields.flatMap((field) => HARD.map((value) => newAccount({ [field]: value }))), newAccount()]
    const { status, body } = await app.api.post('/api/accounts/bulk', { accounts }, { as: alice })
    expect(status).toBe(200)
    expect([body.results[0].status, body.results.at(-1).status]).toEqual(['created', 'created'])
  })

  test('bring about no 500 in a path or a query', async () => {
    const alice = await app.make.admin()
    const encoded = HARD.map((value) => encodeURIComponent(String(value).toWellFormed()))
    const queries = operations.flatMap(({ path, method, parameters = [] }: any) =>
      method === 'get' ? parameters.flatMap(({ name, in: place }: any) => (place === 'query' ? [[path, name]] : [])) : [],
    )
    expect(queries.length).toBeGreaterThan(5)
    for (const value of encoded) {
      for (const [path, name] of queries) {
        const { status, text } = await app.api.raw('GET', `/api${path}?${name}=${value}`, { headers: { 'x-api-key': alice.apiKey } })
        expect([path, name, value, status < 500, text]).toEqual([path, name, value, true, text])
      }
      for (const path of [
        `/api/accounts/${value}`,
        `/api/accounts/${value}/info`,
        `/api/accounts/me/devices/${value}`,
        `/api/accounts/1/api-keys/${value}`,
      ]) {
        const { status, text } = await app.api.raw('GET', path, { headers: { 'x-api-key': alice.apiKey } })
        expect([path, status < 500 || status === 503, text]).toEqual([path, true, text])
      }
    }
  })
})
