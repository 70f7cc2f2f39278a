import { startApp, useApp } from '../support/app.js'
import { type ApiResponse, answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { answered, challengeFor, digestFields, digestHeader, getWith, nc } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'

const ME = '/api/accounts/me'
const isStale = (response: ApiResponse) => response.all('www-authenticate').map((challenge) => / stale=true$/.test(challenge))

describeApp('a nonce', () => {
  const app = useApp({ env: { NONCE_TTL: '300' } })
  let bob: Person
  beforeAll(async () => {
    bob = await app.make.user()
  })

  const answer = (challenge: ApiResponse, count: number) => answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5', nc: nc(count) })
  const statuses = async (challenge: ApiResponse, counts: number[]) => {
    const seen: number[] = []
    for (const count of counts) seen.push((await getWith(app.api, bob, answer(challenge, count))).status)
    return seen
  }

  test('serves many requests, each with another nc, in any order, from any start', async () => {
    const challenge = await challengeFor(app.api, bob)
    expect(await statuses(challenge, [2, 3, 7, 5, 1, 0x7fffffff, 4, 6])).toEqual(Array(8).fill(200))
  })

  test('with the same nc is refused the second time, and that is not stale', async () => {
    const challenge = await challengeFor(app.api, bob)
    const authorization = answer(challenge, 1)
    expect((await getWith(app.api, bob, authorization)).status).toBe(200)
    const replay = await getWith(app.api, bob, authorization)
    expect(replay.status).toBe(401)
    expect(isStale(replay)).toEqual([false])
  })

  test('with the same nc is refused with another cnonce, target or case as well', async () => {
    const challenge = await challengeFor(app.api, bob)
    expect(await statuses(challenge, [10])).toEqual([200])
    const again = answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5', nc: nc(10), cnonce: 'another' })
    expect((await getWith(app.api, bob, again)).status).toBe(401)
    const upper = answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5', nc: nc(10).toUpperCase() })
    expect((await getWith(app.api, bob, upper)).status).toBe(401)
    const elsewhere = answerChallenge(challenge, bob, 'GET', `${ME}/devices`, { algorithm: 'MD5', nc: nc(10) })
    expect((await getWith(app.api, bob, elsewhere, `${ME}/devices`)).status).toBe(401)
  })

  test('lets one of many equal requests at once through', async () => {
    const { authorization } = await answered(app.api, bob)
    const responses = await Promise.all(Array.from({ length: 20 }, () => getWith(app.api, bob, authorization)))
    expect(responses.map((response) => response.status).sort()).toEqual([200, ...Array(19).fill(401)])
  })

  test('is not used up by a wrong answer', async () => {
    const challenge = await challengeFor(app.api, bob)
    const wrong = answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5', password: 'wrong-1' })
    expect((await getWith(app.api, bob, wrong)).status).toBe(401)
    expect(await statuses(challenge, [1])).toEqual([200])
  })

  test('that has expired is stale for a right answer, and works anew with the next', async () => {
    const challenge = await challengeFor(app.api, bob)
    app.clock.advance(300)
    expect(await statuses(challenge, [1])).toEqual([200])
    app.clock.advance(1)
    const stale = await getWith(app.api, bob, answer(challenge, 2))
    expect(stale.status).toBe(401)
    expect(isStale(stale)).toEqual([true])
    expect(await statuses(stale, [1])).toEqual([200])
  })

  test('of a clock that was set back since is stale for a right answer, and for no wrong one', async () => {
    const challenge = await challengeFor(app.api, bob)
    app.clock.advance(-61)
    const stale = await getWith(app.api, bob, answer(challenge, 1))
    expect([stale.status, isStale(stale)]).toEqual([401, [true]])
    const wrong = answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5', password: 'wrong-1' })
    expect(isStale(await getWith(app.api, bob, wrong))).toEqual([false])
    expect(await statuses(stale, [1])).toEqual([200])
  })

  test('that has expired is not called stale to somebody who does not know the password', async () => {
    const challenge = await challengeFor(app.api, bob)
    app.clock.advance(301)
    const wrong = answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5', password: 'wrong-1' })
    const response = await getWith(app.api, bob, wrong)
    expect(response.status).toBe(401)
    expect(isStale(response)).toEqual([false])
  })

  test('that was altered anywhere is refused', async () => {
    const { authorization } = await answered(app.api, bob)
    const nonce = digestFields(authorization).get('nonce')!
    for (const at of [0, 7, 8, 20, 30, 55]) {
      const altered = nonce.slice(0, at) + (nonce[at] === '0' ? '1' : '0') + nonce.slice(at + 1)
      const again = answerChallenge(await challengeFor(app.api, bob), bob, 'GET', ME, { algorithm: 'MD5', nonce: altered })
      const response = await getWith(app.api, bob, again)
      expect(response.status).toBe(401)
      expect(isStale(response)).toEqual([false])
    }
  })

  test.each(['', '0', 'f'.repeat(56), 'dcd98b7102dd2f0e8b11d0f600bfb0c093'])('that is not ours is refused: %p', async (nonce) => {
    const { authorization } = await answered(app.api, bob, { nonce })
    expect((await getWith(app.api, bob, authorization)).status).toBe(401)
  })

  test('of a service with another secret is refused', async () => {
    const other = await startApp({ env: { SECRET: 'another secret of another service' } })
    try {
      const challenge = await other.api.get(ME)
      expect((await getWith(app.api, bob, answer(challenge, 1))).status).toBe(401)
    } finally {
      await other.close()
    }
  })

  test('serves both algorithms of an account, each nc once for both', async () => {
    const both = await app.make.user({ algorithm: 'MD5' })
    await app.make.storePassword(both, 'SHA-256')
    const challenge = await challengeFor(app.api, both)
    const by = (algorithm: 'MD5' | 'SHA-256', count: number) => answerChallenge(challenge, both, 'GET', ME, { algorithm, nc: nc(count) })
    expect((await getWith(app.api, both, by('MD5', 1))).status).toBe(200)
    expect((await getWith(app.api, both, by('SHA-256', 1))).status).toBe(401)
    expect((await getWith(app.api, both, by('SHA-256', 2))).status).toBe(200)
  })

  test('is refused with nc 00000000', async () => {
    const { authorization } = await answered(app.api, bob, { nc: nc(0) })
    expect((await getWith(app.api, bob, digestHeader(digestFields(authorization)))).status).toBe(401)
  })
})
