import { deactivateAccount } from '../../src/services/accounts/change/state.js'
import { takeAccount } from '../../src/services/accounts/record.js'
import { useApp } from '../support/app.js'
import { bulkDesk, type Desk, rowsOf } from '../support/bulk.js'
import { databaseUnderTest, describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { until } from '../support/messenger.js'
import { RegisteredDevices } from '../support/registeredDevices.js'

describeApp('bulk deletion in the panel', () => {
  const registrar = new RegisteredDevices()
  const app = useApp(() => ({ replaced: { registrar } }))
  let desk: Desk
  beforeEach(async () => {
    desk = await bulkDesk(app)
  })
  const people = (count: number): Promise<Person[]> => Promise.all(Array.from({ length: count }, () => app.make.user()))
  const idsOf = (all: readonly Person[]) => all.map(({ id }) => id)
  const left = (all: readonly Person[]) => app.deps.db.prisma.account.count({ where: { id: { in: idsOf(all) } } })
  const aors = (all: readonly Person[]) => ({ OR: all.map(({ username, domain }) => ({ username, domain })) })

  test('is as that of one: names kept, phones unregistered, owners told, the log written; and of administrators one stays', async () => {
    const { prisma } = app.deps.db
    const [bob, mailed, off, admin] = [
      await app.make.user({ email: undefined }),
      await app.make.user({ email: 'mailed@example.org' }),
      await app.make.user({ email: 'off@example.org' }),
      await app.make.admin(),
    ]
    const carol = await app.make.unconfirmed()
    await deactivateAccount(app.deps, off.id, CLIENT)
    await app.deps.outbound.removals.drain()
    const all = [bob, mailed, off, admin, carol]
    // a name that somebody had before is nobody's address any more
    await prisma.tombstone.create({ data: { username: carol.username, domain: carol.domain, freeAt: new Date(app.clock.now() + 1_000) } })
    const [updateTime, expiresAt] = [new Date(app.clock.now()), new Date(app.clock.now() + 3_600_000)]
    registrar.register(bob, { uuid: 'urn:uuid:1', userAgent: null, updateTime, expiresAt })
    const path = await desk.draft('delete', [...idsOf(all), desk.alice.id])
    const page = await desk.run(path, { count: '5' })
    expect(rowsOf(page).map((row) => row.at(-1))).toEqual([...Array(5).fill('Done'), 'Left out: your own account'])
    expect(await left(all)).toBe(0)
    const names = (await prisma.tombstone.findMany({ where: aors(all) })).map(({ username }) => username)
    expect(names.sort()).toEqual([bob, mailed, off, admin].map(({ username }) => username).sort())
    const entries = await prisma.auditEntry.findMany({ where: { action: 'deleteAccount', accountId: { in: idsOf(all) } } })
    expect(new Set(entries.map(({ accountId }) => accountId))).toEqual(new Set(idsOf(all)))
    expect(entries).toHaveLength(5)
    for (const entry of entries) expect(entry).toMatchObject({ actorKind: 'admin', actorId: desk.alice.id, actorAddress: '127.0.0.1' })
    for (const to of ['mailed@example.org', 'off@example.org'])
      expect((await app.outbox.to(to)).map(({ subject }) => subject)).toEqual(['Your account was deleted'])
    await app.deps.outbound.removals.drain()
    expect(await registrar.list(bob)).toEqual([])
  })

  test('does many together, each once, also with contacts of each other', async () => {
    const all = await people(60)
    for (const [i, { id }] of all.entries())
      await app.api.post(`/api/accounts/${id}/contacts/${all[(i + 1) % 60]!.id}`, undefined, { as: desk.alice })
    await desk.run(await desk.draft('delete', idsOf(all)), { count: '60' })
    expect(await left(all)).toBe(0)
    expect(await app.deps.db.prisma.auditEntry.count({ where: { action: 'deleteAccount', accountId: { in: idsOf(all) } } })).toBe(60)
    expect(await app.deps.db.prisma.tombstone.count({ where: aors(all) })).toBe(60)
  })

  if (databaseUnderTest === 'postgresql')
    test('waits for an account that another transaction has, while it has no other itself', async () => {
      const all = await people(3)
      const { prisma } = app.deps.db
      const path = await desk.draft('delete', idsOf(all))
      const done = await prisma.$transaction(async (tx) => {
        await takeAccount(tx, all[1]!.id)
        const running = desk.run(path, { count: '3' })
        await until(async () => (await left(all)) === 1)
        await takeAccount(tx, all[1]!.id)
        return () => running
      })
      await done()
      expect(await left(all)).toBe(0)
    })
})
