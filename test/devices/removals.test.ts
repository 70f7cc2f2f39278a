import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { RegisteredDevices } from '../support/registeredDevices.js'
import { useForEach } from '../support/use.js'

/** seconds from a change until Flexisip has surely forgotten the password, with its default of half an hour */
const FORGOTTEN = 1_861

describeApp('the registrations of an account that was changed', () => {
  const registrar = useForEach(
    async () => new RegisteredDevices(),
    async () => undefined,
  )
  const app = useApp(() => ({ replaced: { registrar } }), useForEach)
  let alice: Person
  beforeEach(async () => {
    alice = await app.make.admin()
  })

  /** A device that registers now, beside those that are there. */
  async function register(person: Person, uuid: string): Promise<void> {
    const updateTime = new Date(Math.floor(app.clock.now() / 1000) * 1000)
    const device = { uuid, userAgent: null, updateTime, expiresAt: new Date(app.clock.now() + 86_400_000) }
    registrar.register(person, ...(await registrar.list(person)), device)
  }
  const registered = async (person: Person) => (await registrar.list(person)).map(({ uuid }) => uuid)
  const removals = () => app.deps.db.prisma.registrationRemoval.findMany()
  const drain = () => app.deps.outbound.removals.drain()
  async function changePassword(person: Person): Promise<Person> {
    const password = `${person.password}+`
    const body = { algorithm: 'SHA-256', old_password: person.password, password }
    expect((await app.api.post('/api/accounts/me/password', body, { as: person })).status).toBe(200)
    return { ...person, password, algorithm: 'SHA-256' }
  }
  const byAlice = async (method: string, path: string) =>
    expect((await app.api.send(method, `/api/accounts/${path}`, { as: alice })).status).toBe(200)

  test('go with an old password, however late; what registered with the new one stays', async () => {
    const bob = await app.make.user()
    await register(bob, 'old')
    app.clock.advance(10)
    registrar.down = true
    await changePassword(bob)
    await drain()
    app.clock.advance(3)
    registrar.down = false
    await register(bob, 'new')
    expect(await drain()).toBe(1)
    expect(await registered(bob)).toEqual(['new'])
    expect(await removals()).toEqual([])
    app.clock.advance(FORGOTTEN)
    await drain()
    expect(await registered(bob)).toEqual(['new'])
  })

  test.each([
    ['deactivated', (bob: Person) => byAlice('POST', `${bob.id}/deactivate`)],
    ['deleted', (bob: Person) => byAlice('DELETE', `${bob.id}`)],
  ])('go when it is %s, and go again once Flexisip has forgotten its password', async (_, close) => {
    const bob = await app.make.user()
    await register(bob, 'old')
    registrar.down = true
    await close(bob)
    await drain()
    app.clock.advance(3)
    registrar.down = false
    await register(bob, 'by the cache')
    await drain()
    expect(await registered(bob)).toEqual([])
    app.clock.advance(60)
    await register(bob, 'by the cache')
    await drain()
    expect(await registered(bob)).toEqual(['by the cache'])
    app.clock.advance(FORGOTTEN - 63)
    await drain()
    expect([await registered(bob), await removals()]).toEqual([[], []])
  })

  test('stay when it is activated again', async () => {
    const bob = await app.make.user()
    await register(bob, 'old')
    app.clock.advance(10)
    await byAlice('POST', `${bob.id}/deactivate`)
    await drain()
    await byAlice('POST', `${bob.id}/activate`)
    app.clock.advance(5)
    await register(bob, 'new')
    app.clock.advance(FORGOTTEN)
    await drain()
    expect([await registered(bob), await removals()]).toEqual([['new'], []])
  })

  test('stay when it is made anew, but for those that came between', async () => {
    const bob = await app.make.user()
    registrar.down = true
    await byAlice('DELETE', `${bob.id}`)
    await drain()
    registrar.down = false
    app.clock.advance(10)
    await register(bob, 'by the cache')
    app.clock.advance(10)
    await app.make.user({ username: bob.username })
    await register(bob, 'new')
    await drain()
    expect(await registered(bob)).toEqual(['new'])
    app.clock.advance(FORGOTTEN)
    await drain()
    expect([await registered(bob), await removals()]).toEqual([['new'], []])
  })

  test('are one removal, however often it is changed, and keep nobody else waiting while they cannot be removed', async () => {
    let intruder = await app.make.user()
    const bob = await app.make.user()
    await register(bob, 'old')
    registrar.failing.add(intruder.username)
    for (let i = 0; i < 40; i++) {
      intruder = await changePassword(intruder)
      app.clock.advance(1)
    }
    await drain()
    expect(await removals()).toHaveLength(1)
    await changePassword(bob)
    await drain()
    expect(await registered(bob)).toEqual([])
    expect(await removals()).toMatchObject([{ username: intruder.username, lastError: expect.stringContaining('408') }])
  })

  test('wait by themselves for longer and longer, while those of others are removed at once', async () => {
    const bob = await app.make.user()
    registrar.failing.add(bob.username)
    await changePassword(bob)
    await drain()
    for (const pause of [2, 4, 8, 16]) {
      const before = registrar.asked.length
      app.clock.advance(pause - 1)
      await drain()
      expect(registrar.asked).toHaveLength(before)
      app.clock.advance(1)
      await drain()
      expect(registrar.asked).toHaveLength(before + 1)
    }
  })

  test('are removed in the same round as those of one that fails before it', async () => {
    const [first, second] = [await app.make.user(), await app.make.user()]
    await register(second, 'old')
    registrar.down = true
    for (const person of [first, second]) await changePassword(person)
    await drain()
    app.clock.advance(600)
    registrar.down = false
    registrar.failing.add(first.username)
    expect(await drain()).toBe(1)
    expect([await registered(second), (await removals()).map(({ username }) => username)]).toEqual([[], [first.username]])
  })

  test('of many are asked for once in a round while the registrar is down', async () => {
    registrar.down = true
    const people = await Promise.all(Array.from({ length: 5 }, () => app.make.user()))
    for (const person of people) await changePassword(person)
    await drain()
    app.clock.advance(600)
    registrar.asked.length = 0
    await drain()
    expect(registrar.asked).toHaveLength(1)
    app.clock.advance(600)
    registrar.down = false
    await drain()
    expect(await removals()).toEqual([])
  })

  test('are removed again when it is changed while they are being removed', async () => {
    let bob = await app.make.user()
    await register(bob, 'old')
    registrar.meanwhile = async () => {
      registrar.meanwhile = async () => undefined
      bob = await changePassword(bob)
    }
    await changePasswordOf(bob)
    await drain()
    await drain()
    expect(registrar.asked).toHaveLength(2)
    expect(await removals()).toEqual([])

    async function changePasswordOf(person: Person): Promise<void> {
      bob = { ...person, password: `${person.password}+`, algorithm: 'SHA-256' }
      await changePassword(person)
    }
  })
})

describeApp('FLEXISIP_CACHE_EXPIRE=0', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ replaced: { registrar }, env: { FLEXISIP_CACHE_EXPIRE: '0' } })

  test('says that Flexisip remembers no password: there is nothing to remove once more', async () => {
    await app.api.delete('/api/accounts/me', { as: await app.make.user() })
    await app.deps.outbound.removals.drain()
    expect(await app.deps.db.prisma.registrationRemoval.count()).toBe(0)
  })
})
