import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('the order of a list of accounts', () => {
  const app = useApp()
  let alice: Person
  /** of the accounts with `sorted` in their names, in the order in which they were made, far apart */
  const made = ['sorted.c', 'sorted.a', 'sorted.d', 'sorted.b', 'sorted.e']
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
    const { domain } = alice
    await app.deps.db.prisma.account.createMany({
      data: made.map((username, i) => ({
        ...{ id: 5_000 + i * 10_000, username, domain, spaceId: alice.record.spaceId, createdAt: new Date() },
      })),
    })
  })

  /** `a` has logged in last, of two times, `e` before, `d` could not, and the others never tried. */
  beforeAll(async () => {
    const row = (username: string, scheme: string, result: string, ago: number) => {
      const at = new Date(app.clock.now() - ago * 1000)
      return {
        ...{ accountId: 5_000 + made.indexOf(username) * 10_000, scheme, result, address: '192.0.2.7' },
        ...{ firstAt: at, lastAt: at, times: 1 },
      }
    }
    await app.deps.db.prisma.login.createMany({
      data: [
        row('sorted.a', 'digest', 'ok', 500),
        row('sorted.e', 'panel', 'ok', 60),
        row('sorted.a', 'panel', 'ok', 50),
        row('sorted.d', 'panel', 'wrong', 10),
      ],
    })
  })

  const list = (query: Record<string, string>) =>
    app.api.get(`/api/accounts?${new URLSearchParams({ search: 'sorted', ...query })}`, { as: alice })
  const namesOf = ({ body }: Awaited<ReturnType<typeof list>>): string[] => body.data.map(({ username }: Person) => username)
  const ORDERS = {
    oldest: made,
    newest: [...made].reverse(),
    name: [...made].sort(),
    last_login: ['sorted.a', 'sorted.e', 'sorted.b', 'sorted.d', 'sorted.c'],
  } as const

  test.each(['oldest', 'newest', 'name', 'last_login'] as const)('is %s, whatever the size of pages', async (sort) => {
    expect(namesOf(await list({ sort }))).toEqual(ORDERS[sort])
    for (const per_page of ['1', '2', '4']) {
      const pages: string[] = []
      for (let page = 1; page <= Math.ceil(made.length / Number(per_page)); page++) {
        const answer = await list({ sort, per_page, page: String(page) })
        expect(answer.body.total).toBe(made.length)
        pages.push(...namesOf(answer))
      }
      expect(pages).toEqual(ORDERS[sort])
    }
  })

  test.each(['oldest', 'newest', 'name'] as const)('is %s without any filter, and kept by the links', async (sort) => {
    const { body } = await app.api.get(`/api/accounts?sort=${sort}&per_page=5`, { as: alice })
    const all =
      sort === 'newest' ? [...made].reverse() : sort === 'oldest' ? ['alice.admin', ...made] : ['alice.admin', ...[...made].sort()]
    expect(body.data.map(({ username }: Person) => username)).toEqual(all.slice(0, 5))
    expect(body.next_page_url).toContain(`sort=${sort}`)
  })

  test.each<Record<string, string>>([{ search: 'sorted' }, {}])('newest first holds for a walk by cursor as well: %j', async (filter) => {
    const walked: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: URLSearchParams = new URLSearchParams({ ...filter, sort: 'newest', per_page: '2', cursor })
      const { body } = await app.api.get(`/api/accounts?${query}`, { as: alice })
      walked.push(...body.data.map(({ username }: Person) => username))
      cursor = body.next_cursor
    }
    expect(walked).toEqual([...[...made].reverse(), ...('search' in filter ? [] : ['alice.admin'])])
  })

  test('the last log-in is of all accounts, without any filter too', async () => {
    const { body } = await app.api.get('/api/accounts?sort=last_login&per_page=100', { as: alice })
    const names = body.data.map(({ username }: Person) => username)
    expect([names.filter((name: string) => name.startsWith('sorted')), body.total]).toEqual([ORDERS.last_login, names.length])
  })

  test('a walk cannot be by name or last log-in, and a cursor is good for its own order', async () => {
    for (const sort of ['name', 'last_login']) {
      const refused = await list({ sort, cursor: '' })
      expect([refused.status, Object.keys(refused.body.errors)]).toEqual([422, ['sort']])
    }
    const { next_cursor } = (await list({ sort: 'newest', per_page: '1', cursor: '' })).body
    expect((await list({ cursor: next_cursor })).status).toBe(422)
    expect((await list({ sort: 'oldest', cursor: next_cursor })).status).toBe(422)
  })

  test('names that are the same are in the order of their domains', async () => {
    for (const domain of ['sip.example.org', 'other.example.org']) await app.make.user({ username: 'twin.name', domain })
    const { body } = await list({ search: 'twin.name', sort: 'name' })
    expect(body.data.map(({ domain }: Person) => domain)).toEqual(['other.example.org', 'sip.example.org'])
  })
})
