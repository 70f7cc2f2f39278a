import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

const LIST = 'http://accounts.test/api/accounts'

describeApp('a numbered page of accounts', () => {
  const app = useApp()
  let alice: Person
  let ids: number[]
  /** 46 accounts, all made here */
  beforeAll(async () => {
    alice = await app.make.admin()
    ids = [alice.id]
    for (let i = 0; i < 45; i++) ids.push((await app.make.person({ activated: i % 3 === 0 })).id)
  })

  const list = (query = '') => app.api.get(`/api/accounts${query}`, { as: alice })
  const idsOf = (page: { data: { id: number }[] }) => page.data.map((account) => account.id)

  test('has 20 accounts in the order of their ids, and says where it is', async () => {
    const { status, body } = await list()
    expect(status).toBe(200)
    expect(idsOf(body)).toEqual(ids.slice(0, 20))
    expect({ ...body, data: undefined }).toEqual({
      data: undefined,
      current_page: 1,
      from: 1,
      to: 20,
      total: 46,
      last_page: 3,
      per_page: 20,
      path: LIST,
      first_page_url: `${LIST}?page=1`,
      last_page_url: `${LIST}?page=3`,
      prev_page_url: null,
      next_page_url: `${LIST}?page=2`,
      links: [
        { url: null, label: 'Previous', active: false },
        { url: `${LIST}?page=1`, label: '1', active: true },
        { url: `${LIST}?page=2`, label: '2', active: false },
        { url: `${LIST}?page=3`, label: '3', active: false },
        { url: `${LIST}?page=2`, label: 'Next', active: false },
      ],
    })
  })

  test('in the middle and at the end has its own numbers', async () => {
    const middle = (await list('?page=2')).body
    expect(middle).toMatchObject({ current_page: 2, from: 21, to: 40, prev_page_url: `${LIST}?page=1`, next_page_url: `${LIST}?page=3` })
    expect(idsOf(middle)).toEqual(ids.slice(20, 40))
    const last = (await list('?page=3')).body
    expect(last).toMatchObject({ current_page: 3, from: 41, to: 46, prev_page_url: `${LIST}?page=2`, next_page_url: null })
    expect(idsOf(last)).toEqual(ids.slice(40))
  })

  test.each([4, 1000, 21_474_836])('past the end (%d) is empty', async (page) => {
    const { status, body } = await list(`?page=${page}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ current_page: page, data: [], from: null, to: null, total: 46, last_page: 3, next_page_url: null })
  })

  test('of nothing is one empty page', async () => {
    const { body } = await list('?search=no.such.account')
    expect(body).toMatchObject({
      current_page: 1,
      data: [],
      from: null,
      to: null,
      total: 0,
      last_page: 1,
      next_page_url: null,
      prev_page_url: null,
    })
    expect(body.links).toHaveLength(3)
  })

  test.each([1, 7, 46, 100])('has as many accounts as per_page says: %d', async (perPage) => {
    const { body } = await list(`?per_page=${perPage}`)
    expect(body).toMatchObject({ per_page: perPage, last_page: Math.ceil(46 / perPage), to: Math.min(perPage, 46) })
    expect(idsOf(body)).toEqual(ids.slice(0, perPage))
  })

  test('leads to the others by its links, which keep the query', async () => {
    const seen: number[] = []
    let next: string | null = `${LIST}?per_page=4&activated=true&domain=sip.example.org`
    while (next) {
      const url: URL = new URL(next)
      expect(url.searchParams.get('activated')).toBe('true')
      const { body } = await app.api.get(`${url.pathname}${url.search}`, { as: alice })
      seen.push(...idsOf(body))
      next = body.next_page_url
    }
    expect(seen).toEqual(ids.filter((_, i) => i === 0 || (i - 1) % 3 === 0))
  })

  test('leaves page numbers out of a long bar', async () => {
    const { body } = await list('?per_page=1&page=20')
    expect(body.links.map((link: { label: string }) => link.label)).toEqual([
      'Previous',
      '1',
      '2',
      '...',
      '17',
      '18',
      '19',
      '20',
      '21',
      '22',
      '23',
      '...',
      '45',
      '46',
      'Next',
    ])
    expect(body.links.filter((link: { label: string; url: string | null }) => (link.label === '...') !== (link.url === null))).toEqual([])
    expect(body.links.filter((link: { active: boolean }) => link.active)).toEqual([
      { url: `${LIST}?per_page=1&page=20`, label: '20', active: true },
    ])
  })

  test.each([
    ['page', '0'],
    ['page', '-1'],
    ['page', '1.5'],
    ['page', 'two'],
    ['page', '99999999999999999999'],
    ['per_page', '0'],
    ['per_page', '101'],
    ['per_page', 'all'],
    ['activated', 'maybe'],
    ['admin', '2'],
    ['domain', ''],
    ['sort', 'username'],
    ['search', 'x'.repeat(256)],
    ['search', '%00'],
  ])('with %s=%s is refused', async (name, value) => {
    const response = await list(`?${name}=${value}`)
    expect(response.status).toBe(422)
    expect(response.body.code).toBe('validation_failed')
    expect(Object.keys(response.body.errors)).toEqual([name])
  })

  test('with a parameter twice is refused', async () => {
    const response = await list('?page=1&page=2')
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors)).toEqual(['page'])
  })

  test('ignores parameters that the contract does not know', async () => {
    expect((await list('?colour=blue&page=3')).body.current_page).toBe(3)
  })
})
