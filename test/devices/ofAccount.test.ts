import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { RegisteredDevices } from '../support/registeredDevices.js'

const UUID = 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001'
const registrar = new RegisteredDevices()

describeApp('the devices of an account, for administrators', () => {
  const app = useApp({ replaced: { registrar } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const devices = (of: { id: number }, uuid = '') => `/api/accounts/${of.id}/devices${uuid && `/${encodeURIComponent(uuid)}`}`

  test('are listed, and removed one by one with an entry in the audit log', async () => {
    const bob = await app.make.user()
    registrar.register(bob, { uuid: UUID, expiresAt: new Date('2099-01-01'), updateTime: new Date('2026-01-01'), userAgent: 'Phone' })
    expect((await app.api.get(devices(bob), { as: alice })).body).toMatchObject({ [UUID]: { uuid: UUID, user_agent: 'Phone' } })
    expect(await app.api.delete(devices(bob, UUID), { as: alice })).toMatchObject({ status: 200, body: {} })
    expect((await app.api.get(devices(bob), { as: alice })).body).toEqual({})
    const [entry] = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id, action: 'deleteDevice' } })
    expect(entry).toMatchObject({ actorKind: 'admin', actorId: alice.id })
  })

  test('are nobody else’s: a device of another account is 404', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    registrar.register(erin, { uuid: UUID, expiresAt: new Date('2099-01-01'), updateTime: new Date('2026-01-01'), userAgent: null })
    expect((await app.api.delete(devices(bob, UUID), { as: alice })).status).toBe(404)
    expect(await registrar.list(erin)).toHaveLength(1)
  })

  test('of an account that there is not are 404', async () => {
    expect((await app.api.get(devices({ id: 2_000_000 }), { as: alice })).status).toBe(404)
    expect((await app.api.delete(devices({ id: 2_000_000 }, UUID), { as: alice })).status).toBe(404)
  })

  test('are 503 while the registrar is down', async () => {
    const bob = await app.make.user()
    registrar.down = true
    try {
      expect(await app.api.get(devices(bob), { as: alice })).toMatchObject({ status: 503, body: { code: 'registrar_unavailable' } })
    } finally {
      registrar.down = false
    }
  })
})
