import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'
import { newAddress, newPhone } from '../support/signUp.js'

/** What each operation needs to get as far as the database. */
const BODIES: Record<string, () => object> = {
  requestEmailChange: () => ({ email: newAddress() }),
  confirmEmailChange: () => ({ code: 'c0d3AbCdEfGhI' }),
  changePassword: () => ({ algorithm: 'MD5', password: 'n3w-secret', old_password: 'builder-42' }),
  requestPhoneChange: () => ({ phone: newPhone() }),
  confirmPhoneChange: () => ({ code: '1234' }),
}

describeApp('an account that is deleted while it makes a request', () => {
  const app = useApp()
  beforeAll(async () => {
    const { accounts, db } = app.deps
    // as if another request had deleted it just after this one was authenticated
    const { byKeyHash } = accounts
    accounts.byKeyHash = async (hash) => {
      const owner = await byKeyHash(hash)
      await db.prisma.account.deleteMany({ where: { id: owner?.account.id ?? 0 } })
      return owner
    }
  })

  const mine = operations.filter(({ 'x-role': role }) => role === 'account')

  test.each(mine.map((operation) => [operation.operationId, operation] as const))(
    'gets no fault of the service from %s, and leaves nothing behind',
    async (id, { method, path }) => {
      const bob = await app.make.user()
      bob.apiKey = await app.make.apiKey(bob)
      const response = await app.api.send(method.toUpperCase(), `/api${path.replace('{uuid}', 'urn:uuid:1')}`, {
        as: bob,
        body: BODIES[id]?.(),
        headers: { 'x-linphone-provisioning': '1' },
      })
      // 503: of the registrar, which this server does not have
      expect([200, 401, 404, 422, 503]).toContain(response.status)
      const { account, password, code, message } = app.deps.db.prisma
      expect([await account.count(), await password.count(), await code.count(), await message.count()]).toEqual([0, 0, 0, 0])
    },
  )

  test('gets the challenge that its next request would get', async () => {
    const bob = await app.make.user()
    bob.apiKey = await app.make.apiKey(bob)
    const response = await app.api.post('/api/accounts/me/email/request', { email: newAddress() }, { as: bob })
    expect(response.status).toBe(401)
    expect(response.all('www-authenticate')).toHaveLength(2)
  })
})
