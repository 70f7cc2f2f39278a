import { REQUEST_LIMITS } from '../../src/services/limits/requests.js'
import { startApp, type TestApp, useApp } from '../support/app.js'
import { type ApiResponse, answerChallenge } from '../support/client.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'
import { challengeFor, unique } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const ON = { RATE_LIMIT: 'on' }
const INFO = '/api/accounts/sip:nobody.here@sip.example.org/info'
const CODE = { code: 'aaaaaaaaaaaaa' }

/** A request that is cheap to refuse: it counts as any other. */
const REQUESTS: Record<string, [method: string, path: string, body?: object]> = {
  createToken: ['POST', '/api/tokens', {}],
  createAccountWithToken: ['POST', '/api/accounts/with-token', {}],
  getAccountInfo: ['GET', INFO],
  listPhoneCountries: ['GET', '/api/phone_countries'],
  sendCreationToken: ['POST', '/api/account_creation_tokens/send-by-push', {}],
  createRequestToken: ['POST', '/api/account_creation_request_tokens'],
  createTokenFromRequest: ['POST', '/api/account_creation_tokens/using-account-creation-request-token', {}],
  consumeCreationToken: ['POST', '/api/account_creation_tokens/consume', {}],
  createAccountWithCreationToken: ['POST', '/api/accounts/with-account-creation-token', {}],
  sendRecoveryToken: ['POST', '/api/account_recovery_tokens/send-by-push', {}],
  activateByEmail: ['POST', '/api/accounts/nobody.here@sip.example.org/activate/email', {}],
  activateByPhone: ['POST', '/api/accounts/nobody.here@sip.example.org/activate/phone', {}],
  createPublicAccount: ['POST', '/api/accounts/public', {}],
  getAccountInfoByPhone: ['GET', '/api/accounts/+33612345678/info-by-phone'],
  recoverByPhone: ['POST', '/api/accounts/recover-by-phone', {}],
  recoverAccount: ['GET', '/api/accounts/nobody.here@sip.example.org/recover/4821'],
  requestEmailChange: ['POST', '/api/accounts/me/email/request', { email: 'no address' }],
  requestPhoneChange: ['POST', '/api/accounts/me/phone/request', { phone: 'no number' }],
  confirmEmailChange: ['POST', '/api/accounts/me/email', {}],
  listDevices: ['GET', '/api/accounts/me/devices'],
  getDevice: ['GET', '/api/accounts/me/devices/none'],
  deleteDevice: ['DELETE', '/api/accounts/me/devices/none'],
  deleteDeviceByBody: ['DELETE', '/api/accounts/me/devices', {}],
  createAuthToken: ['POST', '/api/accounts/auth_token'],
  attachAuthToken: ['GET', '/api/accounts/auth_token/none/attach'],
  createOwnApiKey: ['GET', '/api/accounts/me/api_key'],
  getAttachedProvisioning: ['GET', '/provisioning/auth_token/none'],
  getAttachedApiKey: ['GET', '/api/accounts/me/api_key/none'],
  confirmPhoneChange: ['POST', '/api/accounts/me/phone', {}],
  getProvisioning: ['GET', '/api/provisioning'],
  consumeProvisioning: ['GET', '/provisioning/unknown'],
  getProvisioningQrCode: ['GET', '/provisioning/qrcode/unknown'],
  provisionMe: ['GET', '/api/accounts/me/provision'],
  changePassword: ['POST', '/api/accounts/me/password', {}],
  listOwnContacts: ['GET', '/api/accounts/me/contacts'],
  getOwnContact: ['GET', '/api/accounts/me/contacts/nobody'],
  listContactCards: ['GET', '/contacts/vcard'],
  getContactCard: ['GET', '/contacts/vcard/nobody'],
  listOwnVcards: ['GET', '/api/accounts/me/vcards-storage'],
  createOwnVcard: ['POST', '/api/accounts/me/vcards-storage', {}],
  getOwnVcard: ['GET', '/api/accounts/me/vcards-storage/none'],
  updateOwnVcard: ['PUT', '/api/accounts/me/vcards-storage/none', {}],
  deleteOwnVcard: ['DELETE', '/api/accounts/me/vcards-storage/none'],
  downloadVcards: ['GET', '/vcards-storage'],
  downloadVcard: ['GET', '/vcards-storage/none'],
  exportMe: ['GET', '/api/accounts/me/export?cursor=none'],
}
const limited = operations.flatMap(({ operationId: id, 'x-limit': name }) => (name ? [{ id, name, ...REQUEST_LIMITS[name] }] : []))

