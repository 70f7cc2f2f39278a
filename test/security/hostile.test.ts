import { ha1 } from '../../src/auth/digest.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { answered, digestFields, digestHeader, getWith } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { inSpace } from '../support/inSpace.js'
import { seeded } from '../support/seeded.js'

const ME = '/api/accounts/me'
/** as it goes into a header: UTF-8, one character per byte */
const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

describeApp('hostile credentials', () => {
  const app = useApp()
  let bob: Person
  beforeAll(async () => {
    bob = await app.make.user()
  })

  test('500 malformed Authorization headers are each a 401, a 429 where they are wrong answers, or a 400 with another uri', async () => {
    const dave = await app.make.user()
    const { authorization } = await answered(app.api, dave, { password: 'wrong-1' })
    const random = seeded(7616)
    const headers = Array.from({ length: 500 }, () => mangled(authorization, random))
    for (let i = 0; i < headers.length; i += 50) {
      const responses = await Promise.all(headers.slice(i, i + 50).map((header) => getWith(app.api, dave, header)))
      responses.forEach((response, j) => {
        if (![400, 401, 429].includes(response.status)) throw new Error(`${response.status} for ${headers[i + j]}`)
      })
    }
  })

  test.each([
    'Digest',
    'Digest ',
    'Digest ,,,,',
    'Digest username',
    'Digest username=',
    'Digest username="',
    'Digest username="\\',
    `Digest ${'a="b",'.repeat(1000)}`,
    `Digest username="${'\\"'.repeat(3000)}"`,
    `Digest ${'='.repeat(5000)}`,
    `digest username="${'a'.repeat(12_000)}"`,
  ])('an odd header is a 401, however long: %.40s', async (authorization) => {
    expect((await getWith(app.api, bob, authorization)).status).toBe(401)
  })

  test('a user name beyond ASCII logs in when an imported account has it', async () => {
    const jürgen = await imported('jürgen.müller')
    const header = digestHeader(digestFields(bytes((await answered(app.api, jürgen)).authorization)))
    const response = await app.api.get(ME, { headers: { authorization: header } })
    expect(response.status).toBe(200)
    expect(response.body.username).toBe('jürgen.müller')
  })

  test.each(['jürgen', '日本語', '💥💥💥', '\u0000', '%', "'; drop table accounts; --", 'a'.repeat(5000)])(
    'a user name that nobody has is a 401: %.30p',
    async (username) => {
      const { authorization } = await answered(app.api, bob)
      const fields = digestFields(authorization).set('username', bytes(username).replace(/[^\t\x20-\x7e\x80-\xff]/g, ' '))
      expect((await app.api.get(ME, { headers: { authorization: digestHeader(fields) } })).status).toBe(401)
    },
  )

  test('bytes that are no UTF-8 are a 401, and a 400 as the uri', async () => {
    const { authorization } = await answered(app.api, bob)
    for (const name of ['username', 'realm', 'nonce', 'uri', 'cnonce', 'opaque']) {
      const header = digestHeader(digestFields(authorization).set(name, '\xff\xfe\xc3'))
      expect((await getWith(app.api, bob, header)).status).toBe({ opaque: 200, uri: 400 }[name] ?? 401)
    }
  })

  async function imported(username: string): Promise<Person> {
    const password = 'builder-42'
    const record = await app.deps.db.prisma.account.create({
      data: {
        username,
        ...inSpace('sip.example.org'),
        activated: true,
        passwords: { create: { algorithm: 'MD5', password: ha1('MD5', username, 'sip.example.org', password) } },
      },
      include: { passwords: true, codes: true },
    })
    return { id: record.id, username, domain: 'sip.example.org', password, algorithm: 'MD5', record }
  }
})

/** The header with one to six characters changed, doubled, removed, or a part moved; what HTTP can carry at all. */
function mangled(header: string, random: (n: number) => number): string {
  const signs = '"\\,=; \t%~\'(){}<>@:/\xe9\xff0aZ'
  let text = header
  for (let changes = 1 + random(6); changes > 0; changes--) {
    const at = 7 + random(text.length - 7)
    const sign = signs[random(signs.length)]!
    const cut = random(5)
    if (cut === 0) text = text.slice(0, at) + sign + text.slice(at + 1)
    else if (cut === 1) text = text.slice(0, at) + sign.repeat(1 + random(40)) + text.slice(at)
    else if (cut === 2) text = text.slice(0, at) + text.slice(at + 1 + random(20))
    else if (cut === 3) text = text.slice(0, 7) + text.slice(at) + text.slice(7, at)
    else text = text.slice(0, Math.max(at, 20))
  }
  return text
}
