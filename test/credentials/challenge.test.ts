import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

const CHALLENGE =
  /^Digest realm="sip\.example\.org", qop="auth", algorithm=(MD5|SHA-256), nonce="([0-9a-f]{56})", opaque="([0-9a-f]{32})", charset=UTF-8$/

describeApp('the challenge of a 401', () => {
  const app = useApp()

  const challenges = async (from?: string) => {
    const response = await app.api.get('/api/accounts/me', { headers: from === undefined ? {} : { from } })
    expect(response.status).toBe(401)
    expect(response.body.code).toBe('unauthenticated')
    return response.all('www-authenticate')
  }
  const algorithms = (all: string[]) => all.map((challenge) => CHALLENGE.exec(challenge)?.[1])

  test('is one header per algorithm, MD5 first, both with the same nonce and opaque', async () => {
    const both = await challenges()
    expect(algorithms(both)).toEqual(['MD5', 'SHA-256'])
    expect(new Set(both.map((challenge) => CHALLENGE.exec(challenge)![2])).size).toBe(1)
    expect(new Set(both.map((challenge) => CHALLENGE.exec(challenge)![3])).size).toBe(1)
  })

  test.each(['MD5', 'SHA-256'] as const)('offers %s alone to an account that has stored it alone', async (algorithm) => {
    const bob = await app.make.user({ algorithm })
    expect(algorithms(await challenges(`sip:${bob.username}@${bob.domain}`))).toEqual([algorithm])
  })

  test('offers both to an account that has stored both', async () => {
    const bob = await app.make.user({ algorithm: 'SHA-256' })
    await app.make.storePassword(bob, 'MD5')
    expect(algorithms(await challenges(`sip:${bob.username}@${bob.domain}`))).toEqual(['MD5', 'SHA-256'])
  })

  test('offers both to an account whose password is stored in clear', async () => {
    const bob = await app.make.user()
    await app.make.storePassword(bob, 'CLRTXT')
    expect(algorithms(await challenges(`sip:${bob.username}@${bob.domain}`))).toEqual(['MD5', 'SHA-256'])
  })

  test.each([
    ['is unreadable', 'bob at sip.example.org'],
    ['is empty', ''],
    ['has a broken percent-encoding', 'sip:%E0%A4%A@sip.example.org'],
    ['is 10,000 characters long', `sip:${'a'.repeat(10_000)}@sip.example.org`],
  ])('offers both when From %s', async (_, from) => {
    expect(algorithms(await challenges(from))).toEqual(['MD5', 'SHA-256'])
  })

  test('looks the same for an account that is not activated', async () => {
    const carol = await app.make.unconfirmed()
    expect(algorithms(await challenges(`sip:${carol.username}@${carol.domain}`))).toEqual(['SHA-256'])
  })

  test('comes with a nonce of its own each time', async () => {
    const nonces = await Promise.all(Array.from({ length: 20 }, async () => CHALLENGE.exec((await challenges())[0]!)![2]))
    expect(new Set(nonces).size).toBe(20)
  })

  test.each([
    ['Basic', 'Basic Ym9iOmJ1aWxkZXItNDI='],
    ['Bearer', 'Bearer abc'],
    ['an empty', ''],
    ['an unknown scheme of', 'Digestive username="bob"'],
  ])('answers %s Authorization', async (_, authorization) => {
    const response = await app.api.get('/api/accounts/me', { headers: { authorization } })
    expect(response.status).toBe(401)
    expect(algorithms(response.all('www-authenticate'))).toEqual(['MD5', 'SHA-256'])
  })

  test('comes before anything that is wrong with the body', async () => {
    const response = await app.api.post('/api/accounts', '{"username":', { headers: { 'content-type': 'text/plain' } })
    expect(response.status).toBe(401)
  })

  test('is sent to an empty POST, with which curl asks for it', async () => {
    const response = await app.api.raw('POST', '/api/accounts/me/password', { headers: { 'content-length': '0' } })
    expect(response.status).toBe(401)
  })
})
