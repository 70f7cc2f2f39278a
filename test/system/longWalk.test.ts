// runs once: it opens the databases that it needs itself
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeDatabases } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { manyAccounts } from '../support/manyAccounts.js'
import { useDatabase } from '../support/migratedDatabases.js'

/** 100,000 in full; fewer by default, to save time. */
const ACCOUNTS = Number(process.env.TEST_WALK_ACCOUNTS ?? 2_000)
/** At once, beside each page. A number of writes per second would let a slow machine fall behind, and send ever more at once. */
const WRITES_PER_PAGE = 10

describeDatabases('a long walk by cursor on %s', (provider) => {
  const database = useDatabase(provider)
  const app = useApp(() => ({ database }))
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
    await manyAccounts(app.deps.db.prisma, ACCOUNTS)
  }, 60_000)

  test('of many accounts, with ten writes beside each page, skips and repeats nobody who was there throughout', async () => {
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

    for (let cursor: string | null = ''; cursor !== null; ) {
      const writing = Promise.all(Array.from({ length: WRITES_PER_PAGE }, write))
      const reading = app.api.get(`/api/accounts?per_page=100&cursor=${cursor}`, { as: alice })
      const [page]: [ApiResponse, unknown] = await Promise.all([reading, writing])
      expect(page.status).toBe(200)
      for (const { id } of page.body.data as { id: number }[]) {
        seen.push(id)
        seenIds.add(id)
      }
      cursor = page.body.next_cursor
    }

    expect(gone.size).toBeGreaterThan(ACCOUNTS / 500)
    expect(seen.length - seenIds.size).toBe(0)
    expect(ids.filter((id) => !gone.has(id) && !seenIds.has(id))).toEqual([])
    expect(seen.every((id, i) => i === 0 || id > seen[i - 1]!)).toBe(true)
  }, 600_000)
})