describeApp('the limit of an operation', () => {
  const app = useApp({ env: { ...ON, TRUST_PROXY: '1' } })

  const send = async (id: string, from: string, apiKey?: string): Promise<ApiResponse> => {
    const [method, path, body] = REQUESTS[id]!
    return app.api.raw(method, path, {
      ...(body && { body }),
      headers: { 'x-forwarded-for': from, ...(apiKey && { 'x-api-key': apiKey }) },
    })
  }

  test('is what its x-limit in the contract names, for each of these', () => {
    expect(limited.map(({ id }) => id).sort()).toEqual(Object.keys(REQUESTS).sort())
    const used = new Set<string>(limited.map(({ name }) => name))
    expect(Object.keys(REQUEST_LIMITS).filter((name) => !used.has(name))).toEqual(['wrong-keys'])
  })

  test.each(limited)('$id counts down, then answers 429, and begins anew', async ({ id, name, points, seconds, per }) => {
    const [first, other] = await Promise.all([0, 1].map(() => app.make.user().then((person) => app.make.apiKey(person))))
    const address = `2001:db8:${unique().slice(0, 4)}:${unique().slice(0, 4)}::`
    const mine = (n: number) => (per === 'address' ? send(id, `${address}${n.toString(16)}`) : send(id, `192.0.2.${n % 250}`, first))
    const opening = await mine(1)
    expect(opening.status).not.toBe(429)
    expect(opening.header('ratelimit-policy')).toBe(`"${name}";q=${points};w=${seconds}`)
    expect(opening.header('ratelimit')).toBe(`"${name}";r=${points - 1};t=${seconds}`)
    app.clock.advance(20)
    for (let sent = 1; sent < points; sent += 50)
      await Promise.all(Array.from({ length: Math.min(50, points - sent) }, (_, n) => mine(sent + n)))
    const refused = await mine(2)
    expect(refused.status).toBe(429)
    expect(refused.body.code).toBe('rate_limited')
    expect(refused.header('ratelimit')).toBe(`"${name}";r=0;t=${seconds - 20}`)
    expect(refused.header('ratelimit-policy')).toBe(opening.header('ratelimit-policy'))
    expect(refused.header('retry-after')).toBe(String(seconds - 20))
    const elsewhere = per === 'address' ? await send(id, '192.0.2.77') : await send(id, '192.0.2.1', other)
    expect(elsewhere.status).toBe(opening.status)
    app.clock.advance(seconds - 20)
    expect((await mine(3)).header('ratelimit')).toBe(`"${name}";r=${points - 1};t=${seconds}`)
  })

  test('comes with a success too', async () => {
    const bob = await app.make.user()
    const { status, header } = await app.api.get(`/api/accounts/${bob.username}@${bob.domain}/info`)
    expect(status).toBe(200)
    expect(header('ratelimit')).toMatch(/^"info";r=\d+;t=\d+$/)
  })

  test('is none for ping, health, the contract and what an account reads', async () => {
    const as = await app.make.admin()
    for (const path of ['/api/ping', '/api/health/live', '/api/openapi.json', '/api/accounts/me', '/api/accounts']) {
      const { headers } = await app.api.get(path, { as })
      expect(headers.filter(([name]) => name.startsWith('ratelimit'))).toEqual([])
    }
  })

  test('wrong API keys have: from the 61st in a minute on they are 429, and a right one is let in', async () => {
    const alice = await app.make.admin()
    const tryKey = (key: string) => app.api.get('/api/accounts/me', { headers: { 'x-api-key': key, 'x-forwarded-for': '192.0.2.90' } })
    for (let i = 0; i < 60; i++) expect((await tryKey(`guess-${i}`)).status).toBe(401)
    expect((await tryKey('guess-61')).status).toBe(429)
    expect((await tryKey(alice.apiKey)).status).toBe(200)
    app.clock.advance(60)
    expect((await tryKey('guess-62')).status).toBe(401)
  })

  test('wrong passwords have for an address and all accounts together: after 300 in ten minutes nobody logs in from there', async () => {
    const bob = await app.make.user()
    const logIn = async (person: Person, password: string, from: string) => {
      const challenge = await challengeFor(app.api, person)
      const algorithm = challenge.header('www-authenticate')!.includes('algorithm=MD5,') ? 'MD5' : 'SHA-256'
      const authorization = answerChallenge(challenge, person, 'GET', '/api/accounts/me', { algorithm, password })
      return app.api.raw('GET', '/api/accounts/me', {
        headers: { from: `sip:${person.username}@${person.domain}`, authorization, 'x-forwarded-for': from },
      })
    }
    const dave = await app.make.user()
    expect((await logIn(dave, dave.password, '192.0.2.91')).status).toBe(200)
    for (let i = 0; i < 300; i++) {
      const { status } = await logIn({ ...bob, username: `nobody.${i}` }, 'guess', '192.0.2.91')
      expect(status).toBe(401)
    }
    const refused = await logIn(bob, bob.password, '192.0.2.91')
    expect(refused.status).toBe(429)
    expect(refused.header('retry-after')).toBe('600')
    // who has logged in from there before still may
    expect((await logIn(dave, dave.password, '192.0.2.91')).status).toBe(200)
    expect((await logIn(dave, 'guess', '192.0.2.91')).status).toBe(401)
    expect((await logIn(bob, bob.password, '192.0.2.92')).status).toBe(200)
    app.clock.advance(600)
    expect((await logIn(bob, bob.password, '192.0.2.91')).status).toBe(200)
  })
})

