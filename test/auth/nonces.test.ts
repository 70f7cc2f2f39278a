// runs once: it opens the databases that it needs itself

import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { createNonces, type NonceUses, timePrefix, usesBefore } from '../../src/auth/nonces.js'
import { databaseNonceUses } from '../../src/auth/nonceUses.sql.js'
import { redisNonceUses } from '../../src/auth/nonceUsesRedis.js'
import { describeDatabases, useOpened } from '../support/database.js'
import { useDatabase } from '../support/migratedDatabases.js'
import { describeNeeding, redisUrl } from '../support/needs.js'

const START = Date.UTC(2026, 6, 1, 12)

function nonces(options: { secret?: string; now?: () => number } = {}) {
  return createNonces({ secret: 'a secret', ttlSeconds: 300, now: () => START, random: randomBytes, ...options })
}

describe('a nonce', () => {
  test('is 56 characters of lower-case hex that begin with its time', () => {
    const nonce = nonces().issue()
    expect(nonce).toMatch(/^[0-9a-f]{56}$/)
    expect(Number.parseInt(nonce.slice(0, 8), 16) * 1000).toBe(START)
    expect(timePrefix(START + 999)).toBe(nonce.slice(0, 8))
    expect(timePrefix(1000)).toBe('00000001')
  })

  test('is never issued twice', () => {
    const { issue } = nonces()
    expect(new Set(Array.from({ length: 2000 }, issue)).size).toBe(2000)
  })

  test('is known to every process with the same secret, and to no other', () => {
    const nonce = nonces().issue()
    expect(nonces().check(nonce)).toBe('valid')
    expect(nonces({ secret: 'another' }).check(nonce)).toBe('foreign')
  })

  test('is good for its lifetime, then expired', () => {
    let time = START
    const { issue, check } = nonces({ now: () => time })
    const nonce = issue()
    time += 300_000
    expect(check(nonce)).toBe('valid')
    time += 1_000
    expect(check(nonce)).toBe('expired')
    time += 86_400_000
    expect(check(nonce)).toBe('expired')
  })

  test('may come from a clock a minute ahead; from further it is ours still, and of another time', () => {
    const { check } = nonces()
    expect(check(nonces({ now: () => START + 60_000 }).issue())).toBe('valid')
    expect(check(nonces({ now: () => START + 61_000 }).issue())).toBe('expired')
    expect(check(nonces({ now: () => START + 86_400_000 }).issue())).toBe('expired')
  })

  test('is foreign when anything in it is changed', () => {
    const { issue, check } = nonces()
    const nonce = issue()
    for (let i = 0; i < nonce.length; i++) {
      const other = nonce[i] === '0' ? '1' : '0'
      expect(check(nonce.slice(0, i) + other + nonce.slice(i + 1))).toBe('foreign')
    }
    for (const text of [
      '',
      '0',
      nonce.slice(1),
      `${nonce}0`,
      nonce.toUpperCase(),
      `${nonce.slice(0, 55)}é`,
      '0'.repeat(56),
      'z'.repeat(56),
    ]) {
      expect(check(text)).toBe('foreign')
    }
  })
})

/** What every store of used nonces does. */
function usesOnce(store: () => { here: NonceUses; there: NonceUses }) {
  const { issue } = nonces()

  test('accepts each (nonce, nc) once, in any order', async () => {
    const { here } = store()
    const [one, two] = [issue(), issue()]
    expect(await here.record(one, '00000002')).toBe(true)
    expect(await here.record(one, '00000002')).toBe(false)
    expect(await here.record(one, '00000001')).toBe(true)
    expect(await here.record(two, '00000002')).toBe(true)
    expect(await here.record(two, '00000002')).toBe(false)
  })

  test('takes nc in upper and lower case for the same number', async () => {
    const { here } = store()
    const nonce = issue()
    expect(await here.record(nonce, '0000000a')).toBe(true)
    expect(await here.record(nonce, '0000000A')).toBe(false)
  })

  test('accepts a pair that comes several times at once only once', async () => {
    const { here } = store()
    const nonce = issue()
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => here.record(nonce, `000000${10 + (i % 20)}`)))
    // whichever of them the database takes first
    const accepted = Array.from({ length: 20 }, (_, nc) => answers.filter((first, i) => first && i % 20 === nc).length)
    expect(accepted).toEqual(Array(20).fill(1))
  })

  test('accepts a pair that comes to two processes at once in one of them', async () => {
    const { here, there } = store()
    const pairs = Array.from({ length: 100 }, issue)
    const [left, right] = await Promise.all([
      Promise.all(pairs.map((nonce) => here.record(nonce, '00000001'))),
      Promise.all([...pairs].reverse().map((nonce) => there.record(nonce, '00000001'))),
    ])
    expect(left.map((first, i) => Number(first) + Number(right[99 - i]))).toEqual(Array(100).fill(1))
  })
}

