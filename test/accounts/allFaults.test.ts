import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

/** A number that is in the form of one, and that nobody can have. */
const NO_NUMBER = '+33123'

describeApp('the faults of a request', () => {
  const app = useApp({ env: { SMS_COUNTRIES: 'FR' } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const good = () => ({ username: `erin.${unique()}`, password: '3rin-secret', algorithm: 'SHA-256' })
  const FAULTY = {
    username: 'ERIN',
    password: 'x',
    algorithm: 'md5',
    domain: 'elsewhere.example.net',
    activated: 'perhaps',
    email: 'nobody',
    phone: NO_NUMBER,
    confirmation_key_expires: '2030-02-30 00:00:00',
  }
  const FIELDS = Object.keys(FAULTY).sort()
  const fieldsOf = ({ status, body }: { status: number; body: { errors?: object } }) => [status, Object.keys(body.errors ?? {}).sort()]

  test('are told all at once of a new account', async () => {
    const response = await app.api.post('/api/accounts', FAULTY, { as: alice })
    expect(fieldsOf(response)).toEqual([422, FIELDS])
    expect(response.body.errors.domain).toEqual([expect.stringContaining("no domain 'elsewhere.example.net'")])
    expect(response.body.errors.phone).toEqual([expect.stringContaining('country code')])
    expect(response.body.errors.confirmation_key_expires).toEqual([expect.stringContaining('no such date')])
  })

  test('are told all at once of a row of many', async () => {
    const { body } = await app.api.post('/api/accounts/bulk', { accounts: [FAULTY, good()] }, { as: alice })
    expect(body.results.map((one: { status: string }) => one.status)).toEqual(['refused', 'created'])
    expect(Object.keys(body.results[0].errors).sort()).toEqual(FIELDS)
  })

  test('are told all at once of a sign-up, with the countries that get SMS', async () => {
    const { activated: _, confirmation_key_expires: __, ...more } = FAULTY
    const faulty = { ...more, token: 'x', phone: '+4915112345678' }
    const response = await app.api.post('/api/accounts/with-token', faulty)
    expect(fieldsOf(response)).toEqual([422, Object.keys(faulty).sort()])
    expect(response.body.errors.phone).toEqual([expect.stringContaining('FR only')])
  })

  test('are told all at once of a search in the audit log', async () => {
    const query = 'account=no%40body%40here&actor=%40&since=2026-12-31T23:59:60Z&until=yesterday&per_page=0'
    const response = await app.api.get(`/api/audit?${query}`, { as: alice })
    expect(fieldsOf(response)).toEqual([422, ['account', 'actor', 'per_page', 'since', 'until']])
  })

  test('are one text for each field, which is the message when it is the only one', async () => {
    const response = await app.api.post('/api/accounts', { ...good(), domain: 'elsewhere.example.net' }, { as: alice })
    expect(response.body.errors).toEqual({ domain: [response.body.message] })
  })

  test('are none in what does not count: when the key of an active account expires', async () => {
    const body = { ...good(), activated: true, confirmation_key_expires: '2030-02-30 00:00:00' }
    expect((await app.api.post('/api/accounts', body, { as: alice })).status).toBe(200)
  })

  test('are no nulls: null for a field that may be left out is leaving it out', async () => {
    const absent = { domain: null, activated: null, admin: null, email: null, phone: null, confirmation_key_expires: null }
    const made = await app.api.post('/api/accounts', { ...good(), ...absent }, { as: alice })
    expect(made.body).toMatchObject({ domain: 'sip.example.org', activated: false, admin: false, email: null, phone: null })
    const bulk = await app.api.post(
      '/api/accounts/bulk',
      { accounts: [{ ...good(), ...absent }], dry_run: null, all_or_nothing: null },
      { as: alice },
    )
    expect(bulk.body.created).toBe(1)
    const bob = await app.make.user()
    const change = { algorithm: 'MD5', password: 'builder-43', old_password: null }
    expect((await app.api.post('/api/accounts/me/password', change, { as: bob })).body.errors).toHaveProperty('old_password')
    const signUp = await app.api.post('/api/accounts/with-token', {
      ...good(),
      token: 'A'.repeat(13),
      domain: null,
      email: null,
      phone: null,
    })
    expect(signUp.body.code).toBe('invalid_token') // so nothing else was wrong
  })

  test('are nulls where a field must be there', async () => {
    for (const field of ['username', 'password']) {
      const response = await app.api.post('/api/accounts', { ...good(), [field]: null }, { as: alice })
      expect(fieldsOf(response)).toEqual([422, [field]])
    }
    expect(fieldsOf(await app.api.post('/api/accounts/bulk', { accounts: null }, { as: alice }))).toEqual([422, ['accounts']])
  })

  test('are half characters, in rows too', async () => {
    const text = JSON.stringify({ accounts: [{ ...good(), password: '3rin-\ud83d' }, good()] })
    const { body } = await app.api.post('/api/accounts/bulk', text, { as: alice })
    expect(body.results.map((one: { status: string }) => one.status)).toEqual(['refused', 'created'])
    expect(Object.keys(body.results[0].errors)).toEqual(['password'])
    const whole = await app.api.post('/api/accounts', JSON.stringify({ ...good(), password: '3rin-\ud83d\ude00' }), { as: alice })
    expect(whole.status).toBe(200)
  })

  test('are bytes of a query that are not UTF-8, which would be another search', async () => {
    for (const search of ['caf%E9', '%C0%AF', '%ED%A0%BD'])
      expect(fieldsOf(await app.api.get(`/api/accounts?search=${search}`, { as: alice }))).toEqual([422, ['search']])
    for (const search of ['caf%C3%A9', '%EF%BF%BD', '%F0%9F%98%80'])
      expect((await app.api.get(`/api/accounts?search=${search}`, { as: alice })).status).toBe(200)
  })
})
