// runs once: it opens the databases that it needs itself

import { useCommandLine } from '../support/cli.js'
import { ApiClient } from '../support/client.js'
import { describePostgres } from '../support/database.js'
import { answered, getWith } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { redisUrl, testNeeding } from '../support/needs.js'
import { startService } from '../support/process.js'
import { useClosing } from '../support/use.js'

describePostgres('four workers on one PostgreSQL', () => {
  const database = useDatabase('postgresql')
  // what is tested are races, not limits
  const cli = useCommandLine(() => ({ DATABASE_URL: database.url, RATE_LIMIT: 'off' }))
  const closing = useClosing()
  let bob: Person
  let key: string
  beforeAll(async () => {
    bob = await cli.inside((_, make) => make.user({ username: 'bob.builder' }))
    key = (await cli.json('create-admin', '--username', 'alice.admin')).api_key
  })

  async function serve(env: Record<string, string> = {}): Promise<ApiClient> {
    const service = closing(await startService({ ...cli.env, WORKERS: '4', ...env }), (one) => one.stop())
    await service.until(/(?:"event":"worker_started"[\s\S]*){4}/)
    return new ApiClient(service.url)
  }

  test('of 1,000 creations of one name at once, one makes the account and 999 are told that it is taken', async () => {
    const api = await serve()
    const create = (i: number) =>
      api.raw('POST', '/api/accounts', {
        body: { username: 'wanted.name', password: `secret-${i}`, algorithm: i % 2 ? 'MD5' : 'SHA-256', phone: '+33687654321' },
        headers: { 'x-api-key': key },
      })
    const responses = await Promise.all(Array.from({ length: 1000 }, (_, i) => create(i)))
    const made = responses.filter(({ status }) => status === 200)
    const refused = responses.filter(({ status, body }) => status === 422 && body.code === 'username_taken')
    expect({ made: made.length, refused: refused.length }).toEqual({ made: 1, refused: 999 })
    await cli.inside(async ({ db: { prisma } }) => {
      expect(await prisma.account.findMany({ where: { username: 'wanted.name' }, select: { id: true } })).toEqual([
        { id: made[0]!.body.id },
      ])
      expect(await prisma.password.count()).toBe(await prisma.account.count())
    })
  }, 60_000)

  const rounds = 10
  const copies = 100
  async function acceptOnce(env: Record<string, string> = {}): Promise<void> {
    const api = await serve(env)
    for (let round = 0; round < rounds; round++) {
      const { authorization } = await answered(api, bob)
      const responses = await Promise.all(Array.from({ length: copies }, () => getWith(api, bob, authorization)))
      const statuses = responses.map(({ status }) => status).sort()
      expect(statuses).toEqual([200, ...Array(copies - 1).fill(401)])
    }
  }
  test('accept a nonce count once between them, by the database', () => acceptOnce(), 60_000)
  testNeeding('redis')('accept a nonce count once between them, by Redis', () => acceptOnce({ REDIS_URL: redisUrl! }), 60_000)
})
