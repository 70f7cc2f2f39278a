import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newAddress } from '../support/signUp.js'

describeApp('updated_at of an account', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const timesOf = async ({ id }: Person) => {
    const { created_at, updated_at } = (await app.api.get(`/api/accounts/${id}`, { as: alice })).body
    return { created_at, updated_at }
  }
  /** As if nobody had changed it since it was made. */
  const asMade = ({ id }: Person) => app.deps.db.prisma.account.update({ where: { id }, data: { updatedAt: null } })

  test('is created_at until something is changed', async () => {
    const bob = await app.make.user()
    await asMade(bob)
    await app.api.get('/api/accounts/me', { as: bob })
    await app.api.get(`/api/accounts/${bob.id}/provision`, { as: alice })
    const { created_at, updated_at } = await timesOf(bob)
    expect(updated_at).toBe(created_at)
    expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  })

  test.each([
    ['block', (id: number) => app.api.post(`/api/accounts/${id}/block`, undefined, { as: alice })],
    ['deactivate', (id: number) => app.api.post(`/api/accounts/${id}/deactivate`, undefined, { as: alice })],
    [
      'PUT',
      async (id: number) => {
        const { username } = (await app.api.get(`/api/accounts/${id}`, { as: alice })).body
        return app.api.send('PUT', `/api/accounts/${id}`, { as: alice, body: { username, email: newAddress() } })
      },
    ],
    [
      'a statement of anybody',
      async (id: number) => {
        await app.deps.db.prisma.account.update({ where: { id }, data: { displayName: 'Bob' } })
        return { status: 200 }
      },
    ],
  ])('is the time of the last change: %s', async (_, change) => {
    const bob = await app.make.user()
    await asMade(bob)
    const before = Date.now()
    expect((await change(bob.id)).status).toBe(200)
    const { updated_at } = await timesOf(bob)
    expect(Date.parse(updated_at)).toBeGreaterThanOrEqual(before - 1)
    expect(Date.parse(updated_at)).toBeLessThanOrEqual(Date.now() + 1)
    const own = await app.deps.accounts.byAor(bob)
    expect(own?.updatedAt).toEqual(new Date(updated_at))
  })
})
