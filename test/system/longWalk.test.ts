import { startApp, type TestApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { postgresSchema, postgresUrl, type TestDatabase } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { manyAccounts } from '../support/manyAccounts.js'
import { describeNeeding } from '../support/needs.js'

/** 100,000 in full; fewer by default, to save time. */
const ACCOUNTS = Number(process.env.TEST_WALK_ACCOUNTS ?? 5_000)
const WRITES_PER_SECOND = 50

describe('a long walk by cursor on SQLite', () => walks(async () => undefined))
describeNeeding('postgresql')('a long walk by cursor on PostgreSQL', () => walks(() => postgresSchema(postgresUrl!)))

function walks(make: () => Promise<TestDatabase | undefined>) {
  let app: TestApp
  let database: TestDatabase | undefined
  let alice: Person
  beforeAll(async () => {
    database = await make()
    app = await startApp(database && { database })
    alice = await app.make.admin()
    await manyAccounts(app.deps.db.prisma, ACCOUNTS)
  }, 60_000)
  afterAll(async () => {
    await app.close()
    await database?.drop()
  })

  test('of many accounts, with 50 writes a second and more, skips and repeats nobody who was there throughout', async () => {
    const { prisma } = app.deps.db
    const ids = (await prisma.account.findMany({ where: { NOT: { id: alice.id } }, select: { id: true }, orderBy: { id: 'asc' } })).map(
      ({ id }) => id,
    )
    const gone = new Set<number>()
    const seen: number[] = []
    const seenIds = new Set<number>()
    let writes = 0
    const remove = async (index: number) => {
      const id = ids[index]!
      if (gone.has(id)) return
      gone.add(id)
      expect((await app.api.delete(`/api/accounts/${id}`, { as: alice })).status).toBe(200)
    }
    /** In turn: a new account, one removed behind the walk, one before it, and two changed. */
    async function write(): Promise<void> {
      const turn = writes++
      const position = seen.length
      switch (turn % 5) {
        case 0: {
          const body = { username: `late.${turn}`.padEnd(8, 'x'), password: 'secret-1', algorithm: 'MD5' }
          expect((await app.api.post('/api/accounts', body, { as: alice })).status).toBe(200)
          return
        }
        case 1:
          return remove(Math.floor(position * ((turn % 97) / 97)))
        case 2:
          return remove(position + Math.floor((ids.length - 1 - position) * ((turn % 89) / 89)))
        default: {
          const id = ids[(turn * 7919) % ids.length]!
          if (!gone.has(id)) await app.api.post(`/api/accounts/${id}/${turn % 2 ? 'de' : ''}activate`, undefined, { as: alice })
        }
      }
    }

    const started = performance.now()
    for (let cursor: string | null = ''; cursor !== null; ) {
      const due = Math.ceil(((performance.now() - started) / 1000) * WRITES_PER_SECOND) - writes
      const writing = Promise.all(Array.from({ length: Math.max(due, 1) }, write))
      const page: ApiResponse = await app.api.get(`/api/accounts?per_page=100&cursor=${cursor}`, { as: alice })
      await writing
      expect(page.status).toBe(200)
      for (const { id } of page.body.data as { id: number }[]) {
        seen.push(id)
        seenIds.add(id)
      }
      cursor = page.body.next_cursor
    }
    const seconds = (performance.now() - started) / 1000
    process.stdout.write(`walked ${seen.length} accounts in ${seconds.toFixed(1)} s with ${Math.round(writes / seconds)} writes/s\n`)

    expect(writes / seconds).toBeGreaterThanOrEqual(WRITES_PER_SECOND * 0.9)
    expect(gone.size).toBeGreaterThan(ACCOUNTS / 500)
    expect(seen.length - seenIds.size).toBe(0)
    expect(ids.filter((id) => !gone.has(id) && !seenIds.has(id))).toEqual([])
    expect(seen.every((id, i) => i === 0 || id > seen[i - 1]!)).toBe(true)
  }, 600_000)
}
