// runs once: snapshots are SQLite's
import { join } from 'node:path'
import { Prisma } from '../../generated/prisma/sqlite/client.js'
import { type Database, openDatabase } from '../../src/db/client.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { useFolder } from '../support/folder.js'
import { useForEach } from '../support/use.js'

describe('a snapshot of SQLite', () => {
  const folder = useFolder(useForEach)
  const names = Array.from({ length: 25 }, (_, i) => `name.${String(i).padStart(2, '0')}`)
  const ALL = Prisma.sql`select username from accounts order by username`
  let db: Database
  beforeEach(async () => {
    const url = `file:${join(folder.path, 'accounts.db')}`
    await migrate(url)
    db = await openDatabase(url)
    await db.prisma.space.create({ data: { id: 1, domain: 'sip.example.org' } })
    await db.prisma.account.createMany({ data: names.map((username) => ({ username, domain: 'sip.example.org', spaceId: 1 })) })
  })
  afterEach(() => db?.close())

  test('has what was there when it was first asked, some rows at a time, while others have their turn and write', async () => {
    const snapshot = await db.snapshot!()
    const [steps, turns]: [string[][], number[]] = [[], []]
    let turn = 0
    const next = (): NodeJS.Immediate => setImmediate(() => void (++turn < 100 && next()))
    next()
    for await (const rows of snapshot.steps<{ username: string }>(ALL, 10)) {
      steps.push(rows.map(({ username }) => username))
      turns.push(turn)
      await db.prisma.account.deleteMany({ where: { username: { startsWith: 'name.2' } } })
    }
    expect(steps).toEqual([names.slice(0, 10), names.slice(10, 20), names.slice(20)])
    expect(turns[2]).toBeGreaterThan(turns[0]!)
    expect(await snapshot.query(Prisma.sql`select count(*) as n from accounts where username < ${'name.05'}`)).toEqual([{ n: 5 }])
    snapshot.close()
    expect(await db.query(Prisma.sql`select count(*) as n from accounts`)).toEqual([{ n: 20 }])
  })

  test('can be left before its end, and asked again', async () => {
    const snapshot = await db.snapshot!()
    for await (const rows of snapshot.steps(ALL, 10)) {
      expect(rows).toHaveLength(10)
      break
    }
    expect(await snapshot.query(ALL)).toHaveLength(25)
    snapshot.close()
  })

  test('is had by four at once, and by the others in their order', async () => {
    const begun: number[] = []
    let [open, most] = [0, 0]
    const one = async (n: number) => {
      const snapshot = await db.snapshot!()
      begun.push(n)
      most = Math.max(most, ++open)
      for await (const _ of snapshot.steps(ALL, 10));
      open--
      snapshot.close()
    }
    const all = Array.from({ length: 20 }, (_, n) => n)
    await Promise.all(all.map(one))
    expect(most).toBe(4)
    expect(begun).toEqual(all)
  })

  test('waits, when there was always one for a second, until there is none: the write-ahead log can begin anew then', async () => {
    const first = await db.snapshot!()
    const second = await db.snapshot!()
    const now = performance.now()
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now + 1_000)
    try {
      const open = [1, 2]
      const third = db.snapshot!().then((snapshot) => {
        expect(open).toEqual([])
        return snapshot
      })
      for (const snapshot of [first, second]) {
        await new Promise(setImmediate)
        open.shift()
        snapshot.close()
      }
      const waited = await third
      expect(await waited.query(ALL)).toHaveLength(25)
      waited.close()
    } finally {
      clock.mockRestore()
    }
  })

  test('writes nothing', async () => {
    const snapshot = await db.snapshot!()
    await expect(snapshot.query(Prisma.sql`update accounts set email = ${'x@example.org'} returning id`)).rejects.toThrow(/readonly/)
    snapshot.close()
    expect(await db.prisma.account.count({ where: { email: null } })).toBe(25)
  })
})