describeDatabases('uses in %s', (provider) => {
  const database = useDatabase(provider)
  const here = useOpened(database)
  const there = useOpened(database)

  usesOnce(() => ({ here: databaseNonceUses(here.query), there: databaseNonceUses(there.query) }))

  test('are forgotten when no clock takes the nonce for fresh any more', async () => {
    await here.prisma.nonceUse.deleteMany()
    const uses = databaseNonceUses(here.query)
    const old = nonces({ now: () => START - 361_000 }).issue()
    const recent = nonces({ now: () => START - 360_000 }).issue()
    await Promise.all([uses.record(old, '00000001'), uses.record(old, '00000002'), uses.record(recent, '00000001')])
    const purge = async (before: Date) => (await here.prisma.nonceUse.deleteMany({ where: { nonce: { lt: usesBefore(before) } } })).count
    expect(await purge(new Date(START - 300_000))).toBe(2)
    expect(await uses.record(recent, '00000001')).toBe(false)
    expect(await purge(new Date(START - 300_000))).toBe(0)
  })

  test('that cannot be recorded are errors, never accepted', async () => {
    await here.prisma.$executeRaw`DROP TABLE nonce_uses`
    const { record } = databaseNonceUses(here.query)
    const results = await Promise.allSettled([record('a', '00000001'), record('b', '00000001')])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
  })
})

describeNeeding('redis')('uses in Redis', () => {
  const prefix = `test:${process.pid}:${randomBytes(4).toString('hex')}:`
  let here: Redis
  let there: Redis

  beforeAll(() => {
    here = new Redis(redisUrl!)
    there = new Redis(redisUrl!)
  })
  afterAll(async () => {
    const keys = await here.keys(`${prefix}*`)
    if (keys.length > 0) await here.del(...keys)
    here.disconnect()
    there.disconnect()
  })

  const usesIn = (redis: Redis, now = () => START) => redisNonceUses({ redis, prefix, ttlSeconds: 300, now })

  usesOnce(() => ({ here: usesIn(here), there: usesIn(there) }))

  test('are kept as long as any clock takes the nonce for fresh', async () => {
    const nonce = nonces().issue()
    await usesIn(here).record(nonce, '00000001')
    const left = await here.ttl(`${prefix}${nonce}:00000001`)
    expect(left).toBeGreaterThan(355)
    expect(left).toBeLessThanOrEqual(360)
  })

  test('that Redis has lost are not accepted again: nonces from before are expired, new ones are good', async () => {
    let time = START
    // the second one has not met any nonce before
    const [first, second] = [usesIn(here, () => time), usesIn(there, () => time)]
    const { issue } = nonces({ now: () => time })
    const used = issue()
    expect(await first.record(used, '00000001')).toBe(true)
    await here.del(...(await here.keys(`${prefix}*`)))
    expect([await second.record(used, '00000001'), await first.record(used, '00000001')]).toEqual(['expired', 'expired'])
    time += 1_000
    const fresh = issue()
    expect([await second.record(fresh, '00000001'), await first.record(fresh, '00000001')]).toEqual([true, false])
    expect(await first.record(used, '00000002')).toBe('expired')
  })
})

test('are an error while Redis is away, never accepted', async () => {
  const away = new Redis({
    host: '127.0.0.1',
    port: 1,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  })
  away.on('error', () => undefined)
  await expect(
    redisNonceUses({ redis: away, prefix: 'test:', ttlSeconds: 300, now: () => START }).record(nonces().issue(), '00000001'),
  ).rejects.toThrow()
  away.disconnect()
})
