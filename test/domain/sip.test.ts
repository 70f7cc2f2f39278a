// runs once: no database is in it
import { parseAor, parseFrom } from '../../src/domain/sip.js'

const bob = { username: 'bob', domain: 'sip.example.org' }

describe('an address in a path', () => {
  test.each(['bob@sip.example.org', 'sip:bob@sip.example.org', 'sips:bob@SIP.Example.ORG', 'SIP:bob@sip.example.org'])(
    '%s is bob',
    (text) => {
      expect(parseAor(text)).toEqual(bob)
    },
  )

  test('keeps the username as it is and the domain in lower case', () => {
    expect(parseAor('sip:Bob+Home@192.0.2.1')).toEqual({ username: 'Bob+Home', domain: '192.0.2.1' })
    expect(parseAor('sip:+33612345678@[2001:DB8::1]')).toEqual({ username: '+33612345678', domain: '[2001:db8::1]' })
  })

  test.each([
    '',
    // the path was decoded before
    'bob%40sip.example.org',
    '%62ob@sip.example.org',
    'bob',
    '@',
    'bob@',
    '@sip.example.org',
    'sip:',
    'sip:@',
    'bob@a@b',
    'bob@sip.example.org:5060',
    'bob@sip.example.org;x=y',
  ])('%j is nobody', (text) => {
    expect(parseAor(text)).toBeUndefined()
  })
  test.each([
    'bob@sip..',
    'bob@-x',
    'b ob@x',
    'bob@x y',
    'bob%00@x',
    'bob%zz@x',
    'bob%@x',
    'bob%C3@x',
    'bob%C3%A9@x',
    'bob:pw@x',
    'tel:+1@',
    'bob@x\n',
    '"bob"@x',
    'bob@é',
  ])('%j is nobody', (text) => {
    expect(parseAor(text)).toBeUndefined()
  })
})

describe('a From header', () => {
  test.each([
    'sip:bob@sip.example.org',
    ' sip:bob@sip.example.org ',
    'sips:bob@SIP.EXAMPLE.ORG',
    'sip:bob@sip.example.org:5061',
    'sip:bob@sip.example.org;transport=tls',
    'sip:bob@sip.example.org:5061;transport=tls;x=a@b?Subject=c@d',
    '<sip:bob@sip.example.org>',
    '<sip:bob@sip.example.org>;tag=1928301774',
    '<sip:bob@sip.example.org:5061;transport=tls> ; tag=1928301774',
    'Bob <sip:bob@sip.example.org>',
    'Bob The Builder <sips:bob@sip.example.org;gr=urn:uuid:1>;tag=x',
    '"Bob" <sip:bob@sip.example.org;transport=tls>',
    '"Bob <sip:mallory@evil.example> \\" \\\\" <sip:bob@sip.example.org>;tag="<sip:x@y>"',
    '""<sip:bob@sip.example.org>',
    'sip:bob%40sip.example.org',
    'sip%3Abob%40sip.example.org',
    'sip%3abob%40sip.example.org%3bx=y',
    '<sip%3abob%40sip.example.org>',
    '%3Csip%3Abob%40sip.example.org%3E',
    '"100 %" <sip:bob@sip.example.org>',
  ])('%s is bob', (header) => {
    expect(parseFrom(header)).toEqual(bob)
  })

  test.each([
    '',
    'bob',
    'bob@sip.example.org',
    'mailto:bob@sip.example.org',
    'tel:+33612345678',
    'sip:sip.example.org',
    '<sip:bob@sip.example.org',
    'sip:bob@sip.example.org>',
    '<<sip:bob@sip.example.org>>',
    '<sip:bob@sip.example.org> x',
    '<sip:bob@sip.example.org>, <sip:carol@sip.example.org>',
    'sip:bob@sip.example.org, sip:carol@sip.example.org',
    '"Bob',
    '"Bob"',
    '"Bob\\',
    '"Bob" sip:bob@sip.example.org',
    'B "<sip:mallory@evil.example>" <sip:bob@sip.example.org>',
    'sip:bob@sip.example.org:port',
    'sip:bob@sip.example.org:123456',
    'sip:bob@sip.example.org:',
    'sip:bob@@sip.example.org',
    'sip:bob:password@sip.example.org',
    'sip:bob%zz@sip.example.org',
    'sip:bob%0d%0a@sip.example.org',
  ])('%j is nobody', (header) => {
    expect(parseFrom(header)).toBeUndefined()
  })

  test.each(['<', '"', '\\', '@', '%40', 'sip:', ';', ' ', 'a', '.', ':', 'a-'])('of 64 KB of %j takes no time', (piece) => {
    const flood = piece.repeat(65_536 / piece.length)
    const short = piece.repeat(4_000 / piece.length)
    const start = performance.now()
    for (const many of [flood, short])
      for (const text of [many, `"${many}`, `<sip:bob@${many}!`, `sip:${many}`, `sip:bob@x;${many}>`, `<sip:bob@x>${many}<`]) {
        parseFrom(text)
        parseAor(text)
      }
    expect(performance.now() - start).toBeLessThan(300)
  })
})
