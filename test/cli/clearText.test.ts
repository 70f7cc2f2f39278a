import { hashClearText } from '../../src/services/transfer/clearText.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'

describeApp('passwords in clear text', () => {
  const app = useApp()

  const stored = async ({ id }: Person) =>
    (await app.deps.db.prisma.password.findMany({ where: { accountId: id }, orderBy: { algorithm: 'asc' } })).map((row) => row.algorithm)
  const me = async (person: Person) => (await app.api.get('/api/accounts/me', { as: person })).status
  /** Somebody whose password an import has brought, with these hashes beside it. */
  const imported = async (...beside: ('MD5' | 'SHA-256')[]): Promise<Person> => {
    const bob = await app.make.user()
    await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
    for (const algorithm of ['CLRTXT', ...beside] as const) await app.make.storePassword(bob, algorithm)
    return bob
  }

  test('are hashed for both algorithms, and log in as before', async () => {
    const people = [await imported(), await imported('MD5'), await imported('MD5', 'SHA-256')]
    const others = await app.make.user()
    expect(await hashClearText(app.deps, () => undefined)).toBe(3)
    for (const bob of people) {
      expect(await stored(bob)).toEqual(['MD5', 'SHA-256'])
      for (const algorithm of ['MD5', 'SHA-256'] as const) expect(await me({ ...bob, algorithm })).toBe(200)
      expect(await me({ ...bob, password: 'wr0ng-secret' })).toBe(401)
    }
    expect(await stored(others)).toEqual(['MD5'])
    expect(await hashClearText(app.deps, () => undefined)).toBe(0)
  })

  test('that are changed meanwhile leave nothing of the old one', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => imported()))
    const changes = people.map((bob) =>
      app.api.post('/api/accounts/me/password', { algorithm: 'MD5', password: 'n3w-secret', old_password: bob.password }, { as: bob }),
    )
    const [answers] = await Promise.all([Promise.all(changes), hashClearText(app.deps, () => undefined)])
    for (const [i, bob] of people.entries()) {
      const changed = answers[i]!.status === 200
      expect(await me({ ...bob, algorithm: 'MD5', password: 'n3w-secret' })).toBe(changed ? 200 : 401)
      for (const algorithm of ['MD5', 'SHA-256'] as const) expect(await me({ ...bob, algorithm })).toBe(changed ? 401 : 200)
    }
  })
})
