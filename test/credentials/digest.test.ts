import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { answered, challengeFor, digestFields, digestHeader, fromOf, getWith } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const ME = '/api/accounts/me'

describeApp('a digest answer', () => {
  const app = useApp()
  let bob: Person
  beforeAll(async () => {
    bob = await app.make.user({ algorithm: 'MD5' })
  })

  const fields = async (person = bob) => digestFields((await answered(app.api, person)).authorization)
  const statusOf = async (header: string, person = bob) => (await getWith(app.api, person, header)).status
  const without = (all: Map<string, string>, name: string) => [...all].filter(([field]) => field !== name)

  test.each(['MD5', 'SHA-256'] as const)('is accepted by %s, with the proof that the server knows the password too', async (algorithm) => {
    const person = await app.make.user({ algorithm, password: 'pässwörd with "quotes" and ☃' })
    const { authorization } = await answered(app.api, person)
    const response = await getWith(app.api, person, authorization)
    expect(response.status).toBe(200)
    expect(response.body).toMatchObject({ id: person.id, username: person.username })

    const H = (text: string) =>
      createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex')
    const sent = digestFields(authorization)
    const ha1 = H(`${person.username}:sip.example.org:${person.password}`)
    const rspauth = H(`${ha1}:${sent.get('nonce')}:${sent.get('nc')}:${sent.get('cnonce')}:auth:${H(`:${ME}`)}`)
    const info = digestFields(`Digest ${response.header('authentication-info')}`)
    expect(Object.fromEntries(info)).toEqual({ rspauth, qop: 'auth', nc: sent.get('nc'), cnonce: sent.get('cnonce') })
  })

  test('is judged by its fields, whatever their order', async () => {
    const all = [...(await fields())]
    expect(await statusOf(digestHeader(all.reverse()))).toBe(200)
    expect(await statusOf(digestHeader([...(await fields())].sort()))).toBe(200)
  })

  test.each([
    ['all quoted', []],
    ['algorithm quoted, as liblinphone does', ['nc', 'qop']],
    ['nothing quoted that need not be', ['algorithm', 'nc', 'qop', 'response', 'nonce', 'cnonce', 'opaque', 'username', 'realm']],
  ])('may have %s', async (_, bare) => {
    expect(await statusOf(digestHeader(await fields(), bare))).toBe(200)
  })

  test('may be spaced in any way, its names in any case', async () => {
    expect(await statusOf(digestHeader(await fields(), ['algorithm', 'nc', 'qop'], ','))).toBe(200)
    expect(await statusOf(digestHeader(await fields(), ['algorithm', 'nc', 'qop'], '  ,\t'))).toBe(200)
    expect(
      await statusOf(
        digestHeader(
          [...(await fields())].map(([name, value]) => [name.toUpperCase(), value]),
          ['ALGORITHM', 'NC', 'QOP'],
        ),
      ),
    ).toBe(200)
  })

  test('without an algorithm is MD5', async () => {
    expect(await statusOf(digestHeader(without(await fields(), 'algorithm')))).toBe(200)
    const other = await app.make.user({ algorithm: 'SHA-256' })
    expect(await statusOf(digestHeader(without(await fields(other), 'algorithm')), other)).toBe(401)
  })

  test('may leave opaque out, and may have fields that nobody knows', async () => {
    expect(await statusOf(digestHeader(without(await fields(), 'opaque')))).toBe(200)
    expect(await statusOf(digestHeader([...(await fields()), ['rating', '5']]))).toBe(200)
  })

  test.each(['username', 'realm', 'nonce', 'uri', 'response', 'cnonce', 'nc', 'qop'])('without %s is refused', async (name) => {
    expect(await statusOf(digestHeader(without(await fields(), name)))).toBe(401)
  })

  test('without qop, computed as RFC 2069 would, is refused', async () => {
    const all = await fields()
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    const response = md5(`${md5(`${bob.username}:sip.example.org:${bob.password}`)}:${all.get('nonce')}:${md5(`GET:${ME}`)}`)
    const old = [...all.set('response', response)].filter(([name]) => !['qop', 'nc', 'cnonce'].includes(name))
    expect(await statusOf(digestHeader(old))).toBe(401)
  })

  test.each([
    ['qop', 'auth-int'],
    ['algorithm', 'MD5-sess'],
    ['algorithm', 'SHA-512-256'],
    ['nc', '1'],
    ['nc', '0000000g'],
    ['realm', 'other.example.org'],
    ['username', 'bobby.nobody'],
    ['userhash', 'true'],
    ['response', '0'.repeat(32)],
    ['cnonce', 'another'],
  ])('with %s %s is refused', async (name, value) => {
    expect(await statusOf(digestHeader((await fields()).set(name, value)))).toBe(401)
  })

  test('with a field twice is refused', async () => {
    expect(await statusOf(digestHeader([...(await fields()), ['qop', 'auth']]))).toBe(401)
  })

  test.each(['%s?', '/api/accounts/2', 'http://localhost%s/x', 'ftp://localhost%s', '/api/accounts/m%%65', '%s/', '*'])(
    'whose uri is not the raw request target is a bad request, and tells nothing of the password: %s',
    async (pattern) => {
      const uri = pattern.replace('%s', ME).replace('%%', '%')
      for (const password of [bob.password, 'builder-43']) {
        const { authorization } = await answered(app.api, bob, { uri, password })
        const response = await getWith(app.api, bob, authorization)
        expect([response.status, response.body.code, response.all('www-authenticate')]).toEqual([400, 'digest_uri_mismatch', []])
      }
    },
  )

  test('may name its uri, and be sent to its target, with scheme and host', async () => {
    const absolute = `http://sip.example.org${ME}`
    for (const [uri, target] of [
      [absolute, ME],
      [ME, absolute],
      [absolute, absolute],
      [ME, `HTTPS://other.example.org:8443${ME}`],
    ] as const) {
      const { authorization } = await answered(app.api, bob, { uri })
      expect([uri, target, (await sendTo(target, { from: fromOf(bob), authorization })).status]).toEqual([uri, target, 200])
    }
  })

  /** Past the test's own client, which knows paths alone. */
  const sendTo = (target: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined }>((resolve, reject) => {
      const { hostname, port } = new URL(app.url)
      request({ hostname, port, path: target, headers }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode }))
      })
        .on('error', reject)
        .end()
    })

  test('is computed over the target with its query, as it was sent', async () => {
    const alice = await app.make.admin()
    const path = '/api/accounts?search=%62ob&per_page=1'
    const right = await answered(app.api, alice, {}, path)
    expect((await getWith(app.api, alice, right.authorization, path)).status).toBe(200)
    const cut = await answered(app.api, alice, { uri: '/api/accounts' }, path)
    expect((await getWith(app.api, alice, cut.authorization, path)).status).toBe(400)
  })

  test('for another method is refused', async () => {
    const authorization = answerChallenge(await challengeFor(app.api, bob), bob, 'GET', ME, { algorithm: 'MD5' })
    expect((await app.api.raw('DELETE', ME, { headers: { from: fromOf(bob), authorization } })).status).toBe(401)
    expect((await app.api.get(ME, { as: bob })).status).toBe(200)
  })

  test('by an algorithm that the account has not stored is refused, though the password is right', async () => {
    expect(await statusOf((await answered(app.api, bob, { algorithm: 'SHA-256' })).authorization)).toBe(401)
    const other = await app.make.user({ algorithm: 'SHA-256' })
    expect(await statusOf((await answered(app.api, other, { algorithm: 'MD5' })).authorization, other)).toBe(401)
  })

  test('by either algorithm is right when both, or the clear text, are stored', async () => {
    for (const stored of ['SHA-256', 'CLRTXT'] as const) {
      const person = await app.make.user({ algorithm: 'MD5' })
      await app.make.storePassword(person, stored)
      expect((await app.api.get(ME, { as: person, algorithm: 'MD5' })).status).toBe(200)
      expect((await app.api.get(ME, { as: person, algorithm: 'SHA-256' })).status).toBe(200)
    }
  })

  test('with a wrong password is refused, for an account that exists and for one that does not', async () => {
    expect(await statusOf((await answered(app.api, bob, { password: 'builder-43' })).authorization)).toBe(401)
    const nobody = { ...bob, username: 'nobody.here' }
    expect(await statusOf((await answered(app.api, nobody)).authorization, nobody)).toBe(401)
  })
})
