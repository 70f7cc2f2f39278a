// runs once: it opens the databases that it needs itself

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { startApp, useApp } from '../support/app.js'
import { ApiClient, type ApiResponse } from '../support/client.js'
import { Clock } from '../support/clock.js'
import { emptyDatabase, type TestDatabase } from '../support/database.js'
import { answered, getWith } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { useFolder } from '../support/folder.js'
import { redisUrl, testNeeding } from '../support/needs.js'
import { type Env, startService } from '../support/process.js'
import { wrongPins } from '../support/signUp.js'
import { useClosing, useForEach } from '../support/use.js'

const INFO = '/api/accounts/nobody.here@sip.example.org/info'
const left = (response: ApiResponse) => Number(/r=(\d+)/.exec(response.header('ratelimit')!)![1])

/** One process is this one, the other the built program. */
describe('what one process counted', () => {
  const secret = randomBytes(16).toString('hex')
  const folder = useFolder(useForEach)
  const closing = useClosing()

  async function bothCount(database: TestDatabase, env: Env): Promise<void> {
    const clock = new Clock(Date.now())
    const shared = { SECRET: secret, RATE_LIMIT: 'on', ...env }
    const here = closing(await startApp({ database, clock, env: shared }), (app) => app.close())
    const bob = await here.make.user()
    const there = closing(
      await startService({ DATA_DIR: folder.path, DATABASE_URL: database.url, LOG_LEVEL: 'silent', ...shared }),
      (service) => service.stop(),
    )
    const [ours, theirs] = [here.api, new ApiClient(there.url)]

    const first = left(await ours.get(INFO))
    for (let i = 1; i < 20; i += 2) {
      expect(left(await theirs.get(INFO))).toBe(first - i)
      expect(left(await ours.get(INFO))).toBe(first - i - 1)
    }
    // many wrong passwords at once
    const login = async (api: ApiClient, person: Person) => getWith(api, person, (await answered(api, person)).authorization)
    const wrong = { ...bob, password: 'guess' }
    for (const api of [ours, theirs]) await Promise.all(Array.from({ length: 12 }, () => login(api, wrong)))
    // and so many more that the delay is longer than any machine takes for the rest
    for (let i = 0; i < 8; i++) await here.deps.credentials.attempts.failed(`${bob.username}@${bob.domain}`, '127.0.0.1')
    for (const api of [ours, theirs]) expect((await login(api, bob)).status).toBe(429)
    const other = await here.make.user()
    for (const api of [ours, theirs]) expect((await login(api, other)).status).toBe(200)
  }

  test('counts for another on the same SQLite file that says WORKERS=2', async () => {
    await bothCount({ url: `file:${join(folder.path, 'accounts.db')}`, drop: async () => undefined }, { WORKERS: '2' })
  })

  testNeeding('postgresql')('counts for another on the same PostgreSQL', async () => {
    const database = closing(await emptyDatabase('postgresql'), (one) => one.drop())
    await bothCount(database, {})
  })

  testNeeding('redis')('counts for another that shares a Redis', async () => {
    // other tests count on this Redis too: the keyed names of this secret are nobody else's
    await bothCount({ url: `file:${join(folder.path, 'accounts.db')}`, drop: async () => undefined }, { REDIS_URL: redisUrl! })
  })
})

describe('a Redis that is not there', () => {
  const app = useApp({ env: { RATE_LIMIT: 'on', REDIS_URL: 'redis://127.0.0.1:1' } })

  test('shuts nobody out and lets nobody through: the process counts by itself', async () => {
    expect(left(await app.api.get(INFO))).toBe(599)
    expect(left(await app.api.get(INFO))).toBe(598)
    const alice = await app.make.admin()
    expect((await app.api.get('/api/accounts/me', { as: alice })).status).toBe(200)
    for (let i = 0; i < 599; i += 100) await Promise.all(Array.from({ length: 100 }, () => app.api.get(INFO)))
    expect((await app.api.get(INFO)).status).toBe(429)
  })

  test('lets nobody log in by digest, and slows wrong passwords down', async () => {
    const bob = await app.make.user()
    const login = async (person: Person) => getWith(app.api, person, (await answered(app.api, person)).authorization)
    expect((await login(bob)).status).toBe(503)
    for (let i = 0; i < 6; i++) expect((await login({ ...bob, password: 'guess' })).status).toBe(401)
    expect((await login(bob)).status).toBe(429)
    app.clock.advance(1)
    expect((await login(bob)).status).toBe(503)
  })

  test('leaves what counts for a day to the database', async () => {
    const phone = '+33612345678'
    const somebody = async () => {
      const person = await app.make.user()
      const as = { ...person, apiKey: await app.make.apiKey(person) }
      expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as })).status).toBe(200)
      const pin = (await app.outbox.last('sms', phone)).data.code!
      return (tries: number) =>
        Promise.all(wrongPins(pin, tries).map(async (code) => (await app.api.post('/api/accounts/me/phone', { code }, { as })).status))
    }
    expect(await (await somebody())(3)).toEqual([422, 422, 422])
    expect((await (await somebody())(3)).sort()).toEqual([422, 422, 429])
    expect(await app.deps.db.prisma.rateLimit.count({ where: { id: { startsWith: 'wrong-pins-day:' } } })).toBe(1)
  })
})
