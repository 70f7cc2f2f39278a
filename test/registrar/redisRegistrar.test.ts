// runs once: no database is in it
import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { openRegistrar } from '../../src/registrar/openRegistrar.js'
import { type Registrar, RegistrarDown } from '../../src/registrar/registrar.js'
import { type BrokenServer, babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { recorded } from '../support/flexisipSocket.js'
import { describeNeeding, redisUrl } from '../support/needs.js'
import { relayTo } from '../support/relay.js'

const describeRedis = describeNeeding('redis')
const URN = 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a00'
/** between the recorded registrations and their end. Milliseconds */
const NOW = 1_795_472_000_000

describeRedis("Flexisip's Redis", () => {
  let redis: Redis
  let listener: Redis
  let registrar: Registrar
  let now: number
  const aor = { username: '', domain: 'sip.example.test' }
  const address = () => `${aor.username}@${aor.domain}`
  const key = () => `fs:${address()}`
  const store = (fields: Record<string, string>) => redis.hset(key(), fields)

  beforeEach(async () => {
    redis = new Redis(redisUrl!)
    listener = new Redis(redisUrl!)
    aor.username = `alice.${randomBytes(6).toString('hex')}`
    now = NOW
    registrar = openRegistrar(redisUrl!, { now: () => now })
  })
  afterEach(async () => {
    await registrar.close()
    await redis.del(key())
    redis.disconnect()
    listener.disconnect()
  })

  /** What is published on the address's channel from now on. */
  async function announcements(): Promise<{ next(): Promise<string> }> {
    const messages: string[] = []
    let wake = () => {}
    listener.on('message', (_, message) => {
      messages.push(message)
      wake()
    })
    await listener.subscribe(address())
    return {
      async next() {
        while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        return messages.shift()!
      },
    }
  }

  describe.each(['2021', '2.5.2'])('as %s keeps it', (generation) => {
    beforeEach(() => store(JSON.parse(recorded(`${generation}-redis-hgetall.json`))))

    test('tells the devices of an address', async () => {
      const devices = await registrar.list(aor)
      const updated = generation === '2021' ? 1795471826_000 : 1795471812_000
      expect(devices.sort((a, b) => a.uuid.localeCompare(b.uuid))).toEqual(
        [`${URN}1`, `${URN}2`].map((uuid) => ({
          uuid,
          updateTime: new Date(updated),
          expiresAt: new Date(updated + 600_000),
          userAgent: 'LabUA/1.0 (Lab device) LinphoneSDK/0',
        })),
      )
    })

    test('loses a device that is removed, as Flexisip itself removes it, and Flexisip hears of it', async () => {
      const heard = await announcements()
      expect(await registrar.remove(aor, `${URN}1`)).toBe(true)
      expect(await redis.hgetall(key())).toEqual(JSON.parse(recorded(`${generation}-redis-hgetall-after-delete.json`)))
      expect(await heard.next()).toBe('')
    })

    test('loses all devices, and Flexisip hears of it', async () => {
      const heard = await announcements()
      await registrar.removeAll(aor)
      expect(await redis.exists(key())).toBe(0)
      expect(await heard.next()).toBe('')
    })

    test('does not tell registrations that have expired, nor removes them one by one', async () => {
      now += 600_000
      expect(await registrar.list(aor)).toEqual([])
      expect(await registrar.remove(aor, `${URN}1`)).toBe(false)
      expect(await redis.hlen(key())).toBe(2)
    })
  })

  describe('after a change', () => {
    /** the second of the change */
    const CHANGE = NOW / 1000 - 100
    const registered = (updatedAt: number) => `<sip:a@127.0.0.1;expires=600;updatedAt=${updatedAt}>`
    const until = new Date(CHANGE * 1000 + 999)

    test('keeps what registered later, which is told to the second: one of the same second goes, and one that cannot be read', async () => {
      const heard = await announcements()
      await store({ old: registered(CHANGE - 1), same: registered(CHANGE), later: registered(CHANGE + 1), odd: 'garbage' })
      await registrar.removeAll(aor, until)
      expect(await redis.hkeys(key())).toEqual(['later'])
      expect(await heard.next()).toBe('')
      await registrar.removeAll(aor, until)
      expect(await redis.hkeys(key())).toEqual(['later'])
    })

    test('keeps a device that registers anew between the look at it and its removal', async () => {
      const relay = await relayTo(Number(new URL(redisUrl!).port || 6379))
      const through = openRegistrar(Object.assign(new URL(redisUrl!), { port: String(relay.port) }).href, { now: () => now })
      await store({ phone: registered(CHANGE - 1), tablet: registered(CHANGE - 1) })
      relay.before = async (words) => {
        if (/eval/i.test(words.toString('latin1'))) await store({ phone: registered(CHANGE + 1) })
      }
      await through.removeAll(aor, until)
      expect(await redis.hgetall(key())).toEqual({ phone: registered(CHANGE + 1) })
      await through.close()
      await relay.close()
    })

    test.each([
      ['a space', Buffer.from('"a b"')],
      ['a quote', Buffer.from('"a\\"b"')],
      ['bytes that are no text', Buffer.from([0x22, 0xe9, 0x22])],
      ['480 characters', Buffer.from('x'.repeat(480))],
    ])('loses a device whose id has %s, by itself and with all others', async (_, id) => {
      await redis.hset(key(), id, registered(CHANGE - 1), 'other', registered(CHANGE - 1))
      expect(await registrar.remove(aor, id.toString())).toBe(true)
      expect(await redis.hkeys(key())).toEqual(['other'])
      await redis.hset(key(), id, registered(CHANGE - 1))
      await registrar.removeAll(aor, until)
      expect(await redis.exists(key())).toBe(0)
    })
  })

  test('tells a key that is none of its own from a Redis that is down', async () => {
    await redis.set(key(), 'garbage')
    const outcome = await registrar.removeAll(aor, new Date(NOW)).catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(Error)
    expect(outcome).not.toBeInstanceOf(RegistrarDown)
    const down = openRegistrar(`redis://127.0.0.1:${await closedPort()}`, { now: () => now })
    await expect(down.removeAll(aor, new Date(NOW))).rejects.toBeInstanceOf(RegistrarDown)
    await down.close()
  })

  test('knows no device of an unknown address', async () => {
    expect(await registrar.list(aor)).toEqual([])
    expect(await registrar.remove(aor, `${URN}1`)).toBe(false)
    await registrar.removeAll(aor)
  })

  test('has devices that give no urn, under what Flexisip calls them', async () => {
    const contact = '<sip:a@127.0.0.1;expires=600;updatedAt=1795471900>'
    await store({ 'fs-gen-1': contact, 'call-1@10.0.0.1': contact, '"<urn:uuid:7>"': contact })
    expect((await registrar.list(aor)).map(({ uuid }) => uuid).sort()).toEqual(['call-1@10.0.0.1', 'fs-gen-1', 'urn:uuid:7'])
    expect(await registrar.remove(aor, 'fs-gen-1')).toBe(true)
    expect(await registrar.remove(aor, 'call-1@10.0.0.1')).toBe(true)
    expect(await redis.hkeys(key())).toEqual(['"<urn:uuid:7>"'])
  })

  test('keeps the devices of other addresses', async () => {
    const other = { ...aor, domain: 'other.example.test' }
    const contact = '<sip:a@127.0.0.1;expires=600;updatedAt=1795471900>'
    await store({ '"<urn:uuid:7>"': contact })
    expect(await registrar.list(other)).toEqual([])
    await registrar.removeAll(other)
    expect(await redis.hlen(key())).toBe(1)
  })

  test.each([
    ['values that Flexisip does not write', () => store({ a: 'garbage' })],
    ['another type of key', () => redis.set(key(), 'garbage')],
  ])('is refused with %s', async (_, spoil) => {
    await spoil()
    await expect(registrar.list(aor)).rejects.toThrow()
    await expect(registrar.remove(aor, 'a')).rejects.toThrow()
  })

  test('answers again after the connection was cut', async () => {
    await registrar.list(aor)
    const mine = (await redis.client('ID')).toString()
    const list = (await redis.client('LIST')) as string
    const last = list.split('\n').find((line) => line.includes('cmd=hgetall') && !line.includes(`id=${mine} `))!
    await redis.client('KILL', 'ID', /id=(\d+)/.exec(last)![1]!)
    await registrar.list(aor).catch(() => undefined) // the cut may show only in the next question
    expect(await registrar.list(aor)).toEqual([])
  })

  test('is refused when it has no such database', async () => {
    const other = openRegistrar(new URL('/4096', redisUrl!).href, { now: () => now })
    await expect(other.check()).rejects.toThrow('out of range')
    await expect(other.list(aor)).rejects.toThrow('out of range')
    await other.close()
  })

  test('is checked, and answers nothing once closed', async () => {
    expect(await registrar.check()).toBe("Flexisip's Redis answers")
    await registrar.close()
    await expect(registrar.list(aor)).rejects.toThrow('closed')
  })
})

describe('a Redis', () => {
  const aor = { username: 'alice', domain: 'sip.example.test' }
  let server: BrokenServer | undefined
  let registrar: Registrar
  afterEach(async () => {
    await registrar.close()
    await server?.close()
    server = undefined
  })
  const open = (port: number) => (registrar = openRegistrar(`redis://user:hush@127.0.0.1:${port}/2`, { now: Date.now, timeoutMs: 150 }))

  /** Each function, twice: the second time nothing may be left of the first. */
  async function failsInEveryWay(reason: RegExp): Promise<void> {
    for (let i = 0; i < 2; i++) {
      const attempts = [registrar.list(aor), registrar.remove(aor, 'urn:uuid:1'), registrar.removeAll(aor), registrar.check()]
      for (const attempt of attempts) await expect(attempt).rejects.toThrow(reason)
      for (const attempt of attempts) await expect(attempt).rejects.not.toThrow(/hush/)
    }
  }

  test('that is down is refused at once, and the reason says so', async () => {
    open(await closedPort())
    await failsInEveryWay(/ECONNREFUSED/)
  })

  test('that hangs is given up', async () => {
    server = await silentServer()
    open(server.port)
    await failsInEveryWay(/does not answer within 0.15 s/)
  })

  test('that ends every connection is refused', async () => {
    server = await rudeServer()
    open(server.port)
    await failsInEveryWay(/./)
  })

  test('that talks no Redis is refused', async () => {
    server = await babblingServer()
    open(server.port)
    await failsInEveryWay(/./)
  })
})
