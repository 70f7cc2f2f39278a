import { useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { answered, challengeFor, fromOf, getWith, nc } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const ME = '/api/accounts/me'

describeApp('wrong passwords', () => {
  const app = useApp({ env: { TRUST_PROXY: '1' } })

  /** As from a proxy before us. */
  const login = async (person: Person, password = person.password, from = '192.0.2.1') => {
    const { authorization } = await answered(app.api, person, { password })
    return app.api.raw('GET', ME, { headers: { from: fromOf(person), authorization, 'x-forwarded-for': from } })
  }
  const wrong = (person: Person, from?: string) => login(person, 'not-the-password', from)

  test('are slow from the sixth on: the delay doubles, and a right one is refused meanwhile', async () => {
    const bob = await app.make.user()
    for (let i = 0; i < 6; i++) expect((await wrong(bob)).status).toBe(401)
    for (const delay of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      const refused = await login(bob)
      expect(refused.status).toBe(429)
      expect(refused.body.code).toBe('rate_limited')
      expect(refused.header('retry-after')).toBe(String(delay))
      app.clock.advance(delay - 0.01)
      expect((await login(bob)).status).toBe(429)
      app.clock.advance(0.01)
      expect((await wrong(bob)).status).toBe(401)
    }
    app.clock.advance(900)
    expect((await login(bob)).status).toBe(200)
  })

  test('five of them cost nothing, and a right one makes them forgotten', async () => {
    const bob = await app.make.user()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) expect((await wrong(bob)).status).toBe(401)
      expect((await login(bob)).status).toBe(200)
    }
  })

  test('are forgotten after a day', async () => {
    const bob = await app.make.user()
    for (let i = 0; i < 5; i++) await wrong(bob)
    app.clock.advance(86_400)
    for (let i = 0; i < 6; i++) expect((await wrong(bob)).status).toBe(401)
  })

  test('shut out nobody elsewhere, and no other account at the same address', async () => {
    const [bob, dave] = [await app.make.user(), await app.make.user()]
    for (let i = 0; i < 6; i++) await wrong(bob)
    expect((await login(bob)).status).toBe(429)
    expect((await login(bob, bob.password, '192.0.2.2')).status).toBe(200)
    expect((await login(dave)).status).toBe(200)
    expect((await login(bob)).status).toBe(429)
  })

  test('count by the first 64 bits of an IPv6 address', async () => {
    const bob = await app.make.user()
    for (let i = 0; i < 6; i++) await wrong(bob, `2001:db8:1:2::${i}`)
    expect((await login(bob, bob.password, '2001:DB8:1:2:ffff::1')).status).toBe(429)
    expect((await login(bob, bob.password, '2001:db8:1:3::1')).status).toBe(200)
  })

  test('count by the first 48 bits of an IPv6 address as well: eight times as many', async () => {
    const bob = await app.make.user()
    for (let i = 0; i < 40; i++) expect((await wrong(bob, `2001:db8:9:${i.toString(16)}::1`)).status).toBe(401)
    expect((await wrong(bob, '2001:db8:9:ff01::1')).status).toBe(401)
    expect((await login(bob, bob.password, '2001:db8:9:ff02::1')).status).toBe(429)
    expect((await login(bob, bob.password, '2001:db8:8:ff02::1')).status).toBe(200)
  })

  test('of an account that does not exist are slowed down the same', async () => {
    const nobody = { ...(await app.make.user()), username: 'nobody.at.all' }
    for (let i = 0; i < 6; i++) expect((await login(nobody)).status).toBe(401)
    const refused = await login(nobody)
    expect(refused.status).toBe(429)
    expect(refused.header('retry-after')).toBe('1')
  })

  test('on a nonce that is too old count too: stale=true would tell the right one', async () => {
    const bob = await app.make.user()
    const { authorization } = await answered(app.api, bob, { password: 'not-the-password' })
    const right = (await answered(app.api, bob)).authorization
    app.clock.advance(app.config.nonceTtl + 1)
    for (let i = 0; i < 6; i++) expect((await getWith(app.api, bob, authorization)).status).toBe(401)
    expect((await getWith(app.api, bob, right)).status).toBe(429)
  })

  test('many at once are judged as one once they are slow', async () => {
    const bob = await app.make.user()
    const guess = async () => (await wrong(bob)).status
    for (let i = 0; i < 6; i++) await guess()
    app.clock.advance(1)
    const statuses = await Promise.all(Array.from({ length: 30 }, guess))
    expect(statuses.filter((status) => status === 401)).toHaveLength(1)
  })

  test('as the old password count, and stay apart from a login that is right', async () => {
    const bob = await app.make.user()
    const key = await app.make.apiKey(bob)
    const change = (old_password: string) =>
      app.api.post(
        '/api/accounts/me/password',
        { algorithm: 'MD5', password: 'another-one', old_password },
        { headers: { 'x-api-key': key, 'x-forwarded-for': '192.0.2.9' } },
      )
    for (let i = 0; i < 6; i++) expect((await change('not-it')).status).toBe(422)
    expect((await change(bob.password)).status).toBe(429)
    app.clock.advance(1)
    expect((await change(bob.password)).status).toBe(200)
  })
})

describeApp('what is no wrong password', () => {
  const app = useApp()

  test('never slows anybody down: no credentials, old nonces, answers used before', async () => {
    const bob = await app.make.user()
    const { authorization } = await answered(app.api, bob)
    expect((await getWith(app.api, bob, authorization)).status).toBe(200)
    for (let i = 0; i < 20; i++) expect((await getWith(app.api, bob, authorization)).status).toBe(401)
    app.clock.advance(app.config.nonceTtl + 1)
    for (let i = 0; i < 20; i++) expect((await getWith(app.api, bob, authorization)).status).toBe(401)
    for (let i = 0; i < 20; i++) expect((await challengeFor(app.api, bob)).status).toBe(401)
    expect((await app.api.get(ME, { as: bob })).status).toBe(200)
  })

  test('50 clients behind one address that shuffle their nonce counts all get in, each time', async () => {
    const bob = await app.make.user()
    const clients = await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? app.make.user() : bob)))
    const challenges = await Promise.all(clients.map((person) => challengeFor(app.api, person)))
    for (const count of [7, 3, 9, 1, 8, 2]) {
      const answers = clients.map((person, i) =>
        answerChallenge(challenges[i]!, person, 'GET', ME, { algorithm: person.algorithm, nc: nc(count) }),
      )
      const responses = await Promise.all(clients.map((person, i) => getWith(app.api, person, answers[i]!)))
      expect(responses.filter(({ status }) => status !== 200)).toEqual([])
      // half of them send it a second time, as a client does that lost the answer: refused, not counted
      const again = await Promise.all(clients.slice(0, 25).map((person, i) => getWith(app.api, person, answers[i]!)))
      expect(again.filter(({ status }) => status !== 401)).toEqual([])
    }
  })
})
