import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('the list of accounts', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
    await app.make.person({ username: 'under_score', email: 'First.Last@Example.org' })
    await app.make.person({ username: 'underxscore', phone: '+33612345678' })
    await app.make.person({ username: 'plus+minus-', activated: false })
    await app.make.person({ username: 'elsewhere', domain: 'other.example.org', email: 'x%y@example.org' })
    await app.make.admin({ username: 'second.admin', domain: 'other.example.org' })
  })

  const names = async (query: Record<string, string>) => {
    const response = await app.api.get(`/api/accounts?${new URLSearchParams(query)}`, { as: alice })
    expect(response.status).toBe(200)
    expect(response.body.total).toBe(response.body.data.length)
    const walked = await app.api.get(`/api/accounts?${new URLSearchParams({ ...query, cursor: '' })}`, { as: alice })
    expect(walked.body.data).toEqual(response.body.data)
    return response.body.data.map((account: { username: string }) => account.username)
  }
  const ALL = ['alice.admin', 'under_score', 'underxscore', 'plus+minus-', 'elsewhere', 'second.admin']

  test.each([
    ['a part of the user name', 'score', ['under_score', 'underxscore']],
    ['a long text, though others end like it', 'Second.admin', ['second.admin']],
    ['nothing for a long text of which only the end is known', 'first.admin', []],
    ['any case', 'UNDER', ['under_score', 'underxscore']],
    ['_ as a letter like others', 'r_s', ['under_score']],
    ['one or two letters: what begins with them', 'un', ['under_score', 'underxscore']],
    ['one or two letters, in any case', 'X%', ['elsewhere']],
    ['nothing for what one letter is within', '%', []],
    ['the end of a user name with its domain', 'where@other', ['elsewhere']],
    ['a domain', '@other.example', ['elsewhere', 'second.admin']],
    ['one letter of a domain: what begins with it', '@o', ['elsewhere', 'second.admin']],
    ['no e-mail address by a letter of its domain', '@E', []],
    ['% in an address', 'X%Y', ['elsewhere']],
    ['a backslash as a letter like others', '\\', []],
    ['a part of the e-mail, in any case', 'last@EXAMPLE', ['under_score']],
    ['a part of the phone', '+33612', ['underxscore']],
    ['+ and -', '+minus-', ['plus+minus-']],
    ['spaces around', '  elsewhere ', ['elsewhere']],
    ['nothing', '', ALL],
    ['spaces alone', '   ', ALL],
    ['a quote', "'", []],
    ['what is beyond ASCII', 'é☃', []],
  ])('searches %s', async (_, search, found) => {
    expect(await names({ search })).toEqual(found)
  })

  test('finds display names of other alphabets, as they are typed, and those of one or two letters', async () => {
    const { prisma } = app.deps.db
    const { id } = await prisma.account.findFirstOrThrow({ where: { username: 'elsewhere' } })
    const found = async (displayName: string, search: string) => {
      await prisma.account.update({ where: { id }, data: { displayName } })
      return (await names({ search })).join()
    }
    for (const name of ['Élodie', 'ÉLODIE Martin', 'İstanbul', 'ΝΙΚΟΣ', 'Straße', '李明', 'Bo', 'Ян', 'O"Neil', 'x%_y'])
      expect([name, await found(name, name)]).toEqual([name, 'elsewhere'])
    expect(await found('Élodie Martin', 'élo')).toBe('elsewhere')
    expect(await found('Bo Derek', 'bo')).toBe('elsewhere')
    await prisma.account.update({ where: { id }, data: { displayName: null } })
  })

  test('filters by domain, in any case', async () => {
    expect(await names({ domain: 'Other.Example.Org' })).toEqual(['elsewhere', 'second.admin'])
    expect(await names({ domain: 'nowhere.example.net' })).toEqual([])
  })

  test.each(['true', '1'])('filters by activated and admin: %s', async (yes) => {
    const no = yes === '1' ? '0' : 'false'
    expect(await names({ activated: no })).toEqual(['plus+minus-'])
    expect(await names({ activated: yes })).toEqual(ALL.filter((name) => name !== 'plus+minus-'))
    expect(await names({ admin: yes })).toEqual(['alice.admin', 'second.admin'])
    expect(await names({ admin: no })).toEqual(['under_score', 'underxscore', 'plus+minus-', 'elsewhere'])
  })

  test('counts a blocked account as what it shows, and filters by blocked', async () => {
    const { id } = await app.make.person({ username: 'now.blocked' })
    expect((await app.api.post(`/api/accounts/${id}/block`, undefined, { as: alice })).body).toMatchObject({ activated: true })
    expect(await names({ search: 'now.blocked', activated: 'true' })).toEqual(['now.blocked'])
    expect(await names({ search: 'now.blocked', activated: 'false' })).toEqual([])
    expect(await names({ blocked: '1' })).toEqual(['now.blocked'])
    expect(await names({ search: 'now.blocked', blocked: 'false' })).toEqual([])
    await app.deps.db.prisma.account.delete({ where: { id } })
  })

  test('combines filters', async () => {
    expect(await names({ admin: 'true', domain: 'other.example.org', search: 'admin' })).toEqual(['second.admin'])
    expect(await names({ admin: 'true', activated: 'false' })).toEqual([])
  })

  test('finds what lies far apart, by page and by cursor', async () => {
    const ids = [30_001, 30_002, 75_000, 120_000]
    await app.deps.db.prisma.account.createMany({
      data: ids.map((id) => ({
        id,
        username: `far.apart.${id}`,
        domain: 'sip.example.org',
        spaceId: alice.record.spaceId,
        createdAt: new Date(),
      })),
    })
    const pages = await Promise.all(
      [1, 2, 3].map((page) => app.api.get(`/api/accounts?search=far.apart&per_page=2&page=${page}`, { as: alice })),
    )
    expect(pages.map(({ body }) => [body.total, body.data.map(({ id }: { id: number }) => id)])).toEqual([
      [4, [30_001, 30_002]],
      [4, [75_000, 120_000]],
      [4, []],
    ])
    const walked: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await app.api.get(`/api/accounts?search=far.apart&per_page=1&cursor=${cursor}`, { as: alice })
      walked.push(...body.data.map(({ id }: { id: number }) => id))
      cursor = body.next_cursor
    }
    expect(walked).toEqual(ids)
  })
})
