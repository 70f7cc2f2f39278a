// runs once: no database is in it
import { memoryCounters } from '../../src/auth/counters.js'
import { addressBlock } from '../../src/domain/ip.js'
import { Clock } from '../support/clock.js'

describe('counters in memory', () => {
  const clock = new Clock()

  test('count in a window that begins with the first point', async () => {
    const counters = memoryCounters(clock.now)
    expect(await counters.get('a')).toBeUndefined()
    expect(await counters.add('a', 1, 60)).toEqual({ points: 1, msLeft: 60_000 })
    clock.advance(59)
    expect(await counters.add('a', 2, 60)).toEqual({ points: 3, msLeft: 1_000 })
    await counters.takeBack('a', 1)
    expect(await counters.get('a')).toEqual({ points: 2, msLeft: 1_000 })
    clock.advance(1)
    expect(await counters.get('a')).toBeUndefined()
    expect(await counters.add('a', 1, 60)).toEqual({ points: 1, msLeft: 60_000 })
    await counters.delete('a')
    expect(await counters.get('a')).toBeUndefined()
  })

  test('remember so many keys and no more: those counted longest ago go', async () => {
    const counters = memoryCounters(clock.now, 3)
    for (const key of ['a', 'b', 'c', 'a', 'd']) await counters.add(key, 1, 60)
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await counters.get(key))?.points))).toEqual([2, undefined, 1, 1])
    for (let i = 0; i < 1000; i++) await counters.add(`key-${i}`, 1, 60)
    expect((await counters.get('key-999'))?.points).toBe(1)
    expect(await counters.get('key-996')).toBeUndefined()
  })
})

describe('the block of an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['unknown', 'unknown'],
    ['x'.repeat(500), 'x'.repeat(64)],
  ])('%.60s is %.60s', (ip, block) => expect(addressBlock(ip)).toBe(block))

  test('is short, whatever is sent', () => {
    for (const odd of [':'.repeat(5000), `::${'a'.repeat(5000)}`, '1:2:3:4:5:6:7:8:9', ':::', '::%', ''])
      expect(addressBlock(odd).length).toBeLessThanOrEqual(64)
  })
})
