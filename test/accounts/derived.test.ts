import type { Prisma } from '../../generated/prisma/sqlite/client.js'
import { type Database, openDatabase } from '../../src/db/client.js'
import { readAccountSearch } from '../../src/domain/accountSearch.js'
import { recount, totalsAreRight } from '../../src/services/accounts/list/recount.sql.js'
import { foundInSqlite } from '../../src/services/accounts/list/searchSqlite.sql.js'
import { countsByState, takeInDifferences } from '../../src/services/accounts/list/totals.sql.js'
import { useApp } from '../support/app.js'
import { databaseUnderTest, describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

/** What triggers keep beside the accounts, compared with the accounts. */
describeApp('what is derived from accounts', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
  })

  const list = async (query: Record<string, string>) => {
    const { status, body } = await app.api.get(`/api/accounts?${new URLSearchParams(query)}`, { as: alice })
    expect(status).toBe(200)
    return body as {
      total: number
      data: { id: number; username: string; domain: string; activated: boolean; admin: boolean; blocked: boolean }[]
    }
  }
  /** Every account, as a walk meets it. */
  const walk = async () => {
    const all: Awaited<ReturnType<typeof list>>['data'] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await app.api.get(`/api/accounts?per_page=100&cursor=${cursor}`, { as: alice })
      all.push(...body.data)
      cursor = body.next_cursor
    }
    return all
  }
  const FILTERS: Record<string, string>[] = [
    {},
    { domain: 'sip.example.org' },
    { domain: 'other.example.org' },
    { domain: 'nowhere.example.org' },
    ...['activated', 'blocked', 'admin'].flatMap((name) => ['true', 'false'].map((value) => ({ [name]: value }))),
    { activated: 'true', blocked: 'false', domain: 'other.example.org' },
    { activated: 'false', admin: 'true' },
  ]
  /** Each total is what counting says, and each page has its part of all, in both orders. */
  async function agrees() {
    expect(await totalsAreRight(app.deps.db)).toBe(true)
    const all = await walk()
    for (const filter of FILTERS) {
      const meant = all.filter((account) =>
        Object.entries(filter).every(([name, value]) => String(account[name as keyof typeof account]) === value),
      )
      for (const sort of ['oldest', 'newest'] as const) {
        const ids = meant.map(({ id }) => id).sort((a, b) => (sort === 'oldest' ? a - b : b - a))
        for (const page of [1, 2, Math.max(1, Math.ceil(ids.length / 5)), 1_000]) {
          const { total, data } = await list({ ...filter, sort, page: String(page), per_page: '5' })
          const wanted = { filter, sort, page, total: ids.length, ids: ids.slice((page - 1) * 5, page * 5) }
          expect({ filter, sort, page, total, ids: data.map(({ id }) => id) }).toEqual(wanted)
        }
      }
    }
  }

  test('are the totals of every filter, whatever was written, also at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        app.make.person({
          username: `counted.${n}`,
          activated: n % 3 > 0,
          ...(n % 2 ? { email: `counted.${n}@example.org` } : {}),
          ...(n % 4 ? {} : { domain: 'other.example.org' }),
        }),
      ),
    )
    await agrees()
    const post = (path: string) => app.api.post(`/api/accounts/${path}`, undefined, { as: alice })
    await Promise.all(
      made.flatMap(({ id }, n) => [
        ...(n % 5 === 0 ? [post(`${id}/block`)] : []),
        ...(n % 5 === 1 ? [post(`${id}/activate`)] : []),
        ...(n % 5 === 2 ? [post(`${id}/deactivate`)] : []),
        ...(n % 7 === 3 ? [app.api.delete(`/api/accounts/${id}`, { as: alice })] : []),
      ]),
    )
    await agrees()
    await takeInDifferences(app.deps.db)
    await agrees()
    const { prisma } = app.deps.db
    await prisma.account.updateMany({ where: { username: { startsWith: 'counted.1' } }, data: { admin: true, email: null } })
    await prisma.account.deleteMany({ where: { username: { startsWith: 'counted.2' } } })
    await agrees()
    // what is not kept counts for nothing
    const undone = prisma.$transaction(async (tx) => {
      await tx.account.deleteMany({ where: { username: { startsWith: 'counted.' } } })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await agrees()
  }, 60_000)

  test('are the pages of many blocks of ids, also of what is rare', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => 100_000 + n * 1_111)
    await app.deps.db.prisma.account.createMany({
      data: ids.map((id, n) => ({
        id,
        username: `block.${id}`,
        domain: 'sip.example.org',
        spaceId: 1,
        activated: true,
        blocked: false,
        admin: n % 20 === 7,
      })),
    })
    await agrees()
    await app.deps.db.prisma.account.deleteMany({ where: { id: { in: ids } } })
    await agrees()
  }, 60_000)

  test('take differences in once, whoever does it, and while others count', async () => {
    const db = app.deps.db
    await Promise.all(Array.from({ length: 12 }, (_, n) => app.make.person({ username: `late.${n}` })))
    const sum = async () => [...(await countsByState(db)).values()].reduce((total, n) => total + n, 0)
    const before = await sum()
    const all = await Promise.all([takeInDifferences(db), sum(), takeInDifferences(db), sum(), takeInDifferences(db), sum()])
    expect([all[1], all[3], all[5], await sum()]).toEqual([before, before, before, before])
    expect(await takeInDifferences(db)).toBe(0)
    expect(before).toBe(await db.prisma.account.count())
  })

  test('find what is there now: new names, and none that are gone', async () => {
    const person = await app.make.person({ username: 'findable', email: 'Before@Example.org', phone: '+33612340001' })
    const found = async (search: string) => (await list({ search })).data.map(({ username }) => username)
    for (const text of ['ndab', 'fore@exa', '1234000', '+336123']) expect([text, await found(text)]).toEqual([text, ['findable']])
    await app.deps.db.prisma.account.update({
      where: { id: person.id },
      data: { email: 'after@example.org', displayName: 'Élodie Martin' },
    })
    expect([await found('fore@exa'), await found('fter@exa'), await found('die mart')]).toEqual([[], ['findable'], ['findable']])
    await app.deps.db.prisma.account.delete({ where: { id: person.id } })
    for (const text of ['ndab', 'fter@exa', '1234000', 'die mart']) expect([text, await found(text)]).toEqual([text, []])
  })

  /** Fills the list of what SQLite's index does not know yet, so that the index takes it in. */
  async function takenIn(): Promise<void> {
    const { prisma } = app.deps.db
    const ids = Array.from({ length: 256 }, (_, n) => 200_000 + n)
    const common = { domain: 'sip.example.org', spaceId: 1, activated: true, blocked: false, admin: false }
    await prisma.account.createMany({ data: ids.map((id) => ({ id, username: `pad.${id}`, ...common })) })
    await prisma.account.deleteMany({ where: { id: { in: ids } } })
  }

  test('find what is new, what is older, and what was changed, deleted or undone in either', async () => {
    const { prisma } = app.deps.db
    const found = async (search: string) => (await list({ search, sort: 'oldest' })).data.map(({ username }) => username)
    const names = ['stays', 'goes', 'moves', 'undone']
    const make = async (when: string) => {
      const made: Record<string, Person> = {}
      for (const name of names) made[name] = await app.make.person({ username: `${when}.xq.${name}` })
      return made
    }
    const change = async (when: string, made: Record<string, Person>) => {
      const id = (name: string) => ({ where: { id: made[name]!.id } })
      await prisma.account.delete(id('goes'))
      await prisma.account.update({ ...id('moves'), data: { username: `${when}.zk.moved`, displayName: 'ÉCLAIR Xq' } })
      await prisma.account.update({ ...id('moves'), data: { email: `${when}.wv@example.org` } })
      const undone = prisma.$transaction(async (tx) => {
        await tx.account.delete(id('undone'))
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
    }
    const early = await make('early')
    await takenIn()
    await change('early', early)
    const late = await make('late')
    await change('late', late)
    for (const moment of ['new', 'taken in']) {
      const all = {
        name: await found('.xq.'),
        moved: await found('.zk.'),
        shown: await found('éclair'),
        email: await found('.wv@ex'),
        address: await found('s@sip.ex'),
      }
      const both = (name: string) => [`early.${name}`, `late.${name}`]
      const moved = both('zk.moved')
      const wanted = { name: ['early.xq.stays', 'early.xq.undone', 'late.xq.stays', 'late.xq.undone'], moved, shown: moved, email: moved }
      expect({ moment, ...all }).toEqual({ moment, ...wanted, address: both('xq.stays') })
      await takenIn()
    }
    await prisma.account.deleteMany({ where: { username: { startsWith: 'early.' } } })
    await prisma.account.deleteMany({ where: { username: { startsWith: 'late.' } } })
    for (const text of ['.xq.', '.zk.', 'éclair', '.wv@ex']) expect([text, await found(text)]).toEqual([text, []])
  })

  if (databaseUnderTest === 'sqlite') {
    test('find, in steps, an account that was changed meanwhile', async () => {
      const { db } = app.deps
      const ids = Array.from({ length: 2_060 }, (_, n) => 300_000 + n)
      const common = { domain: 'sip.example.org', spaceId: 1, activated: true, blocked: false, admin: false }
      await db.prisma.account.createMany({ data: ids.map((id) => ({ id, username: `step.${id}`, ...common })) })
      await takenIn()
      for (const [order, changed] of [
        ['oldest', ids.at(-1)!],
        ['newest', ids[0]!],
      ] as const) {
        const walk = foundInSqlite(
          db,
          readAccountSearch('step.', () => []),
          { order, isPart: false },
        )
        const found = [...((await walk.next()).value ?? [])]
        expect(found).not.toContain(changed)
        await db.prisma.account.update({ where: { id: changed }, data: { displayName: order } })
        for await (const more of walk) found.push(...more)
        expect(found).toEqual(order === 'oldest' ? ids : ids.toReversed())
      }
      await db.prisma.account.deleteMany({ where: { id: { in: ids } } })
    })

    test('find, by an address, an account that the index takes in meanwhile', async () => {
      const { db } = app.deps
      await takenIn()
      const { id } = await app.make.person({ username: 'moving.house' })
      const common = { domain: 'sip.example.org', spaceId: 1 }
      const others = Array.from({ length: 300 }, (_, n) => ({ username: `passer.by.${n}`, ...common }))
      const crowded: Database = {
        ...db,
        async query<Row>(statement: Prisma.Sql) {
          const rows = await db.query<Row>(statement)
          // as many as the index takes in at once, right behind the first question to it
          if (statement.sql.includes('match') && others.length > 0) await db.prisma.account.createMany({ data: others.splice(0) })
          return rows
        },
      }
      const found: number[] = []
      const search = readAccountSearch('house@sip.exam', () => [])
      for await (const ids of foundInSqlite(crowded, search, { order: 'oldest', isPart: false })) found.push(...ids)
      expect(found).toEqual([id])
      expect(others).toEqual([])
      await db.prisma.account.deleteMany({ where: { username: { startsWith: 'passer.by.' } } })
    })

    test('find many for many who ask at once', async () => {
      const { prisma } = app.deps.db
      const data = Array.from({ length: 300 }, (_, n) => ({ username: `crowd.${n}`, domain: 'sip.example.org', spaceId: 1 }))
      await prisma.account.createMany({ data })
      await takenIn()
      const pages = await Promise.all(Array.from({ length: 150 }, () => list({ search: 'crowd.', cursor: '', sort: 'oldest' })))
      expect(new Set(pages.map(({ data }) => data.map(({ username }) => username).join()))).toEqual(
        new Set([
          data
            .slice(0, 20)
            .map(({ username }) => username)
            .join(),
        ]),
      )
      await prisma.account.deleteMany({ where: { username: { startsWith: 'crowd.' } } })
    })

    test('find the same before and after the index has taken them in, in whatever letters', async () => {
      const found = async (search: string) => (await list({ search, sort: 'oldest' })).data.map(({ username }) => username)
      const shown = ['Μεσαίος Δρόμος', 'Straße ÉCOLE', 'ſtone µmeter', 'İzmir ılık']
      const people = await Promise.all(shown.map((_, n) => app.make.person({ username: `letters.${n}` })))
      for (const [n, { id }] of people.entries())
        await app.deps.db.prisma.account.update({ where: { id }, data: { displayName: shown[n]! } })
      const texts = ['ΜΕΣ', 'μες', 'ΔΡΌΜΟΣ', 'δρόμος', 'straße', 'école', 'STONE', 'ΜMETER', 'µme', 'ILIK', 'ılı', 'ZMIR']
      const all = async () => Promise.all(texts.map(async (text) => [text, await found(text)]))
      const late = await all()
      await takenIn()
      expect(late).toEqual(await all())
      expect(Object.fromEntries(late)).toMatchObject({
        ΜΕΣ: ['letters.0'],
        école: ['letters.1'],
        STONE: ['letters.2'],
        ZMIR: ['letters.3'],
      })
    })

    test('keep nothing of an account that is gone, or of a name that was changed', async () => {
      // three rare letters in a row: beside nothing that begins like them, the index writes them as they are
      const [gone, former, now] = ['龘靐齉', '灪龖厵', '癵驫麣']
      const person = await app.make.person({ username: 'rare.one' })
      const other = await app.make.person({ username: 'rare.two' })
      const { prisma } = app.deps.db
      const called = (id: number, displayName: string) => prisma.account.update({ where: { id }, data: { displayName } })
      const has = async (letters: string) => {
        const blocks = await prisma.$queryRaw<{ block: Uint8Array }[]>`select block from derived_account_search_data`
        return blocks.some(({ block }) => Buffer.from(block).includes(letters.slice(1)))
      }
      await called(person.id, gone)
      await called(other.id, former)
      expect([await has(gone), await has(former)]).toEqual([false, false])
      await takenIn()
      expect([await has(gone), await has(former)]).toEqual([true, true])
      await prisma.account.delete({ where: { id: person.id } })
      await called(other.id, now)
      await takenIn()
      expect([await has(gone), await has(former), await has(now)]).toEqual([false, false, true])
    })
  }

  test('are counted anew after something was written past the triggers', async () => {
    const { db } = app.deps
    await app.make.user()
    const right = await countsByState(db)
    await db.prisma.$executeRaw`update derived_account_counts set n = n + 1`
    await db.prisma.$executeRaw`insert into derived_account_counts (domain, block, state, n) values ('', 99, 63, 5)`
    expect(await totalsAreRight(db)).toBe(false)
    await recount(db)
    expect([await totalsAreRight(db), await countsByState(db)]).toEqual([true, right])
  })

  test('are in another process what they are here', async () => {
    const other = await openDatabase(app.deps.config.databaseUrl)
    try {
      expect(await countsByState(other)).toEqual(await countsByState(app.deps.db))
    } finally {
      await other.close()
    }
  })
})