describeApp('a client’s address', () => {
  const left = (response: ApiResponse) => Number(/r=(\d+)/.exec(response.header('ratelimit')!)![1])
  const ask = (app: TestApp, forwarded: string) => app.api.get(INFO, { headers: { 'x-forwarded-for': forwarded } })

  test('is not what X-Forwarded-For says without TRUST_PROXY: a forged one changes nothing', async () => {
    const app = await startApp({ env: ON })
    try {
      for (let i = 0; i < 5; i++) expect(left(await ask(app, `198.51.100.${i}`))).toBe(599 - i)
    } finally {
      await app.close()
    }
  })

  test('is what the nearest proxies say, as many as TRUST_PROXY; what stands before was sent by the client', async () => {
    const [one, two] = [await startApp({ env: { ...ON, TRUST_PROXY: '1' } }), await startApp({ env: { ...ON, TRUST_PROXY: '2' } })]
    try {
      for (let i = 0; i < 5; i++) {
        expect(left(await ask(one, `198.51.100.${i}, 192.0.2.1`))).toBe(599 - i)
        expect(left(await ask(two, `198.51.100.${i}, 192.0.2.1, 10.0.0.${i}`))).toBe(599 - i)
      }
      expect(left(await ask(one, '192.0.2.2'))).toBe(599)
      expect(left(await ask(two, '192.0.2.2, 10.0.0.1'))).toBe(599)
    } finally {
      await one.close()
      await two.close()
    }
  })

  test('is the same with a port, brackets and quotes; what is no address counts as that of the proxy', async () => {
    const app = await startApp({ env: { ...ON, TRUST_PROXY: '1' } })
    try {
      const spellings = ['192.0.2.9:4711', '192.0.2.9:4712', '"192.0.2.9:4713"', '::ffff:192.0.2.9', '192.0.2.9']
      for (const [i, one] of spellings.entries()) expect(left(await ask(app, one))).toBe(599 - i)
      for (const [i, one] of ['[2001:db8::7]:5000', '[2001:DB8::7]', '2001:db8::7%eth0'].entries())
        expect(left(await ask(app, one))).toBe(599 - i)
      for (const [i, one] of ['unknown', '<b>', 'x'.repeat(9_000), '127.0.0.1'].entries()) expect(left(await ask(app, one))).toBe(599 - i)
    } finally {
      await app.close()
    }
  })

  test('is stored and in the audit log as an address, whatever a proxy sends', async () => {
    const app = await startApp({ env: { TRUST_PROXY: '1' } })
    try {
      const alice = await app.make.admin()
      for (const [forwarded, address] of [
        ['192.0.2.10:4711', '192.0.2.10'],
        ['[2001:DB8::7]:4711', '2001:db8::7'],
        ['<script>', '127.0.0.1'],
      ] as const) {
        const body = { username: unique(), password: 'secret-42', algorithm: 'MD5' }
        const { status, body: account } = await app.api.post('/api/accounts', body, {
          as: alice,
          headers: { 'x-forwarded-for': forwarded },
        })
        expect({ status, address: account.ip_address }).toEqual({ status: 200, address })
        expect((await app.deps.db.prisma.auditEntry.findFirst({ where: { accountId: account.id } }))?.actorAddress).toBe(address)
      }
    } finally {
      await app.close()
    }
  })
})

describeApp('RATE_LIMIT=off', () => {
  test('counts no requests', async () => {
    const app = await startApp({ env: { RATE_LIMIT: 'off' } })
    try {
      for (let i = 0; i < 13; i++) {
        const responses = await Promise.all(Array.from({ length: 50 }, () => app.api.get(INFO)))
        expect(responses.filter(({ status }) => status !== 404)).toEqual([])
        expect(responses[0]!.header('ratelimit')).toBeUndefined()
      }
    } finally {
      await app.close()
    }
  })
})

describeApp('an account that is slowed down', () => {
  const app = useApp()

  const secured = operations.filter(({ security }) => security?.length)
  test.each(secured.map((o) => [o.operationId, o.method.toUpperCase(), o.path]))('is refused by %s', async (_, method, path) => {
    const alice = await app.make.user({ admin: true, algorithm: 'SHA-256' })
    const url = `/api${path.replace('{id}', '1').replace('{uuid}', 'aabbccdd')}`
    const options = method === 'POST' ? { body: CODE } : {}
    for (let i = 0; i < 6; i++)
      expect((await app.api.send(method, url, { ...options, as: { ...alice, password: 'guess' } })).status).toBe(401)
    expect((await app.api.send(method, url, { ...options, as: alice })).status).toBe(429)
  })
})
