import { startApp, type TestApp, useApp } from '../support/app.js'
import { describeApp, emptyDatabase } from '../support/database.js'
import { answered, getWith, nc } from '../support/digestHeader.js'

const ME = '/api/accounts/me'
const NAMES = Array.from({ length: 300 }, (_, i) => `sip:nobody.${i}@sip.example.org`)

/** The algorithms that a name is challenged by, as one text. */
async function offered({ api }: TestApp, from: string): Promise<string> {
  const response = await api.get(ME, { headers: { from } })
  return response
    .all('www-authenticate')
    .map((challenge) => /algorithm=([^,]+)/.exec(challenge)![1])
    .join()
}
const offeredToAll = (app: TestApp, names: string[]): Promise<string[]> => Promise.all(names.map((name) => offered(app, name)))
const share = (all: string[], one: string): number => all.filter((text) => text === one).length / all.length

describeApp('a name that has no account', () => {
  describe('among others', () => {
    const app = useApp()
    beforeAll(async () => {
      for (let i = 0; i < 15; i++) await app.make.user({ algorithm: 'SHA-256' })
      for (let i = 0; i < 5; i++) await app.make.user({ algorithm: 'MD5' })
      await app.make.storePassword(await app.make.user({ algorithm: 'MD5' }), 'SHA-256')
    })

    test('is challenged as one that has: by one algorithm, as often as accounts are', async () => {
      const all = await offeredToAll(app, NAMES)
      expect(share(all, 'SHA-256')).toBeGreaterThan(0.6)
      expect(share(all, 'SHA-256')).toBeLessThan(0.82)
      expect(share(all, 'MD5')).toBeGreaterThan(0.14)
      expect(new Set(all)).toEqual(new Set(['MD5', 'SHA-256', 'MD5,SHA-256']))
    })

    test('is challenged alike each time, and by each process', async () => {
      const other = await startApp({ database: { url: app.config.databaseUrl, drop: async () => undefined } })
      try {
        expect(await offeredToAll(other, NAMES)).toEqual(await offeredToAll(app, NAMES))
      } finally {
        await other.close()
      }
    })

    test('has an answer with the same headers in the same order, also in a domain that is not served', async () => {
      const bob = await app.make.user({ algorithm: 'SHA-256' })
      const nobody = NAMES[(await offeredToAll(app, NAMES)).indexOf('SHA-256')]!
      const shape = async (from: string) => {
        const { status, headers, body } = await app.api.get(ME, { headers: { from } })
        const fixed = headers.map(([name, value]) => [
          name,
          /nonce|^date|id$/.test(name) ? '' : value.replace(/nonce="[^"]*"/, '').replace(/"[a-z.]*example\.(org|net)"/, ''),
        ])
        return [status, fixed.filter(([name]) => name !== 'date' && name !== 'x-request-id'), { ...body, request_id: '' }]
      }
      expect(await shape(nobody)).toEqual(await shape(`sip:${bob.username}@${bob.domain}`))
    })

    test('is answered alike by an algorithm that was not offered to it', async () => {
      const bob = await app.make.user({ algorithm: 'SHA-256' })
      const nobody = { ...bob, username: NAMES[(await offeredToAll(app, NAMES)).indexOf('SHA-256')]!.slice(4).split('@')[0]! }
      for (const person of [bob, nobody]) {
        for (let i = 1; i <= 8; i++) {
          const { authorization } = await answered(app.api, person, { algorithm: 'MD5', nc: nc(i) })
          expect((await getWith(app.api, person, authorization)).status).toBe(401)
        }
        const wrong = await answered(app.api, person, { password: 'wrong-1' })
        expect((await getWith(app.api, person, wrong.authorization)).status).toBe(401) // the first that counts
      }
    })

    test('may become an account, which is challenged by what it has', async () => {
      const i = (await offeredToAll(app, NAMES)).indexOf('SHA-256')
      const username = NAMES[i]!.slice(4).split('@')[0]!
      const person = await app.make.user({ username, algorithm: 'MD5' })
      expect(await offered(app, NAMES[i]!)).toBe('MD5')
      expect((await app.api.get(ME, { as: person })).status).toBe(200)
    })
  })

  test('is challenged alike by processes that look at the accounts at the same time', async () => {
    const database = await emptyDatabase()
    const apps = [await startApp({ database }), await startApp({ database })]
    try {
      for (let i = 0; i < 4; i++) await apps[0]!.make.user({ algorithm: i % 2 ? 'MD5' : 'SHA-256' })
      const [one, other] = await Promise.all(apps.map((app) => offeredToAll(app, NAMES)))
      expect(one).toEqual(other)
    } finally {
      for (const app of apps) await app.close()
      await database.drop()
    }
  })

  test('is challenged by both where nobody has an account', async () => {
    const app = await startApp()
    try {
      expect(new Set(await offeredToAll(app, NAMES.slice(0, 20)))).toEqual(new Set(['MD5,SHA-256']))
    } finally {
      await app.close()
    }
  })

  test('follows the accounts: a day later by the odds of then', async () => {
    const app = await startApp()
    try {
      for (let i = 0; i < 4; i++) await app.make.user({ algorithm: 'MD5' })
      expect(share(await offeredToAll(app, NAMES), 'MD5')).toBe(1)
      for (let i = 0; i < 12; i++) await app.make.user({ algorithm: 'SHA-256' })
      expect(share(await offeredToAll(app, NAMES), 'MD5')).toBe(1)
      app.clock.advance(86_400)
      await offered(app, NAMES[0]!) // looks for new odds beside its answer
      await app.deps.db.prisma.setting.findMany()
      await expectSoon(async () => share(await offeredToAll(app, NAMES.slice(0, 100)), 'SHA-256') > 0.5)
    } finally {
      await app.close()
    }
  })
})

/** Asks until it is so; each question is a whole request, so that what goes on beside them gets its turns. */
async function expectSoon(isSo: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 50; i++) if (await isSo()) return
  expect(await isSo()).toBe(true)
}

describeApp('an answer by an algorithm that the account has not stored', () => {
  const app = useApp()

  test('is no wrong password, however often it comes', async () => {
    const bob = await app.make.user({ algorithm: 'SHA-256' })
    for (let i = 0; i < 20; i++) {
      const { authorization } = await answered(app.api, bob, { algorithm: 'MD5' })
      expect((await getWith(app.api, bob, authorization)).status).toBe(401)
    }
    expect((await app.api.get(ME, { as: bob })).status).toBe(200)
  })

  test('leads to a challenge by what it has, though the client sends no From', async () => {
    const bob = await app.make.user({ algorithm: 'SHA-256' })
    const { authorization } = await answered(app.api, bob, { algorithm: 'MD5' })
    const response = await app.api.raw('GET', ME, { headers: { authorization } })
    expect(response.all('www-authenticate')).toEqual([expect.stringContaining('algorithm=SHA-256')])
  })

  test('is no way to guess: by one that it has, wrong answers count as ever', async () => {
    const bob = await app.make.user({ algorithm: 'SHA-256' })
    const seen: number[] = []
    for (let i = 0; i < 7; i++) {
      const { authorization } = await answered(app.api, bob, { password: `wrong-${i}` })
      seen.push((await getWith(app.api, bob, authorization)).status)
    }
    expect(seen).toEqual([401, 401, 401, 401, 401, 401, 429])
  })
})
