import { attachAuthToken } from '../../src/services/authTokens/authTokens.js'
import { createOwnKey, listApiKeys } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { newAddress } from '../support/signUp.js'

const TOKENS = '/api/accounts/auth_token'
const KEY = '/api/accounts/me/api_key'

describeApp('a log-in from another device', () => {
  const app = useApp({ env: { TRUST_PROXY: '1' } })

  const from = (ip: string) => ({ headers: { 'x-forwarded-for': ip, 'user-agent': 'Linphone-Desktop/5.2.6' } })
  const ask = async (ip = '192.0.2.20') => (await app.api.post(TOKENS, undefined, from(ip))).body.token as string
  const attach = (token: string, as: Person) => app.api.get(`${TOKENS}/${token}/attach`, { as })
  const take = (token: string, ip = '192.0.2.20') => app.api.get(`${KEY}/${token}`, from(ip))
  const me = (apiKey: string) => app.api.get('/api/accounts/me', { headers: { 'x-api-key': apiKey } })

  test('is asked for, attached, and gives a key of the account', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const asked = await app.api.post(TOKENS, undefined, from('192.0.2.20'))
    expect(asked.status).toBe(201)
    expect(asked.body).toEqual({
      token: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
      ip: '192.0.2.20',
      user_agent: 'Linphone-Desktop/5.2.6',
      created_at: '2026-11-24T12:00:00.000000Z',
      expire_at: '2026-11-24T12:05:00.000000Z',
    })
    const { token } = asked.body
    expect((await take(token)).status).toBe(404)
    expect(await attach(token, bob)).toMatchObject({ status: 200, text: '{}' })
    const taken = await take(token)
    expect(taken.body).toEqual({ api_key: expect.stringMatching(/^[A-Za-z0-9]{40}$/) })
    expect((await me(taken.body.api_key)).body).toMatchObject({ id: bob.id })
    // the answers were lost
    expect((await attach(token, bob)).status).toBe(200)
    expect((await take(token)).body).toEqual(taken.body)
    const actions = (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id } })).map(({ action }) => action)
    expect(actions.filter((action) => action === 'attachDevice' || action === 'createApiKey')).toEqual(['attachDevice', 'createApiKey'])
    expect((await app.outbox.to(bob.record.email!)).map(({ subject }) => subject)).toEqual(['A new API key for your account'])
  })

  test('gives no key again that has ended since', async () => {
    const [bob, token] = [await app.make.user(), await ask()]
    await attach(token, bob)
    const { api_key: first } = (await take(token)).body
    await app.api.get(KEY, { as: bob })
    expect((await me(first)).status).toBe(401)
    expect((await take(token)).status).toBe(404)
  })

  test('gives the document that sets an app up', async () => {
    const [bob, token] = [await app.make.user(), await ask()]
    const document = (ip: string) => app.api.raw('GET', `/provisioning/auth_token/${token}`, from(ip))
    expect((await document('192.0.2.20')).status).toBe(404)
    await attach(token, bob)
    const given = await document('192.0.2.20')
    expect([given.status, given.header('content-type')]).toEqual([200, 'application/xml'])
    expect(given.text).toContain(`sip:${bob.username}@${bob.domain}`)
    expect((await document('198.51.100.7')).status).toBe(404)
    app.clock.advance(300)
    expect((await document('192.0.2.20')).status).toBe(404)
  })

  test('gives the document once, and once more within a minute to an app that has lost the answer', async () => {
    const bob = await app.make.user()
    const attached = async () => {
      const token = await ask()
      await attach(token, bob)
      return (ip = '192.0.2.20', method = 'GET') => app.api.raw(method, `/provisioning/auth_token/${token}`, from(ip))
    }
    const [soon, late] = [await attached(), await attached()]
    // who only looks, and who asks from elsewhere, takes nothing
    expect([(await soon('192.0.2.20', 'HEAD')).status, (await soon('198.51.100.7')).status]).toEqual([405, 404])
    const [first, other] = [await soon(), await late()]
    app.clock.advance(59)
    const again = await soon()
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text])
    expect((await soon()).status).toBe(404)
    app.clock.advance(1)
    expect([other.status, (await late()).status]).toEqual([200, 404])
  })

  test('goes to the address that asked, and to no other', async () => {
    const [bob, token] = [await app.make.user(), await ask()]
    await attach(token, bob)
    expect((await take(token, '198.51.100.7')).status).toBe(404)
    expect((await take(token)).status).toBe(200)
  })

  test('is attached to one account, also when two come at once', async () => {
    const [bob, erin, token] = [await app.make.user(), await app.make.user(), await ask()]
    const people = await Promise.all([bob, erin].map(async (person) => ({ ...person, apiKey: await app.make.apiKey(person) })))
    const answers = await Promise.all(people.map((person) => attach(token, person)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  })

  test('ends after five minutes, before and after it was attached', async () => {
    const [bob, open, attached] = [await app.make.user(), await ask(), await ask()]
    await attach(attached, bob)
    app.clock.advance(300)
    expect((await attach(open, bob)).status).toBe(404)
    expect((await take(attached)).status).toBe(404)
  })

  test('is refused for an invented token, and for an account that was closed meanwhile', async () => {
    const [alice, bob, token] = [await app.make.admin(), await app.make.user(), await ask()]
    expect((await attach('invented', bob)).status).toBe(404)
    expect((await take('invented')).status).toBe(404)
    await attach(token, bob)
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
    expect((await take(token)).status).toBe(404)
  })

  /** Somebody whose request was let in, and whose password was changed before it was done. */
  async function changed() {
    const bob = await app.make.user()
    const proven = (await app.deps.accounts.byAor(bob.record))!
    const body = { algorithm: 'SHA-256', password: 'n3w-secret', old_password: bob.password }
    expect((await app.api.post('/api/accounts/me/password', body, { as: bob })).status).toBe(200)
    return { bob, proven }
  }

  test('does not survive a change of the password, however close', async () => {
    const [{ proven }, token] = [await changed(), await ask()]
    await expect(attachAuthToken(app.deps, token, proven, CLIENT)).rejects.toMatchObject({ status: 401 })
    expect((await take(token)).status).toBe(404)
  })

  test('gives no key when the password is changed at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const [bob, token] = [await app.make.user(), await ask()]
      await attach(token, bob)
      const body = { algorithm: 'SHA-256', password: 'n3w-secret', old_password: bob.password }
      const [taken, change] = await Promise.all([take(token), app.api.post('/api/accounts/me/password', body, { as: bob })])
      expect([200, 404]).toContain(taken.status)
      expect([change.status, await listApiKeys(app.deps, bob.id)]).toEqual([200, []])
    }
  })

  describe('the key that an account makes for itself', () => {
    const make = (as: Person) => app.api.get(KEY, { as })

    test('is the bare text, and there is one', async () => {
      const bob = await app.make.user()
      const first = await make(bob)
      expect([first.status, first.header('content-type')]).toEqual([200, 'text/plain'])
      expect(first.text).toMatch(/^[A-Za-z0-9]{40}$/)
      const second = await make(bob)
      expect([(await me(first.text)).status, (await me(second.text)).status]).toEqual([401, 200])
    })

    test('is not made for a password that was changed since it was proven', async () => {
      const { bob, proven } = await changed()
      await expect(createOwnKey(app.deps, proven, CLIENT)).rejects.toMatchObject({ status: 401 })
      expect(await listApiKeys(app.deps, bob.id)).toEqual([])
    })

    test('ends when nobody uses it for an hour', async () => {
      const bob = await app.make.user()
      const { text: key } = await make(bob)
      for (let n = 0; n < 3; n++) {
        app.clock.advance(3500)
        expect((await me(key)).status).toBe(200)
      }
      app.clock.advance(3600)
      expect((await me(key)).status).toBe(401)
    })

    test('ends with the password, and leaves the keys of an administrator alone', async () => {
      const alice = await app.make.admin()
      const { text: key } = await make(alice)
      expect((await me(alice.apiKey!)).status).toBe(200)
      const body = { algorithm: 'SHA-256', password: 'n3w-secret', old_password: alice.password }
      expect((await app.api.post('/api/accounts/me/password', body, { as: alice })).status).toBe(200)
      expect([(await me(key)).status, (await me(alice.apiKey!)).status]).toEqual([401, 200])
    })
  })
})
