// runs once: it is about the far end, not about what is stored

import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { startApp, useApp } from '../support/app.js'
import type { Person } from '../support/factory.js'
import { FlexisipSocket, type Generation } from '../support/flexisipSocket.js'
import { isSkipped, redisUrl } from '../support/needs.js'
import { useForAll } from '../support/use.js'

const DEVICES = '/api/accounts/me/devices'
const [PHONE, TABLET] = ['urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a001', 'fs-gen-1']
const USER_AGENT = 'LinphoneAndroid/5.2.5 (Pixel 8) LinphoneSDK/5.3'
const PROGRAM = { app: 'LinphoneAndroid', version: '5.2.5', device_name: 'Pixel 8' }

/** A Flexisip with what two phones of somebody have registered. */
interface Flexisip {
  url: string
  /** PHONE and TABLET, and a third that has expired. Seconds since the epoch */
  register(person: Person, now: number): Promise<void>
  /** how many registrations are kept */
  count(person: Person): Promise<number>
  close(): Promise<void>
}

async function socketOf(generation: Generation): Promise<Flexisip & { socket: FlexisipSocket }> {
  const path = join(tmpdir(), `flexisip-${randomBytes(6).toString('hex')}`)
  const socket = await FlexisipSocket.listen({ path, generation })
  const address = ({ username, domain }: Person) => `sip:${username}@${domain}`
  return {
    socket,
    url: `unix:${path}`,
    async register(person, now) {
      const phone = (key: string, expiresAt: number) => ({ key, expiresAt, updateTime: now - 60, userAgent: USER_AGENT })
      socket.registered.set(address(person), [phone(`"<${PHONE}>"`, now + 540), phone(TABLET, now + 540), phone('old', now - 1)])
    },
    count: async (person) => (socket.registered.get(address(person)) ?? []).length,
    async close() {
      await socket.close()
      expect(socket.faults).toEqual([])
    },
  }
}

async function redisAt(url: string): Promise<Flexisip> {
  const redis = new Redis(url)
  const keys = new Set<string>()
  const key = ({ username, domain }: Person) => `fs:${username}@${domain}`
  return {
    url,
    async register(person, now) {
      const phone = (expires: number) =>
        `<sip:${person.username}@127.0.0.1:5060;fs-conn-id=1;callid=1;expires=${expires};cseq=2;updatedAt=${now - 60};alias=no?user-agent=${encodeURIComponent(USER_AGENT)}>`
      keys.add(key(person))
      await redis.hset(key(person), { [`"<${PHONE}>"`]: phone(600), [TABLET]: phone(600), old: phone(59) })
    },
    count: (person) => redis.hlen(key(person)),
    async close() {
      if (keys.size > 0) await redis.del(...keys)
      redis.disconnect()
    },
  }
}

const kinds: [string, () => Promise<Flexisip>][] = [
  ['Redis', () => redisAt(redisUrl!)],
  ['the command socket of 2021', () => socketOf('2021')],
  ['the command socket of 2.5.2', () => socketOf('2.5.2')],
]

