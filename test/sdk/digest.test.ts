// runs once: it is about the contract, which is the same over every database
import { digest } from '../../src/sdk/authentication.js'
import { answerChallenge, chooseChallenge, isConfirmed } from '../../src/sdk/challenge.js'
import { useApp } from '../support/app.js'
import type { Person } from '../support/factory.js'

const CHALLENGE = {
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  stale: false,
}
const ATTEMPT = {
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  count: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
}

describe('an answer to a challenge', () => {
  test('is that of RFC 7616 section 3.9.1, with MD5 and with SHA-256', () => {
    expect(answerChallenge({ ...CHALLENGE, algorithm: 'MD5' }, ATTEMPT)).toContain('response="8ca523f5e9506fed4657c9700eebdbec"')
    expect(answerChallenge({ ...CHALLENGE, algorithm: 'SHA-256' }, ATTEMPT)).toContain(
      'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"',
    )
  })

  test('goes to SHA-256 when both are offered, in one header with commas as fetch gives them', () => {
    const md5 = 'Digest realm="a, b=\\"c\\"", qop="auth-int, auth", algorithm=MD5, nonce="n1", opaque="o"'
    const sha = 'Digest realm="a", qop=auth, algorithm="SHA-256", nonce="n2", stale=TRUE'
    expect(chooseChallenge(`Basic realm="x", ${md5}, ${sha}`)).toEqual({
      algorithm: 'SHA-256',
      realm: 'a',
      nonce: 'n2',
      opaque: undefined,
      stale: true,
    })
    expect(chooseChallenge(md5)).toEqual({ algorithm: 'MD5', realm: 'a, b="c"', nonce: 'n1', opaque: 'o', stale: false })
  })

  test('goes to no challenge that it does not understand', () => {
    const unknown = [
      'Basic realm="x"',
      'Digest realm="x", nonce="n"',
      'Digest realm="x", nonce="n", qop="auth", algorithm=SHA-512-256',
      'Digest qop="auth"',
      'nonsense',
      '',
      null,
    ]
    expect(unknown.map(chooseChallenge)).toEqual(unknown.map(() => undefined))
  })

  test('is confirmed by the right rspauth alone', () => {
    const challenge = { ...CHALLENGE, algorithm: 'MD5' } as const
    expect(isConfirmed(null, challenge, ATTEMPT)).toBe(true)
    expect(isConfirmed('qop=auth, rspauth="00000000000000000000000000000000"', challenge, ATTEMPT)).toBe(false)
  })
})

describe('fetch with digest', () => {
  const app = useApp()
  let bob: Person
  beforeAll(async () => {
    bob = await app.make.user()
    await app.make.storePassword(bob, 'SHA-256')
  })

  /** A fetch for somebody, and the requests that it really sent. */
  function loggedIn(person: Person, password = person.password, answer = (response: Response) => response) {
    const sent: { authorization: string | null; from: string | null; status: number; body: string }[] = []
    const send: typeof fetch = async (input, init) => {
      const request = new Request(input, init)
      const body = await request.clone().text()
      const response = await fetch(request)
      sent.push({ authorization: request.headers.get('authorization'), from: request.headers.get('from'), status: response.status, body })
      return answer(response)
    }
    return { sent, fetch: digest(`sip:${person.username}@${person.domain}`, password)(send) }
  }
  const me = (): string => `${app.url}/api/accounts/me`
  const counts = (sent: { authorization: string | null }[]) => sent.map(({ authorization }) => /nc=(\w+)/.exec(authorization ?? '')?.[1])

  test('asks for a challenge once, and counts its uses after that', async () => {
    const client = loggedIn(bob)
    for (let i = 0; i < 3; i++) expect((await client.fetch(me())).status).toBe(200)
    expect(client.sent.map(({ status }) => status)).toEqual([401, 200, 200, 200])
    expect(counts(client.sent)).toEqual([undefined, '00000001', '00000002', '00000003'])
    expect(client.sent[1]!.authorization).toContain('algorithm=SHA-256')
    expect(new Set(client.sent.map(({ from }) => from))).toEqual(new Set([`sip:${bob.username}@${bob.domain}`]))
  })

  test('gets along with many requests at once', async () => {
    const client = loggedIn(bob)
    await client.fetch(me())
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.fetch(me())))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(new Set(counts(client.sent)).size).toBe(client.sent.length)
  })

  test('takes a new nonce when the old one is stale', async () => {
    const client = loggedIn(bob)
    await client.fetch(me())
    app.clock.advance(app.config.nonceTtl + 1)
    expect((await client.fetch(me())).status).toBe(200)
    expect(client.sent.map(({ status }) => status)).toEqual([401, 200, 401, 200])
    expect(counts(client.sent)).toEqual([undefined, '00000001', '00000002', '00000001'])
  })

  test('sends a body again that came with the first try', async () => {
    const client = loggedIn(bob)
    const body = JSON.stringify({ email: 'bob@new.example.org' })
    const response = await client.fetch(`${me()}/email/request`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(response.status).toBe(200)
    expect(client.sent.map((request) => request.body)).toEqual([body, body])
  })

  test('signs the query with the path', async () => {
    expect((await loggedIn(bob).fetch(`${me()}?x=%40&y=a+b`)).status).toBe(200)
  })

  test('gives up at once when the password is wrong', async () => {
    const client = loggedIn(bob, 'not-builder-42')
    expect((await client.fetch(me())).status).toBe(401)
    expect(client.sent).toHaveLength(2)
  })

  test('believes no server that does not know the password', async () => {
    const forged = (response: Response) =>
      new Response(response.body, {
        status: response.status,
        headers: [...response.headers].map(([k, v]) => [k, v.replace(/rspauth="\w{8}/, 'rspauth="00000000')]) as [string, string][],
      })
    await expect(loggedIn(bob, bob.password, forged).fetch(me())).rejects.toThrow('rspauth')
  })

  test('wants a SIP address', () => {
    expect(() => digest('bob', 'builder-42')).toThrow('no SIP address')
  })
})
