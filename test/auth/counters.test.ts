// runs once: no database is in it
import { memoryCounters } from '../../src/auth/counters.js'
import { addressBlock, loggedAddress, plainAddress, widerBlock } from '../../src/domain/ip.js'
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
    await counters.add('b', 1, 60)
    await counters.delete('a', 'b')
    expect([await counters.get('a'), await counters.get('b')]).toEqual([undefined, undefined])
  })

  test('mark keys that are not counted, and leave those that are', async () => {
    const counters = memoryCounters(clock.now)
    await counters.add('a', 2, 60)
    await counters.mark(['a', 'b'], 10)
    expect(await Promise.all([counters.get('a'), counters.get('b')])).toEqual([
      { points: 2, msLeft: 60_000 },
      { points: 1, msLeft: 10_000 },
    ])
    clock.advance(10)
    await counters.mark(['b'], 20)
    expect(await counters.get('b')).toEqual({ points: 1, msLeft: 20_000 })
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

describe('counters in memory that are full', () => {
  test('keep those that are near a limit, however many others are counted once', async () => {
    const clock = new Clock()
    const counters = memoryCounters(clock.now, 1_000)
    for (let i = 0; i < 200; i++) await counters.add(`near-${i}`, 5, 600)
    for (let i = 0; i < 20_000; i++) await counters.add(`once-${i}`, 1, 600)
    const left = await Promise.all(Array.from({ length: 200 }, (_, i) => counters.get(`near-${i}`)))
    expect(left.filter((count) => count?.points === 5)).toHaveLength(200)
    expect((await counters.get('once-19999'))?.points).toBe(1)
    // until their time is over
    clock.advance(601)
    for (let i = 0; i < 2_000; i++) await counters.add(`later-${i}`, 5, 600)
    expect((await counters.get('later-1999'))?.points).toBe(5)
    expect((await counters.get('later-1500'))?.points).toBe(5)
  })
})

describe('an address', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:FFFF:c000:201', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:4711', '192.0.2.1'],
    ['2001:DB8:0001:2::', '2001:db8:1:2::'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:5000', '2001:db8::7'],
    ['"[2001:db8::7]:5000"', '2001:db8::7'],
    ['"192.0.2.1:4711"', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['unknown', undefined],
    ['_hidden:4711', undefined],
    ['192.0.2.1:4711:1', undefined],
    ['192.0.2.256', undefined],
    ['', undefined],
    ['<b>no address</b>', undefined],
    ['1:2:3:4:5:6:7:8:9', undefined],
    ['9'.repeat(9_000), undefined],
    [`::${'a'.repeat(9_000)}`, undefined],
  ])('%.60s is %s', (text, address) => expect(plainAddress(text)).toBe(address))

  test.each([
    ['192.0.2.1', '192.0.2.1', undefined],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['::1', '0:0:0:0::/64', '0:0:0::/48'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64', '64:ff9b:0::/48'],
  ])('%s counts as %s and as one of %s', (ip, block, wider) => expect([addressBlock(ip), widerBlock(ip)]).toEqual([block, wider]))

  test('is in the log as LOG_ADDRESSES says', () => {
    expect((['full', 'short', 'none'] as const).map((how) => loggedAddress('192.0.2.77', how))).toEqual([
      '192.0.2.77',
      '192.0.2.0/24',
      undefined,
    ])
    expect(loggedAddress('2001:db8:1:2::3', 'short')).toBe('2001:db8:1::/48')
  })
})
