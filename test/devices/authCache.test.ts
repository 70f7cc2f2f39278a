// runs once: it is about the far end, not about what is stored
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { useApp } from '../support/app.js'
import type { Person } from '../support/factory.js'
import { FlexisipSocket, type Generation } from '../support/flexisipSocket.js'
import { describeNeeding, redisUrl } from '../support/needs.js'
import { useForEach } from '../support/use.js'

const newPath = () => join(tmpdir(), `flexisip-${randomBytes(6).toString('hex')}`)

async function flexisipOf(generation: Generation) {
  const path = newPath()
  const socket = await FlexisipSocket.listen({ path, generation })
  return {
    path,
    socket,
    async close() {
      await socket.close()
      expect(socket.faults).toEqual([])
    },
  }
}

describe.each<Generation>(['2021', '2.5.2', '2.7.0'])('the passwords that a Flexisip of %s remembers', (generation) => {
  const flexisip = useForEach(
    () => flexisipOf(generation),
    (one) => one.close(),
  )
  const app = useApp(() => ({ env: { REGISTRAR_URL: `unix:${flexisip.path}` } }), useForEach)

  test.each<[string, (bob: Person, alice: Person) => Promise<{ status: number }>]>([
    ['deleted', (bob) => app.api.delete('/api/accounts/me', { as: bob })],
    ['deactivated', (bob, alice) => app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })],
    [
      'given another password',
      (bob) =>
        app.api.post('/api/accounts/me/password', { algorithm: 'SHA-256', old_password: bob.password, password: 'a-new-one' }, { as: bob }),
    ],
  ])('are forgotten when an account is %s, before its registrations go, if it knows how', async (_, change) => {
    const [bob, alice] = [await app.make.user(), await app.make.admin()]
    const who = `${bob.username} ${bob.domain}`
    flexisip.socket.remembered.add(who).add('somebody else')
    expect((await change(bob, alice)).status).toBe(200)
    expect(await app.deps.outbound.removals.drain()).toBeLessThanOrEqual(1)
    expect([...flexisip.socket.remembered]).toEqual(generation === '2.7.0' ? ['somebody else'] : [who, 'somebody else'])
    expect(flexisip.socket.commands[0]).toBe(`AUTH_CACHE_DELETE ${who}`)
    expect(await app.deps.db.prisma.registrationRemoval.findMany({ where: { lastError: { not: null } } })).toEqual([])
  })

  test('are asked for once where it does not know how', async () => {
    for (let i = 0; i < 3; i++) {
      await app.api.delete('/api/accounts/me', { as: await app.make.user() })
      await app.deps.outbound.removals.drain()
    }
    const asked = flexisip.socket.commands.filter((command) => command.startsWith('AUTH_CACHE_DELETE'))
    expect(asked).toHaveLength(generation === '2.7.0' ? 3 : 1)
  })
})

describeNeeding('redis')('a Flexisip with Redis and FLEXISIP_SOCKET', () => {
  const flexisip = useForEach(
    () => flexisipOf('2.7.0'),
    (one) => one.close(),
  )
  const app = useApp(() => ({ env: { REGISTRAR_URL: redisUrl!, FLEXISIP_SOCKET: `unix:${flexisip.path}` } }), useForEach)

  async function registered(): Promise<{ bob: Person; left(): Promise<number> }> {
    const bob = await app.make.user()
    const redis = new Redis(redisUrl!)
    const key = `fs:${bob.username}@${bob.domain}`
    await redis.hset(key, 'phone', `<sip:bob@127.0.0.1;expires=600;updatedAt=${app.clock.now() / 1000 - 60}>`)
    return {
      bob,
      async left() {
        const count = await redis.hlen(key)
        await redis.del(key)
        redis.disconnect()
        return count
      },
    }
  }

  test('forgets the password by the one, and the registrations by the other', async () => {
    const { bob, left } = await registered()
    flexisip.socket.remembered.add(`${bob.username} ${bob.domain}`)
    await app.api.delete('/api/accounts/me', { as: bob })
    await app.deps.outbound.removals.drain()
    expect([flexisip.socket.remembered.size, await left()]).toEqual([0, 0])
  })

  test('loses the registrations while the socket is away, and is told to forget once it is there', async () => {
    const { bob, left } = await registered()
    await flexisip.socket.close()
    await app.api.delete('/api/accounts/me', { as: bob })
    await app.deps.outbound.removals.drain()
    expect(await left()).toBe(0)
    expect(await app.deps.db.prisma.registrationRemoval.findMany()).toMatchObject([
      { tries: 1, lastError: expect.stringContaining('may still know the old password') },
    ])
    const back = await FlexisipSocket.listen({ path: flexisip.path, generation: '2.7.0' })
    back.remembered.add(`${bob.username} ${bob.domain}`)
    app.clock.advance(3)
    await app.deps.outbound.removals.drain()
    expect(back.remembered.size).toBe(0)
    await back.close()
  })
})
