import { takeLease } from '../../src/jobs/lease.sql.js'
import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { createHousekeeping, type Housekeeping } from '../../src/services/housekeeping/housekeeping.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { newDevice, receiveToken } from '../support/signUp.js'

const DAY = 86_400

describeApp('housekeeping', () => {
  const app = useApp()
  /** Another process on the same database. */
  const another = (): Housekeeping => createHousekeeping(app.deps)
  const tokens = (count: number) =>
    app.deps.db.prisma.token.createMany({
      data: Array.from({ length: count }, () => ({ tokenHash: unique() + unique(), deviceId: 'd', expiresAt: new Date(app.clock.time) })),
    })

  test('is done by one process of several that begin at once, and not again before it is time', async () => {
    await tokens(3)
    const results = await Promise.all(Array.from({ length: 5 }, () => another().run()))
    expect(results.filter(Boolean)).toEqual([expect.objectContaining({ tokens: 3 })])
    await tokens(1)
    expect(await another().run()).toBeUndefined()
    app.clock.advance(300)
    expect(await another().run()).toMatchObject({ tokens: 1 })
    app.clock.advance(300)
  })

  test('is taken over when the process that does it has died, and not before', async () => {
    await tokens(1)
    expect(await takeLease(app.deps, 'housekeeping', 'one that dies', 60_000)).toBe(true)
    expect(await another().run()).toBeUndefined()
    app.clock.advance(59)
    expect(await another().run()).toBeUndefined()
    app.clock.advance(1)
    expect(await another().run()).toMatchObject({ tokens: 1 })
    app.clock.advance(300)
  })

  test('keeps its lease while it works, and stops when it lost it', async () => {
    const [one, two] = ['one', 'two']
    expect(await takeLease(app.deps, 'some-work', one, 60_000)).toBe(true)
    app.clock.advance(50)
    expect(await takeLease(app.deps, 'some-work', one, 60_000)).toBe(true)
    app.clock.advance(50)
    expect(await takeLease(app.deps, 'some-work', two, 60_000)).toBe(false)
    app.clock.advance(10)
    expect(await takeLease(app.deps, 'some-work', two, 60_000)).toBe(true)
    expect(await takeLease(app.deps, 'some-work', one, 60_000)).toBe(false)

    // more than a batch, and somebody else has taken over when the second would begin
    await tokens(2_500)
    const { db, ...rest } = app.deps
    const robbed = new Proxy(db.prisma, {
      get: (target, name) =>
        name === '$executeRaw' ? (...query: Parameters<typeof executeAndSteal>) => executeAndSteal(...query) : target[name as never],
    })
    const executeAndSteal = async (...query: Parameters<typeof db.prisma.$executeRaw>): Promise<number> => {
      const count = await db.prisma.$executeRaw(...query)
      const expiresAt = new Date(app.clock.time + 120_000)
      await db.prisma.lease.update({ where: { name: 'housekeeping' }, data: { holder: 'a thief', expiresAt } })
      app.clock.advance(61)
      return count
    }
    await expect(createHousekeeping({ ...rest, db: { ...db, prisma: robbed } }).run()).rejects.toThrow('another process has taken over')
    expect(await db.prisma.token.count()).toBe(1_500)
    app.clock.advance(400)
    expect((await another().run())!.tokens).toBe(1_500)
    app.clock.advance(400)
  })

  test('removes in batches, and others write between them', async () => {
    await tokens(2_500)
    const left: number[] = []
    const removed = await clearExpired(app.deps, async () => {
      left.push(await app.deps.db.prisma.token.count())
      await app.make.user()
    })
    expect(removed.tokens).toBe(2_500)
    expect(left).toEqual([1_500, 500])
  })

  test('forgets a device a year after its last token, and not while one is out', async () => {
    const [old, young] = [newDevice(), newDevice()]
    const devices = () => app.deps.db.prisma.pushDevice.count()
    const before = await devices()
    await receiveToken(app, old)
    app.clock.advance(DAY)
    await receiveToken(app, young)
    app.clock.advance(364 * DAY)
    expect((await app.deps.housekeeping.run())!.devices).toBe(before)
    app.clock.advance(400)
    expect((await app.deps.housekeeping.run())!.devices).toBe(1)
    expect(await devices()).toBe(1)
    await app.deps.db.prisma.pushDevice.updateMany({ data: { tokenUntil: new Date(app.clock.time + 2 * DAY * 1000) } })
    app.clock.advance(DAY)
    expect((await app.deps.housekeeping.run())!.devices).toBe(0)
    app.clock.advance(2 * DAY)
    expect((await app.deps.housekeeping.run())!.devices).toBe(1)
  })

  test('keeps accounts that were never activated, unless UNCONFIRMED_DAYS says how long', async () => {
    const carol = await app.make.unconfirmed()
    const exists = async () => (await app.deps.db.prisma.account.count({ where: { id: carol.id } })) === 1
    app.clock.advance(400 * DAY)
    expect(await app.deps.housekeeping.run()).not.toHaveProperty('unconfirmed_accounts')
    expect(await exists()).toBe(true)
    app.clock.advance(400)
    const after = (unconfirmedDays: number) => createHousekeeping({ ...app.deps, config: { ...app.deps.config, unconfirmedDays } }).run()
    expect(await after(401)).toMatchObject({ unconfirmed_accounts: 0 })
    app.clock.advance(400)
    expect((await after(400))!.unconfirmed_accounts).toBeGreaterThanOrEqual(1)
    expect(await exists()).toBe(false)
    const entry = await app.deps.db.prisma.auditEntry.findFirst({ where: { accountId: carol.id, action: 'deleteAccount' } })
    expect(entry).toMatchObject({ actorKind: 'system', actorId: null, actorAddress: null })
    app.clock.advance(400)
  })

  test('ends with the service', async () => {
    await tokens(5_000)
    const one = another()
    const running = one.run()
    await one.stop()
    await expect(running).rejects.toThrow('the service stops')
    app.clock.advance(400)
    expect((await another().run())!.tokens).toBeGreaterThanOrEqual(3_000)
    app.clock.advance(400)
  })

  test('keeps the tables small under a day of use', async () => {
    const database = app.deps.db.prisma
    const counts = async () => ({
      nonces: await database.nonceUse.count(),
      tokens: await database.token.count(),
      codes: await database.code.count(),
      limits: await database.rateLimit.count(),
      sessions: await database.session.count(),
    })
    const bob = await app.make.user()
    const HOUR_USES = { nonces: 40, tokens: 5, codes: 1 }
    const most = { nonces: 0, tokens: 0, codes: 0, limits: 0, sessions: 0 }
    for (let hour = 0; hour < 24; hour++) {
      const nonces = Array.from({ length: HOUR_USES.nonces }, () => app.deps.credentials.nonces.issue())
      await Promise.all(nonces.map((nonce) => app.deps.credentials.nonceUses.record(nonce, '00000001')))
      for (let n = 0; n < HOUR_USES.tokens; n++) await receiveToken(app)
      expect((await app.api.post('/api/accounts/me/email/request', { email: `${unique()}@example.org` }, { as: bob })).status).toBe(200)
      for (const [name, count] of Object.entries(await counts()) as [keyof typeof most, number][]) most[name] = Math.max(most[name], count)
      app.clock.advance(3_600)
      expect(await app.deps.housekeeping.run()).toBeDefined()
    }
    // what an hour makes, and no more: the challenges of bob's requests among it
    expect(most.nonces).toBeLessThanOrEqual(HOUR_USES.nonces + 2)
    expect(most.tokens).toBeLessThanOrEqual(2 * HOUR_USES.tokens)
    expect(most.codes).toBeLessThanOrEqual(HOUR_USES.codes + 1)
    await app.deps.credentials.known.flush()
    app.clock.advance(60 * DAY)
    expect(await app.deps.housekeeping.run()).toBeDefined()
    expect(await counts()).toEqual({ nonces: 0, tokens: 0, codes: 0, limits: 0, sessions: 0 })
  })
})