describe.each(kinds)("an account's devices by %s", (name, make) => {
  if (name === 'Redis' && isSkipped('redis')) {
    test.skip('need TEST_REDIS_URL', () => undefined)
    return
  }
  const flexisip = useForAll(make, (one) => one.close())
  const app = useApp(() => ({ env: { REGISTRAR_URL: flexisip.url } }))
  async function registered(): Promise<Person> {
    const bob = await app.make.user()
    await flexisip.register(bob, app.clock.now() / 1000)
    return bob
  }

  test('are listed, shown and removed one by one', async () => {
    const bob = await registered()
    const times = { expires_at: '2026-11-24T12:09:00.000000Z', update_time: '2026-11-24T11:59:00.000000Z' }
    const listed = await app.api.get(DEVICES, { as: bob })
    expect([listed.status, listed.body]).toEqual([
      200,
      {
        [PHONE]: { uuid: PHONE, ...times, user_agent: USER_AGENT, ...PROGRAM },
        [TABLET]: { uuid: TABLET, ...times, user_agent: USER_AGENT, ...PROGRAM },
      },
    ])
    expect((await app.api.get(`${DEVICES}/${PHONE}`, { as: bob })).body).toEqual(listed.body[PHONE])
    const removed = await app.api.delete(`${DEVICES}/${PHONE}`, { as: bob })
    expect([removed.status, removed.text]).toEqual([200, '{}'])
    expect((await app.api.get(`${DEVICES}/${PHONE}`, { as: bob })).status).toBe(404)
    // liblinphone asks again when the answer was lost
    expect((await app.api.delete(`${DEVICES}/${PHONE}`, { as: bob })).status).toBe(200)
    expect((await app.api.delete(`${DEVICES}/old`, { as: bob })).status).toBe(404)
    expect((await app.api.delete(`${DEVICES}/${TABLET}`, { as: bob })).status).toBe(200)
    expect((await app.api.get(DEVICES, { as: bob })).text).toBe('{}')
    app.clock.advance(600)
    expect((await app.api.delete(`${DEVICES}/${PHONE}`, { as: bob })).status).toBe(404)
  })

  test('of which nobody has registered are none', async () => {
    expect((await app.api.get(DEVICES, { as: await app.make.user() })).text).toBe('{}')
  })

  test.each<[string, (bob: Person, alice: Person) => Promise<{ status: number }>]>([
    ['deleted by its owner', (bob) => app.api.delete('/api/accounts/me', { as: bob })],
    ['deleted by an administrator', (bob, alice) => app.api.delete(`/api/accounts/${bob.id}`, { as: alice })],
    ['deactivated', (bob, alice) => app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })],
    [
      'given another password',
      (bob) =>
        app.api.post('/api/accounts/me/password', { algorithm: 'SHA-256', old_password: bob.password, password: 'a-new-one' }, { as: bob }),
    ],
  ])('are gone once it is %s, and nobody else loses any', async (_, change) => {
    const [bob, erin] = [await registered(), await registered()]
    expect(await change(bob, await app.make.admin())).toMatchObject({ status: 200 })
    await app.deps.outbound.removals.drain()
    expect([await flexisip.count(bob), await flexisip.count(erin)]).toEqual([0, 3])
    app.clock.advance(1861)
    await app.deps.outbound.removals.drain()
    expect(await app.deps.db.prisma.registrationRemoval.count()).toBe(0)
    expect(await flexisip.count(erin)).toBe(3)
  })
})

