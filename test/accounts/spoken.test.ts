import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('the search for accounts, by what people say and paste', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ username: 'alice.admin' })
    const bob = await app.make.user({ username: 'bob.builder', email: 'bob@mail.example.org', phone: '+33612345699' })
    await app.make.user({ username: 'bob.builder.two' })
    await app.make.user({ username: 'bob.builder', domain: 'other.example.org' })
    await app.make.user({ username: 'carla.italia', phone: '+390612345678' })
    await app.make.user({ username: '+79123456789' })
    await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { displayName: 'Bob Édouard Müller' } })
  })

  const names = async (search: string) => {
    const { status, body } = await app.api.get(`/api/accounts?${new URLSearchParams({ search })}`, { as: alice })
    expect(status).toBe(200)
    return body.data.map(({ username, domain }: Person) => `${username}@${domain.split('.')[0]}`)
  }
  const BOB = 'bob.builder@sip'

  test.each([
    'bob.builder@sip.example.org',
    'Bob.Builder@SIP.example.org',
    'sip:bob.builder@sip.example.org',
    'sips:bob.builder@sip.example.org:5061',
    'sip:bob.builder@sip.example.org;transport=tls',
    '<sip:bob.builder@sip.example.org;gr=urn:uuid:1>;tag=a1',
    '"Bob" <sip:bob.builder@sip.example.org>',
    'bob.builder@sip.example.org;transport=tls',
    'bob.builder@sip.ex',
    'mailto:bob@mail.example.org',
    'Bob <bob@mail.example.org>',
    'édouard',
    'ÉDOUARD',
    'müller',
    'bob É',
    '+33 6 12 34 56 99',
    '+33 (0)6 12 34 56 99',
    '0033 6-12-34-56-99',
    '33612345699',
    'tel:+33-6-12-34-56-99',
    'sip:+33612345699@sip.example.org;user=phone',
    '06 12 34 56 99',
    '06.12.34.56.99',
    '0612345699',
    '06\u00a012\u202f34 56 99',
    '12 34 56 99',
    '+33 612 345 6',
    '345-699',
  ])('finds %s', async (search) => {
    expect(await names(search)).toEqual([BOB])
  })

  test.each([
    ['bob.builder', [BOB, 'bob.builder.two@sip', 'bob.builder@other']],
    ['sip:bob.builder', [BOB, 'bob.builder.two@sip', 'bob.builder@other']],
    ['er@other', ['bob.builder@other']],
    ['06 12 34', [BOB, 'carla.italia@sip']],
    ['06 1234 5678', ['carla.italia@sip']],
    ['8 912 345-67-89', ['+79123456789@sip']],
    ['+7 912', ['+79123456789@sip']],
    ['7 912 345 67 89', ['+79123456789@sip']],
    ['00 7 912 345 67 89', ['+79123456789@sip']],
    ['bob builder', []],
    ['bob.builder@sip.example.net', []],
    ['06 12 34 56 98', []],
    ['()', []],
    ['<>', []],
    ['sip:', []],
    ['%', []],
  ])('finds by %s as many as it can mean', async (search, found) => {
    expect(await names(search)).toEqual(found)
  })

  test.each(['%d', '#%d', 'id:%d', 'ID %d', ' # %d '])('finds an account by its number: %s', async (text) => {
    const { id } = await app.deps.db.prisma.account.findFirstOrThrow({ where: { username: 'carla.italia' } })
    expect(await names(text.replace('%d', String(id)))).toContain('carla.italia@sip')
    expect(await names(`#${id + 1000}`)).toEqual([])
  })
})
