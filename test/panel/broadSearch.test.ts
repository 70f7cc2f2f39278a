import { listAccounts } from '../../src/services/accounts/list/list.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'

/** Names that come in another order than their accounts were made in; one of ten is activated. */
const CROWD = Array.from({ length: 20_500 }, (_, i) => `zz.${String((i * 7919) % 20_500).padStart(5, '0')}`)
const FEW = Array.from({ length: 1_001 }, (_, i) => `few.${String(i).padStart(4, '0')}`)
const PER_PAGE = 20

describeApp("what the panel's search finds too many of", () => {
  const app = useApp()
  let browser: PanelClient
  let shown: { name: string; active: boolean; at: number }[]
  beforeAll(async () => {
    const { prisma } = app.deps.db
    const alice = await app.make.admin({ username: 'alice.admin' })
    const { spaceId, domain } = await prisma.account.findUniqueOrThrow({ where: { id: alice.id } })
    const isActive = (i: number): boolean => i % 10 === 3
    const account = (username: string, i: number) => ({ username, domain, spaceId, email: `mail${i}@example.net`, activated: isActive(i) })
    for (let i = 0; i < CROWD.length; i += 5_000)
      await prisma.account.createMany({ data: CROWD.slice(i, i + 5_000).map((name, j) => account(name, i + j)) })
    await prisma.account.createMany({ data: FEW.map((username) => ({ username, domain, spaceId })) })
    const some = await prisma.account.findMany({ where: { username: { in: CROWD.slice(100, 103) } }, orderBy: { id: 'asc' } })
    const login = { scheme: 'digest', result: 'ok', address: '192.0.2.20', userAgent: 'app', times: 1 }
    const loginAt = (i: number): Date => new Date(app.clock.now() - i * 60_000)
    await prisma.login.createMany({
      data: some.map(({ id }, i) => ({ ...login, accountId: id, firstAt: loginAt(i), lastAt: loginAt(i) })),
    })
    shown = CROWD.map((name, i) => ({ name, active: isActive(i), at: i >= 100 && i < 103 ? 103 - i : 0 }))
    browser = new PanelClient(app)
    await browser.logIn(alice)
  })

  const page = async (query: Record<string, string>) => {
    const answer = await browser.get(`/accounts?${new URLSearchParams(query)}`)
    const names = [...answer.text.matchAll(/<th scope="row"><a href="\/accounts\/\d+">([^<]+)<wbr>/g)].map(([, name]) => name)
    const title = /<h2>([^<]+)<\/h2>/.exec(answer.text)?.[1]
    return { ...answer, names, title }
  }
  const inOrder = {
    '': () => shown.toReversed(),
    oldest: () => shown,
    name: () => shown.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    last_login: () => shown.toReversed().toSorted((a, b) => b.at - a.at),
  }

  type Shown = (typeof shown)[number]
  const begins = ({ name }: Shown): boolean => name.startsWith('zz.')
  const all = (): boolean => true
  describe.each([
    ['z', begins],
    ['ZZ', begins],
    ['zz.', begins],
    ['Example.net', all],
    ['@example.net', all],
  ])('such as %s', (search, isFound) => {
    test.each(Object.keys(inOrder) as (keyof typeof inOrder)[])(
      'is a page after the other all the same, in the order "%s"',
      async (sort) => {
        for (const number of [1, 3, 60]) {
          const all = inOrder[sort]().filter(isFound)
          const { names, title, text } = await page({ search, sort, page: String(number) })
          expect(names).toEqual(all.slice((number - 1) * PER_PAGE, number * PER_PAGE).map(({ name }) => name))
          expect(title).toBe('More than 1,000 accounts')
          expect(text).toContain(`<span>Page ${number}</span>`)
          expect(text).toContain(`page=${number + 1}" rel="next">Next</a></span>`)
          expect(text).toContain('>All of this search</option>')
        }
      },
    )

    test('is narrowed by other filters', async () => {
      const all = inOrder['']().filter((one) => isFound(one) && one.active)
      const { names, title } = await page({ search, state: 'active', page: '2' })
      expect(names).toEqual(all.slice(PER_PAGE, 2 * PER_PAGE).map(({ name }) => name))
      expect(title).toBe('More than 1,000 accounts')
    })
  })

  test.each(['mail1003@example.net', 'ail1003@example.ne'])('whose end alone finds too many is found as a whole: %s', async (search) => {
    const { names, title } = await page({ search })
    expect([names, title]).toEqual([[CROWD[1_003]], '1 account'])
  })

  test('is counted up to its end where a page is near it', async () => {
    expect((await page({ search: 'few.' })).title).toBe('More than 1,000 accounts')
    const { title, text, names } = await page({ search: 'few.', page: '51' })
    expect([title, names]).toEqual(['1,001 accounts', ['few.0000']])
    expect(text).toContain('<span>Page 51 of 51</span>')
    const beyond = await page({ search: 'few.', page: '60' })
    expect([beyond.status, beyond.header('location')]).toEqual([303, '/accounts?search=few.&page=51'])
    await app.deps.db.prisma.account.delete({ where: { username_domain: { username: 'few.0500', domain: 'sip.example.org' } } })
    expect((await page({ search: 'few.' })).title).toBe('1,000 accounts')
  })

  test.each(Object.keys(inOrder).slice(1) as ('oldest' | 'name' | 'last_login')[])(
    'of a time are pages too, in the order "%s"',
    async (sort) => {
      const query = { sort, createdSince: new Date(app.clock.now() - 86_400_000), activated: true, page: 7 }
      const all = await listAccounts(app.deps, query)
      const counted = await listAccounts(app.deps, { ...query, countedTo: 500 })
      expect([all.total, all.more, counted.total, counted.more]).toEqual([CROWD.length / 10 + 1, false, 500, true])
      expect(counted.accounts).toEqual(all.accounts)
      const many = await listAccounts(app.deps, { sort, createdSince: query.createdSince, page: 7, countedTo: 20_100 })
      const none = await listAccounts(app.deps, { sort, createdSince: query.createdSince, page: 7 })
      expect([many.total, many.more]).toEqual([20_100, true])
      expect(many.accounts).toEqual(none.accounts)
    },
  )

  test('is exact in the API', async () => {
    const admin = await app.make.admin()
    const { body } = await app.api.get('/api/accounts?search=zz.&per_page=1&countedTo=1', { as: admin })
    expect(body).toMatchObject({ total: CROWD.length, last_page: CROWD.length })
  })
})
