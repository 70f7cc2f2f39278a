import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('a walk by cursor', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const page = (query: Record<string, string>) => app.api.get(`/api/accounts?${new URLSearchParams(query)}`, { as: alice })
  const make = (prefix: string, count: number) =>
    Promise.all(Array.from({ length: count }, async (_, i) => (await app.make.person({ username: `${prefix}.${i}`.padEnd(8, 'x') })).id))

  /** Walks to the end; `between` happens after each page. */
  async function walk(query: Record<string, string>, between: (seen: number[]) => Promise<unknown> = async () => undefined) {
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { status, body }: Awaited<ReturnType<typeof page>> = await page({ ...query, cursor })
      expect(status).toBe(200)
      expect(Object.keys(body).sort()).toEqual(['data', 'next_cursor', 'per_page'])
      seen.push(...body.data.map((account: { id: number }) => account.id))
      cursor = body.next_cursor
      await between(seen)
    }
    return seen
  }

  test('meets every account once, in the order of ids, whatever the size of pages', async () => {
    const ids = (await make('plain', 23)).sort((a, b) => a - b)
    for (const per_page of ['1', '5', '23', '22', '100']) expect(await walk({ search: 'plain', per_page })).toEqual(ids)
  })

  test('takes 20 at a time unless told otherwise', async () => {
    await make('twenty', 21)
    const { body } = await page({ search: 'twenty', cursor: '' })
    expect(body.per_page).toBe(20)
    expect(body.data).toHaveLength(20)
    const last = await page({ search: 'twenty', cursor: body.next_cursor })
    expect(last.body.data).toHaveLength(1)
    expect(last.body.next_cursor).toBeNull()
  })

  test('skips and repeats nobody who was there throughout, whatever comes and goes meanwhile', async () => {
    const ids = (await make('moving', 30)).sort((a, b) => a - b)
    const gone = new Set<number>()
    let turn = 0
    const seen = await walk({ search: 'moving', per_page: '4' }, async (met) => {
      await make(`moving.${++turn}.new`, 2)
      if (turn > 6) return
      // one that was met, so that all behind it move up by one place, the very last met, and one still to come
      for (const id of [met[turn]!, met.at(-1)!, ids[ids.length - turn]!]) {
        if (gone.has(id)) continue
        await app.api.delete(`/api/accounts/${id}`, { as: alice })
        gone.add(id)
      }
    })
    expect(gone.size).toBeGreaterThan(12)
    expect(new Set(seen).size).toBe(seen.length)
    const throughout = ids.filter((id) => !gone.has(id))
    expect(throughout.filter((id) => !seen.includes(id))).toEqual([])
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  test('of nothing ends at once', async () => {
    expect((await page({ search: 'no.such.account', cursor: '' })).body).toEqual({ data: [], next_cursor: null, per_page: 20 })
  })

  test('ignores a page number', async () => {
    await make('paged', 3)
    expect((await page({ search: 'paged', page: '2', cursor: '' })).body.data).toHaveLength(3)
  })

  test.each([
    'a',
    'YQ',
    '%',
    'YTI=',
    'MTIz',
    'LTE',
    "'",
    Buffer.from('a99999999999').toString('base64url'),
    Buffer.from('a2147483648').toString('base64url'),
    'x'.repeat(256),
  ])('refuses a cursor that is not ours: %.20s', async (cursor) => {
    const response = await page({ cursor })
    expect(response.status).toBe(422)
    expect(Object.keys(response.body.errors)).toEqual(['cursor'])
  })
})
