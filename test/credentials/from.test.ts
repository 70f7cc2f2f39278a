import { useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { challengeFor } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const ME = '/api/accounts/me'

describeApp('the From header', () => {
  const app = useApp()
  let bob: Person
  beforeAll(async () => {
    bob = await app.make.user({ username: 'bob+1.builder', algorithm: 'SHA-256' })
  })

  const authorization = async (person: Person, path = ME) =>
    answerChallenge(await challengeFor(app.api, person, path), person, 'GET', path, { algorithm: person.algorithm })

  test.each([
    'sip:bob+1.builder@sip.example.org',
    'sips:bob+1.builder@sip.example.org',
    'SIP:bob+1.builder@SIP.Example.Org',
    '<sip:bob+1.builder@sip.example.org>',
    '<sip:bob+1.builder@sip.example.org>;tag=1928301774',
    '"Bob, the \\"builder\\"" <sip:bob+1.builder@sip.example.org>;tag=1928301774',
    'Bob <sip:bob+1.builder@sip.example.org>',
    'sip:bob+1.builder@sip.example.org;transport=tls',
    'sip:bob+1.builder@sip.example.org:5061;transport=tls',
    'sip:bob%2B1.builder%40sip.example.org',
    'sip%3Abob%2b1.builder%40sip.example.org',
    '  sip:bob+1.builder@sip.example.org  ',
  ])('picks the account: %s', async (from) => {
    const challenge = await app.api.get(ME, { headers: { from } })
    expect(challenge.all('www-authenticate')).toHaveLength(1)
    const response = await app.api.get(ME, { headers: { from, authorization: await authorization(bob) } })
    expect(response.status).toBe(200)
    expect(response.body.username).toBe(bob.username)
  })

  test.each(['bob+1.builder@sip.example.org', 'mailto:bob@example.org', 'nonsense', ''])(
    'is as if it were not there when unreadable: %p',
    async (from) => {
      const response = await app.api.get(ME, { headers: { from, authorization: await authorization(bob) } })
      expect(response.status).toBe(200)
    },
  )

  test('may be left out: the user name of the digest is looked up in SIP_DOMAIN', async () => {
    const response = await app.api.get(ME, { headers: { authorization: await authorization(bob) } })
    expect(response.status).toBe(200)
    expect(response.body.id).toBe(bob.id)
  })

  test('that contradicts a right digest is refused', async () => {
    const other = await app.make.user({ password: bob.password, algorithm: 'SHA-256' })
    const headers = { from: `sip:${other.username}@${other.domain}`, authorization: await authorization(bob) }
    expect((await app.api.get(ME, { headers })).status).toBe(401)
  })

  test('that names nobody contradicts a right digest', async () => {
    const headers = { from: 'sip:nobody.here@sip.example.org', authorization: await authorization(bob) }
    expect((await app.api.get(ME, { headers })).status).toBe(401)
  })

  test('that contradicts an API key is refused; one that agrees, or is unreadable, is not', async () => {
    const alice = await app.make.admin()
    const key = { 'x-api-key': alice.apiKey }
    const status = async (from: string) => (await app.api.get(ME, { headers: { ...key, from } })).status
    expect(await status(`sip:${bob.username}@${bob.domain}`)).toBe(401)
    expect(await status(`sip:${alice.username}@other.example.org`)).toBe(401)
    expect(await status(`<sip:${alice.username}@${alice.domain}>`)).toBe(200)
    expect(await status('nonsense')).toBe(200)
  })

  test('is not needed by public operations, and changes nothing there', async () => {
    for (const from of [`sip:${bob.username}@${bob.domain}`, 'sip:nobody.here@sip.example.org', 'nonsense']) {
      expect((await app.api.get('/api/accounts/sip:nobody.here@sip.example.org/info', { headers: { from } })).status).toBe(404)
    }
  })
})
