// runs once: no database is in it
import { liveContacts, readContact, storedContact, uuidOf } from '../../src/registrar/contact.js'
import { recorded } from '../support/flexisipSocket.js'

const NOW = 1_795_471_900_000
const value = (parameters: string, headers = '') => `<sip:alice@127.0.0.1:53270${parameters}${headers}>;+sip.instance="<urn:uuid:1>"`
const fresh = ';expires=600;cseq=2;updatedAt=1795471826'

describe('a field of the Redis hash', () => {
  test('is read in time that grows with its length: 100,000 blanks take a moment', () => {
    const start = performance.now()
    expect(readContact('key', ' '.repeat(100_000))).toBeUndefined()
    expect(readContact('key', `"${' '.repeat(100_000)}`)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(500)
  })

  test.each(['2021', '2.5.2'])('is read as %s writes it', (generation) => {
    const fields = Object.entries(JSON.parse(recorded(`${generation}-redis-hgetall.json`)) as Record<string, string>)
    const updatedAt = generation === '2021' ? 1795471826 : 1795471812
    expect(fields.map(([key, text]) => readContact(key, text))).toEqual(
      ['a002', 'a001'].map((end) => ({
        key: `"<urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0${end}>"`,
        device: {
          uuid: `urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0${end}`,
          updateTime: new Date(updatedAt * 1000),
          expiresAt: new Date((updatedAt + 600) * 1000),
          userAgent: 'LabUA/1.0 (Lab device) LinphoneSDK/0',
        },
      })),
    )
  })

  test.each([
    ['"<urn:uuid:1>"', 'urn:uuid:1'],
    ['<urn:uuid:1>', 'urn:uuid:1'],
    ['urn:uuid:1', 'urn:uuid:1'],
    ['"<URN:UUID:1>"', 'URN:UUID:1'],
    ['a84b4c76e66710@pc33.example.org', 'a84b4c76e66710@pc33.example.org'],
    ['fs-gen-5f2c', 'fs-gen-5f2c'],
    ['"<00000000>"', '"<00000000>"'],
    ['"<urn:uuid:1"', '"<urn:uuid:1"'],
  ])('%s is the device %s', (key, uuid) => expect(uuidOf(key)).toBe(uuid))

  test.each([
    ['percent-encoded', '?path=%3Csip%3Aa%3E&user-agent=T%C3%A9l%C3%A9phone%20d%27Ana&x=1', "Téléphone d'Ana"],
    ['encoded by nobody', '?user-agent=100%zz', '100%zz'],
    ['the first header', '?user-agent=A&path=b', 'A'],
    ['another header that ends alike', '?x-user-agent=A', null],
    ['empty', '?path=b&user-agent=', null],
    ['missing', '?path=b', null],
    ['without headers', '', null],
  ])('the user agent may be %s', (_, headers, userAgent) => {
    expect(readContact('k', value(fresh, headers))?.device.userAgent).toBe(userAgent)
  })

  test.each([
    ['a display name with brackets', `"A \\" <sip:x@y;expires=1>" ${value(fresh)}`],
    ['a display name without quotes', `Alice ${value(fresh)}`],
    ['a user with a question mark and semicolons', `<sip:a?b;expires=7@127.0.0.1${fresh}?user-agent=U>`],
    ['a contact without user, its Call-ID with an at sign', `<sip:127.0.0.1;callid=1@h${fresh}?user-agent=U>`],
    ['parameters of the phone before those of Flexisip', value(`;expires=3;updatedAt=1${fresh}`)],
  ])('is read with %s', (_, text) => {
    expect(readContact('k', text)?.device).toMatchObject({
      updateTime: new Date(1_795_471_826_000),
      expiresAt: new Date(1_795_472_426_000),
    })
  })

  test.each([
    ['nothing', ''],
    ['no address in brackets', 'sip:a@b;expires=600;updatedAt=1795471826'],
    ['an open bracket', `<sip:a@b${fresh}`],
    ['no expires', value(';updatedAt=1795471826')],
    ['no updatedAt', value(';expires=600')],
    ['an expires that is no number', value(';expires=6e2;updatedAt=1795471826')],
    ['a time beyond all dates', value(';expires=99999999999;updatedAt=99999999999')],
    ['a megabyte of quotes', '"\\'.repeat(500_000)],
  ])('is unreadable: %s', (_, text) => expect(readContact('k', text)).toBeUndefined())
})

describe('the contacts of an address', () => {
  const contact = (key: string, expiresAt: number) => storedContact(key, expiresAt, 1, '')

  test('are those that have not expired', () => {
    const contacts = [contact('past', NOW / 1000 - 1), contact('now', NOW / 1000), contact('future', NOW / 1000 + 1)]
    expect(liveContacts(contacts, NOW).map(({ key }) => key)).toEqual(['future'])
    expect(liveContacts([], NOW)).toEqual([])
  })

  test('are not hidden by one that cannot be read', () => {
    expect(liveContacts([undefined, contact('a', NOW / 1000 + 1)], NOW)).toHaveLength(1)
  })

  test('are nonsense when none can be read', () => {
    expect(() => liveContacts([undefined], NOW)).toThrow('not in the form of Flexisip')
  })

  test.each([
    ['no key', undefined, 1, 1],
    ['an empty key', '', 1, 1],
    ['times as text', 'k', '1', '1'],
    ['no times', 'k', undefined, undefined],
    ['a time before the epoch', 'k', -1, 1],
    ['a time beyond all dates', 'k', 1e300, 1],
  ])('cannot be read with %s', (_, key, expiresAt, updated) => expect(storedContact(key, expiresAt, updated, 'U')).toBeUndefined())
})
