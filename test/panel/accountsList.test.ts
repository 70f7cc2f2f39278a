import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp("the panel's list of accounts", () => {
  const app = useApp()
  let browser: PanelClient
  let alice: Person
  let bob: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
    bob = await app.make.user({ username: 'bob.builder', phone: '+33612345699' })
    await app.make.unconfirmed({ username: 'carol.waits', email: 'carol@example.org' })
    await app.make.user({ username: 'robert.bob.builder', domain: 'other.example.org' })
    for (let i = 10; i < 70; i++) await app.make.user({ username: `crowd.${i}` })
    const day = (id: number, createdAt: string) => app.deps.db.prisma.account.update({ where: { id }, data: { createdAt } })
    await day(alice.id, '2026-01-01T00:00:00.000Z')
    await day(bob.id, '2026-03-31T23:59:59.999Z')
    browser = new PanelClient(app)
    await browser.logIn(alice)
  })

  const page = async (query: Record<string, string> = {}): Promise<ApiResponse> => {
    const answer = await browser.get(`/accounts?${new URLSearchParams(query)}`)
    expect(answer.status).toBe(200)
    return answer
  }
  const listed = ({ text }: ApiResponse) =>
    [...text.matchAll(/<th scope="row"><a href="\/accounts\/\d+">([^<]+)<wbr>/g)].map(([, name]) => name)
  const names = async (query: Record<string, string>) => listed(await page(query))

  test('begins with what was made last', async () => {
    const found = await names({})
    expect([found.length, found[0], found[19]]).toEqual([20, 'crowd.69', 'crowd.50'])
  })

  test.each([
    ['oldest', ['alice.admin', 'bob.builder', 'carol.waits', 'robert.bob.builder']],
    ['name', ['alice.admin', 'bob.builder', 'carol.waits', 'crowd.10']],
  ])('is in another order on request: %s', async (sort, first) => {
    expect((await names({ sort })).slice(0, 4)).toEqual(first)
  })

  test.each(['bob.builder@sip.example.org', 'sip:bob.builder@sip.example.org;transport=tls', '06 12 34 56 99', '0033612345699'])(
    'finds what people say and paste: %s',
    async (search) => {
      expect(await names({ search })).toEqual(['bob.builder'])
    },
  )

  test('shows the account that is named first, and then those that have the text as a part, page by page', async () => {
    expect(await names({ search: 'bob.builder' })).toEqual(['bob.builder', 'robert.bob.builder'])
    expect(await names({ search: 'bob.builder', sort: 'name' })).toEqual(['bob.builder', 'robert.bob.builder'])
    const crowd = await app.deps.db.prisma.account.findFirstOrThrow({ where: { username: 'crowd.33' } })
    expect((await names({ search: `#${crowd.id}` }))[0]).toBe('crowd.33')
    expect((await names({ search: `id:${crowd.id}` }))[0]).toBe('crowd.33')
    const digits = String(crowd.id)
    const one = await names({ search: digits })
    expect([one[0], one.filter((name) => name === 'crowd.33').length]).toEqual(['crowd.33', 1])
    await app.make.user({ username: 'crowd' })
    const pages = [1, 2, 3, 4].map(async (number) => names({ search: 'crowd', page: String(number) }))
    const all = (await Promise.all(pages)).flat()
    expect([all.length, new Set(all).size, all[0], all[1], all.at(-1)]).toEqual([61, 61, 'crowd', 'crowd.69', 'crowd.10'])
    await app.deps.db.prisma.account.deleteMany({ where: { username: 'crowd' } })
  })

  test.each([
    [{ email: 'yes' }, ['carol.waits']],
    [{ phone: 'yes' }, ['bob.builder']],
    [{ email: 'no', phone: 'no', state: 'active', role: 'admin' }, ['alice.admin']],
    [{ domain: 'other.example.org' }, ['robert.bob.builder']],
    [{ since: '2026-01-01', until: '2026-01-01' }, ['alice.admin']],
    [{ since: '2026-01-02', until: '2026-03-31' }, ['bob.builder']],
    [{ until: '2026-03-31' }, ['bob.builder', 'alice.admin']],
    [{ until: '2025-12-31' }, []],
    [{ since: '2026-01-02', until: '2026-01-01' }, []],
  ])('is narrowed to %j', async (query, found) => {
    expect(await names(query)).toEqual(found)
  })

  test.each<Record<string, string>>([
    { since: 'x' },
    { until: '2026-02-30' },
    { email: 'maybe' },
    { sort: 'id' },
    { size: '7' },
    { since: '0000-01-01' },
  ])('leaves out what no form says: %j', async (query) => {
    expect((await names(query))[0]).toBe('crowd.69')
  })

  test('shows each filter that is set, and a click takes it off', async () => {
    const found = await page({ search: 'crowd', state: 'active', phone: 'no', since: '2026-02-01', sort: 'name', size: '50' })
    const chips = [...found.text.matchAll(/<li><a href="(\/accounts[^"]*)"><span class="hidden">([^<]*)</g)].map(([, href, text]) => [
      text,
      Object.fromEntries(new URLSearchParams(href!.replaceAll('&amp;', '&').split('?')[1])),
    ])
    const all = { search: 'crowd', state: 'active', phone: 'no', since: '2026-02-01', sort: 'name', size: '50' }
    const less = (name: keyof typeof all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== name))
    expect(chips).toEqual([
      ['Remove the filter Search: crowd', less('search')],
      ['Remove the filter Status: Active', less('state')],
      ['Remove the filter Phone number: Without', less('phone')],
      ['Remove the filter Created since: 1 Feb 2026', less('since')],
    ])
    expect(found.text).toContain('<a href="/accounts?sort=name&amp;size=50">Clear filters</a>')
    expect((await page()).text).not.toContain('class="chips"')
  })

  test('has pages of the size that is asked for, and goes to one by its number', async () => {
    const fifty = await page({ size: '50', sort: 'oldest' })
    expect(listed(fifty)).toHaveLength(50)
    expect(fifty.text).toContain('Page 1 of 2')
    expect(fifty.text).toContain('/accounts?sort=oldest&amp;size=50&amp;page=2')
    const third = await page({ search: 'crowd', state: 'active', page: '3' })
    expect(listed(third)).toHaveLength(20)
    const form = /<form method="get" action="\/accounts" class="jump">[\s\S]*?<\/form>/.exec(third.text)![0]
    const fields = [...form.matchAll(/<input\b[^>]*name="(\w+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, value])
    expect(fields).toEqual([
      ['search', 'crowd'],
      ['state', 'active'],
      ['page', '3'],
    ])
    const behind = await browser.get('/accounts?search=crowd&page=9')
    expect([behind.status, behind.header('location')]).toEqual([303, '/accounts?search=crowd&page=3'])
  })

  test('speaks French', async () => {
    const french = new PanelClient(app, 'fr')
    await french.logIn(alice)
    const { text } = await french.get('/accounts?state=blocked&until=2026-01-01')
    expect(text).toContain('Retirer le filtre Statut\u00a0: Bloqués')
    expect(text).toContain('Retirer le filtre Créé jusqu’au\u00a0: 1 janv. 2026')
    expect(text).not.toMatch(/undefined|\[object/)
  })
})