describe.each<Generation>(['2021', '2.5.2'])('while the command socket of %s fails', (generation) => {
  const flexisip = useForAll(
    () => socketOf(generation),
    (one) => one.close(),
  )
  const app = useApp(() => ({ env: { REGISTRAR_URL: flexisip.url } }))
  let bob: Person
  beforeEach(async () => {
    bob = await app.make.user()
    await flexisip.register(bob, app.clock.now() / 1000)
  })
  afterEach(() => repair())
  const removals = () => app.deps.db.prisma.registrationRemoval.findMany()

  const atRemoval = (answer: string) => () => {
    flexisip.socket.refuse = (command) => (/^REGISTRAR_(DELETE|CLEAR)/.test(command) ? answer : undefined)
  }
  const failures: [string, () => void][] = [
    ['by refusing', () => (flexisip.socket.refuse = () => 'Error - 408 Timeout')],
    ['by refusing what it is to remove', atRemoval('Error - 408 Timeout')],
    ['by dying over what it is to remove', atRemoval('')],
    ['by answering nonsense', () => (flexisip.socket.refuse = () => '<html>')],
    [
      'by breaking off',
      () => {
        flexisip.socket.reply = (connection) => connection.write('{"con', () => connection.destroy())
      },
    ],
  ]
  const repair = () => {
    flexisip.socket.reply = (connection, answer) => connection.end(answer)
    flexisip.socket.refuse = () => undefined
  }

  test.each(failures)('%s, an account can be deleted, and its registrations go as soon as it works', async (_, spoil) => {
    spoil()
    expect((await app.api.delete('/api/accounts/me', { as: bob })).status).toBe(200)
    for (let tries = 1; tries <= 3; tries++) {
      await app.deps.outbound.removals.drain()
      expect(await removals()).toMatchObject([{ username: bob.username, tries, lastError: expect.any(String) }])
      expect(await flexisip.count(bob)).toBe(3)
      app.clock.advance(2 ** tries + 1)
    }
    repair()
    await app.deps.outbound.removals.drain()
    expect([await flexisip.count(bob), await removals()]).toMatchObject([0, [{ lastError: null }]])
    app.clock.advance(1861)
    await app.deps.outbound.removals.drain()
    expect(await removals()).toEqual([])
  })

  test.each(failures)('%s, removing a device is 503, and the device is still there', async (_, spoil) => {
    spoil()
    const response = await app.api.delete(`${DEVICES}/${PHONE}`, { as: bob })
    expect([response.status, response.body.code]).toEqual([503, 'registrar_unavailable'])
    expect(await flexisip.count(bob)).toBe(3)
  })

  test('a removal that cannot be done does not keep others waiting', async () => {
    const erin = await app.make.user()
    await flexisip.register(erin, app.clock.now() / 1000)
    flexisip.socket.refuse = (command) => (command.includes(`${bob.username}@`) ? 'Error - 408 Timeout' : undefined)
    await app.api.delete('/api/accounts/me', { as: bob })
    await app.deps.outbound.removals.drain()
    app.clock.advance(3)
    await app.api.delete('/api/accounts/me', { as: erin })
    await app.deps.outbound.removals.drain()
    expect([await flexisip.count(erin), await flexisip.count(bob)]).toEqual([0, 3])
    repair()
    for (const seconds of [60, 1861]) {
      app.clock.advance(seconds)
      await app.deps.outbound.removals.drain()
    }
    expect(await removals()).toEqual([])
  })
})

test('a Flexisip that does not run is 503, and no account is kept from being deleted', async () => {
  const app = await startApp({ env: { REGISTRAR_URL: `unix:${join(tmpdir(), `flexisip-${randomBytes(6).toString('hex')}`)}` } })
  const bob = await app.make.user()
  for (const [method, path] of [
    ['GET', DEVICES],
    ['GET', `${DEVICES}/x`],
    ['DELETE', `${DEVICES}/x`],
  ] as const) {
    const response = await app.api.send(method, path, { as: bob })
    expect([response.status, response.body.code]).toEqual([503, 'registrar_unavailable'])
    expect(response.header('retry-after')).toMatch(/^\d+$/)
    expect(response.text).not.toContain(tmpdir())
  }
  expect((await app.api.delete('/api/accounts/me', { as: bob })).status).toBe(200)
  await app.deps.outbound.removals.drain()
  expect(await app.deps.db.prisma.registrationRemoval.findMany()).toMatchObject([{ lastError: expect.stringContaining('ENOENT') }])
  await app.close()
})

test('the devices of an account that come slowly or not at all are 503 within seconds, however many ask', async () => {
  const flexisip = await socketOf('2.5.2')
  const app = await startApp({ env: { REGISTRAR_URL: flexisip.url } })
  const bob = await app.make.user()
  const apiKey = await app.make.apiKey(bob)
  flexisip.socket.reply = (connection) => connection.once('end', () => connection.destroy())
  const began = performance.now()
  const responses = await Promise.all(Array.from({ length: 150 }, () => app.api.get(DEVICES, { as: { ...bob, apiKey } })))
  expect(new Set(responses.map(({ status, body }) => `${status} ${body.code}`))).toEqual(new Set(['503 registrar_unavailable']))
  expect(performance.now() - began).toBeLessThan(6_000)
  expect((await app.api.get('/api/accounts/me', { as: { ...bob, apiKey } })).status).toBe(200)
  await app.close()
  await flexisip.close()
})
