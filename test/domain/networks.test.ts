// runs once: no database is in it
import { isWithin, plainNetwork } from '../../src/domain/networks.js'

describe('a network', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['192.0.2.7', '192.0.2.7/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::/32', '2001:db8::/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['::/0', '::/0'],
    // an address of IPv4, whichever way it is written
    ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
    ['::ffff:c000:207', '192.0.2.7/32'],
  ])('%s is kept as %s', (text, kept) => {
    expect(plainNetwork(text)).toBe(kept)
    expect(plainNetwork(kept)).toBe(kept)
  })

  test.each([
    ...[
      '',
      '/',
      '/8',
      'localhost',
      '192.0.2.0/33',
      '192.0.2.0/-1',
      '192.0.2.0/08',
      '192.0.2.0/',
      '192.0.2.0/24/24',
      '192.0.2.0/255.255.255.0',
    ],
    ...[
      '192.0.2',
      '010.0.0.1',
      '2001:db8::/129',
      'fe80::1%eth0',
      '[2001:db8::1]',
      '192.0.2.7:80',
      ' 192.0.2.7',
      '::ffff:192.0.2.0/90',
      '192.0.2.0/1e1',
    ],
  ])('is not %j', (text) => {
    expect(plainNetwork(text)).toBeUndefined()
  })

  test.each<[string, string[], boolean]>([
    ['192.0.2.255', ['192.0.2.0/24'], true],
    ['192.0.3.0', ['192.0.2.0/24'], false],
    ['192.0.2.255', ['192.0.2.7/24'], true],
    ['192.0.2.8', ['192.0.2.7/32', '198.51.100.0/24'], false],
    ['198.51.100.9', ['192.0.2.7/32', '198.51.100.0/24'], true],
    ['2001:db8:7fff::1', ['2001:db8::/33'], true],
    ['2001:db8:8000::1', ['2001:db8::/33'], false],
    ['203.0.113.1', ['0.0.0.0/0'], true],
    // one family says nothing of the other
    ['203.0.113.1', ['::/0'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false],
    ['', ['0.0.0.0/0', '::/0'], false],
    ['192.0.2.7', [], false],
  ])('%s in %j: %s', (ip, networks, within) => {
    expect(isWithin(networks, ip)).toBe(within)
  })

  test('that is stored as an empty text has nobody in it', () => {
    expect(isWithin([''], '192.0.2.7')).toBe(false)
  })
})
