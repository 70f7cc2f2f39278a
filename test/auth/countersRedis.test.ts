// runs once: no database is in it
import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { createAttempts } from '../../src/auth/attempts.js'
import { memoryCounters } from '../../src/auth/counters.js'
import { redisCounters } from '../../src/auth/countersRedis.js'
import { createKnownAddresses } from '../../src/auth/knownAddresses.js'
import { describeNeeding, redisUrl } from '../support/needs.js'

describeNeeding('redis')('counters in Redis', () => {
  const prefix = `test-counters:${randomBytes(8).toString('hex')}`
  let redis: Redis
  beforeAll(async () => {
    redis = new Redis(redisUrl!)
    await redis.ping() // waits until it is connected
  })
  afterAll(async () => {
    const keys = await redis.keys(`${prefix}*`)
    if (keys.length > 0) await redis.del(keys)
    redis.disconnect()
  })
  const open = () =>
    redisCounters({
      redis,
      prefix,
      meanwhile: memoryCounters(Date.now),
      failed: (error) => {
        throw error
      },
    })

  test('have a longer window from so many points on', async () => {
    const counters = open()
    const longer = { from: 3, seconds: 3_600 }
    for (const points of [1, 2]) {
      const count = await counters.add('a', 1, 60, longer)
      expect(count.points).toBe(points)
      expect(count.msLeft).toBeLessThanOrEqual(60_000)
    }
    expect((await counters.add('a', 1, 60, longer)).msLeft).toBe(3_600_000)
    expect((await counters.get('a'))!.msLeft).toBeGreaterThan(3_500_000)
  })

  test('mark keys that are not counted, and leave those that are', async () => {
    const counters = open()
    await counters.add('c', 2, 60)
    await counters.mark(['c', 'd'], 1_000)
    expect((await counters.get('c'))!).toMatchObject({ points: 2 })
    expect((await counters.get('c'))!.msLeft).toBeLessThanOrEqual(60_000)
    expect((await counters.get('d'))!.points).toBe(1)
    expect((await counters.get('d'))!.msLeft).toBeGreaterThan(900_000)
  })

  const process = () => {
    const counters = open()
    const known = createKnownAddresses({
      counters,
      hash: (key) => key,
      now: Date.now,
      failed: (error) => {
        throw error
      },
    })
    const options = { secret: 'a secret for tests alone', counters, known, now: Date.now, perAddress: undefined }
    return { known, attempts: createAttempts(options) }
  }

  test('share wrong passwords and known addresses between processes', async () => {
    const [one, two] = [process(), process()]
    const aor = `${randomBytes(6).toString('hex')}@sip.example.org`
    await one.attempts.succeeded(aor, '192.0.2.1')
    await one.known.flush()
    const many: boolean[] = []
    for (let n = 0; n < 101; n++) many.push(await (n % 2 ? one : two).attempts.failed(aor, `198.51.100.${n}`))
    expect(many.filter(Boolean)).toHaveLength(1)
    await two.attempts.check(aor, '192.0.2.2') // the one of this delay
    await expect(one.attempts.check(aor, '192.0.2.3')).rejects.toMatchObject({ status: 429 })
    await expect(two.attempts.check(aor, '192.0.2.1')).resolves.toBeUndefined()
  })

  test('tell how long an account is slowed down for an address, which any process lifts for all', async () => {
    const [one, two] = [process(), process()]
    const aor = `${randomBytes(6).toString('hex')}@sip.example.org`
    const [here, block] = ['2001:db8:1:2::3', '2001:db8:1:2::/64']
    for (let n = 0; n < 9; n++) await one.attempts.failed(aor, here)
    expect(await two.attempts.delays(aor, [block])).toEqual({ addresses: [], fromAnywhere: 0 })
    await one.attempts.check(aor, here) // the one of this delay
    const told = await two.attempts.delays(aor, [block, '192.0.2.1'])
    expect(told).toEqual({ addresses: [{ address: block, ms: expect.any(Number), everywhere: false }], fromAnywhere: 0 })
    expect(told.addresses[0]!.ms).toBeGreaterThan(10_000)
    await expect(one.attempts.check(aor, here)).rejects.toMatchObject({ status: 429 })
    for (let n = 0; n < 100; n++) await one.attempts.failed(aor, `198.51.100.${n}`)
    expect((await two.attempts.delays(aor, [])).fromAnywhere).toBeGreaterThan(3_000_000)
    await two.attempts.forget(aor, [block])
    expect(await one.attempts.delays(aor, [block])).toEqual({ addresses: [], fromAnywhere: 0 })
    for (let n = 0; n < 5; n++) {
      await one.attempts.check(aor, here)
      await one.attempts.failed(aor, here)
    }
    await expect(two.attempts.check(aor, '203.0.113.1')).resolves.toBeUndefined()
  })
})
