// runs once: no database is in it
import { readFileSync } from 'node:fs'
import { challenges } from '../../src/auth/challenge.js'
import {
  type Algorithm,
  authenticationInfo,
  type DigestAnswer,
  expectedResponse,
  ha1,
  hash,
  rspauth,
  secretsEqual,
} from '../../src/auth/digest.js'
import { parseDigest } from '../../src/auth/digestHeader.js'
import { seeded } from '../support/seeded.js'

const MD5_HEX = '8ca523f5e9506fed4657c9700eebdbec'
const FIELDS = {
  username: '"bob"',
  realm: '"sip.example.org"',
  nonce: '"6735abcd"',
  uri: '"/api/accounts/me"',
  response: `"${MD5_HEX}"`,
  cnonce: '"f2/wE4q74E6z"',
  nc: '00000001',
  qop: 'auth',
  algorithm: 'MD5',
}
type Fields = Record<string, string | undefined>

/** A right header with some fields as given, undefined ones left out. */
function header(changes: Fields = {}): string {
  const fields = Object.entries({ ...FIELDS, ...changes } as Fields).filter(([, value]) => value !== undefined)
  return `Digest ${fields.map(([name, value]) => `${name}=${value}`).join(', ')}`
}

function parsed(text: string): DigestAnswer {
  const answer = parseDigest(text)
  if (answer === undefined) throw new Error(`not read: ${text}`)
  return answer
}

describe('RFC 7616 section 3.9.1', () => {
  const answerOf = (algorithm: Algorithm, response: string) =>
    parsed(
      `Digest username="Mufasa",
      realm="http-auth@example.org",
      uri="/dir/index.html",
      algorithm=${algorithm},
      nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
      nc=00000001,
      cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
      qop=auth,
      response="${response}",
      opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`.replaceAll('\n', ' '),
    )

  test.each<[Algorithm, string]>([
    ['MD5', MD5_HEX],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('gives the published response for %s', (algorithm, response) => {
    const answer = answerOf(algorithm, response)
    const hash1 = ha1(algorithm, answer.username, answer.realm, 'Circle of Life')
    expect(expectedResponse(answer, hash1, 'GET')).toBe(response)
    expect(answer.response).toBe(response)
    expect(answer.opaque).toBe('FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS')
  })
})

test('gives the published response of RFC 2617 section 3.5', () => {
  const answer = parsed(
    'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", ' +
      'qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  )
  expect(answer.algorithm).toBe('MD5')
  expect(expectedResponse(answer, ha1('MD5', 'Mufasa', 'testrealm@host.com', 'Circle Of Life'), 'GET')).toBe(answer.response)
})

test('reads and confirms every Authorization that liblinphone 5.1.65 was recorded with', () => {
  const file = new URL('./liblinphone-5.1.65.json', import.meta.url)
  const recorded: { method: string; authorization: string }[] = JSON.parse(readFileSync(file, 'utf8'))
  expect(recorded).toHaveLength(18)
  for (const { method, authorization } of recorded) {
    const answer = parsed(authorization)
    const hash1 = ha1('MD5', 'pauline', 'sip.example.org', 'secret')
    expect(expectedResponse(answer, hash1, method)).toBe(answer.response)
  }
})

test('hashes names and passwords as UTF-8, header text as the bytes that were sent', () => {
  expect(ha1('MD5', 'jürgen', 'sip.example.org', 'пароль')).toBe('d5063827162ddcf447f4709931c8acb4')
  const sent = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
  const answer = parsed(header({ username: `"${sent('jürgen')}"`, cnonce: `"${sent('ø')}"` }))
  expect(answer.username).toBe('jürgen')
  const hash2 = hash('MD5', 'GET:/api/accounts/me')
  expect(expectedResponse(answer, 'ha1', 'GET')).toBe(hash('MD5', `ha1:6735abcd:00000001:ø:auth:${hash2}`))
})

describe('Authentication-Info', () => {
  test('proves the password with an empty method', () => {
    const answer = parsed(header({ cnonce: '"a\\"b"' }))
    const proof = hash('MD5', `ha1:6735abcd:00000001:a"b:auth:${hash('MD5', ':/api/accounts/me')}`)
    expect(rspauth(answer, 'ha1')).toBe(proof)
    expect(authenticationInfo(answer, 'ha1')).toBe(`rspauth="${proof}", qop=auth, nc=00000001, cnonce="a\\"b"`)
  })
})

describe('an Authorization header', () => {
  test('is read with its fields in any order, in any case and with any blanks', () => {
    const shuffled = Object.entries(FIELDS)
      .reverse()
      .map(([name, value]) => `${name.toUpperCase()}\t= ${value}`)
      .join(' ,,\t, ')
    expect(parsed(`dIGEST   ,${shuffled} , `)).toEqual(parsed(header()))
  })

  test('is read with algorithm, qop and nc quoted, and with the others unquoted', () => {
    const quoted = header({ algorithm: '"md5"', qop: '"auth"', nc: '"0000000A"' })
    expect(parsed(quoted)).toMatchObject({ algorithm: 'MD5', qop: 'auth', nc: '0000000A' })
    expect(parsed(header({ username: 'bob', uri: '/api/x?y=z', response: MD5_HEX }))).toMatchObject({
      username: 'bob',
      uri: '/api/x?y=z',
    })
  })

  test('is read with escapes, commas and equals signs inside quotes', () => {
    const answer = parsed(header({ cnonce: '"a\\\\\\"b, nc=00000002\\c"', opaque: '""', nonce: '"x\\\\"' }))
    expect(answer).toMatchObject({ cnonce: 'a\\"b, nc=00000002c', nc: '00000001', opaque: '', nonce: 'x\\' })
  })

  test('means MD5 when it names no algorithm', () => {
    expect(parsed(header({ algorithm: undefined })).algorithm).toBe('MD5')
  })

  test('has its response in lower case', () => {
    expect(parsed(header({ response: `"${MD5_HEX.toUpperCase()}"` })).response).toBe(MD5_HEX)
  })

  test('may carry fields that nobody knows, and userhash=false', () => {
    expect(parsed(header({ 'x-new': 'thing', userhash: 'false' }))).toEqual(parsed(header()))
  })

  test.each(['username', 'realm', 'nonce', 'uri', 'response', 'cnonce', 'nc', 'qop'])('is refused without %s', (name) => {
    expect(parseDigest(header({ [name]: undefined }))).toBeUndefined()
  })

  test.each([...Object.keys(FIELDS), 'unknown'])('is refused with %s twice', (name) => {
    const value = FIELDS[name as keyof typeof FIELDS] ?? 'x'
    expect(parseDigest(`${header({ [name]: value })}, ${name.toUpperCase()}=${value}`)).toBeUndefined()
  })

  test.each<[string, Fields]>([
    ['another qop', { qop: 'auth-int' }],
    ['a list of qops', { qop: '"auth,auth-int"' }],
    ['an unknown algorithm', { algorithm: 'SHA-512-256' }],
    ['a session algorithm', { algorithm: 'MD5-sess' }],
    ['an empty algorithm', { algorithm: '""' }],
    ['a hashed username', { userhash: 'true' }],
    ['an extended username', { username: undefined, 'username*': "UTF-8''bob" }],
    ['an extended username beside a plain one', { 'username*': "UTF-8''bob" }],
    ['nc of 7 digits', { nc: '0000001' }],
    ['nc of 9 digits', { nc: '000000001' }],
    ['nc that is not hex', { nc: '0000000g' }],
    ['nc of zero', { nc: '00000000' }],
    ['a response too short for its algorithm', { algorithm: 'SHA-256' }],
    ['a response too long for its algorithm', { response: `"${'a'.repeat(64)}"` }],
    ['a response that is not hex', { response: `"${'z'.repeat(32)}"` }],
    ['a control character', { cnonce: '"a\u0001b"' }],
    ['an escaped control character', { cnonce: '"a\\\u0000b"' }],
    ['a character that is no byte', { cnonce: '"\u2603"' }],
    ['an open quote', { algorithm: '"MD5' }],
    ['an open quote after an escape', { algorithm: '"MD5\\"' }],
    ['an escape of nothing', { algorithm: '"MD5\\' }],
    ['text after a quoted value', { algorithm: '"MD5"5' }],
    ['two values', { algorithm: 'MD5 MD5' }],
    ['no value', { algorithm: '' }],
    ['a name with a blank', { 'x y': '1' }],
    ['no name', { '': '1' }],
  ])('is refused with %s', (_, changes) => {
    expect(parseDigest(header(changes))).toBeUndefined()
  })

  test.each([
    '',
    'Digest',
    'Digest ',
    'Digest ,',
    'Digest x',
    'Digest x=',
    'Digest abc==',
    'Basic dTpw',
    'Digestive a=b',
    `Bearer ${header()}`,
  ])('is refused when it is %j', (text) => {
    expect(parseDigest(text)).toBeUndefined()
  })

  test('is refused or read whole, whatever is done to it (2,000 cases)', () => {
    const next = seeded(7616)
    const pieces = ['"', '\\', ',', '=', ' ', '\t', '\0', '%', 'é', '""', ', nc=00000002', 'username*', 'qop=', 'MD5', '\u2603']
    let refused = 0
    for (let n = 0; n < 2000; n++) {
      let text = header()
      for (let changes = 1 + next(4); changes > 0; changes--) {
        const at = next(text.length + 1)
        const piece = pieces[next(pieces.length)]!
        text = text.slice(0, at) + (next(2) === 0 ? piece : '') + text.slice(at + next(12))
      }
      const answer = parseDigest(text)
      if (answer === undefined) refused++
      else {
        expect(answer.response).toMatch(/^[0-9a-f]{32}$/)
        expect(answer.nc).toMatch(/^(?!0{8})[0-9a-fA-F]{8}$/)
        expect(answer).toMatchObject({
          qop: 'auth',
          algorithm: 'MD5',
          username: expect.any(String),
          uri: expect.any(String),
        })
        expect(text).toContain('nonce')
      }
    }
    expect(refused).toBeGreaterThan(1000)
    expect(refused).toBeLessThan(2000)
  })

  test.each<[string, string]>([
    ['quotes', '"'],
    ['escapes', '\\'],
    ['escaped quotes', '\\"'],
    ['blanks', ' '],
    ['commas', ', '],
    ['names', 'a'],
    ['equals signs', '='],
    ['fields', 'a="",'],
  ])('of 64 KB of %s takes no time', (_, piece) => {
    const flood = piece.repeat(65_536 / piece.length)
    const many = Array.from({ length: 8_000 }, (_x, i) => `f${i}=""`).join(',')
    const start = performance.now()
    for (const text of [
      `Digest ${flood}`,
      `Digest a="${flood}`,
      `Digest a=${flood}`,
      `Digest a${flood}`,
      `Digest a="${flood}"`,
      `Digest ${many}`,
    ])
      expect(parseDigest(text)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('challenges', () => {
  const offer = { realm: 'sip.example.org', nonce: '6735abcd', opaque: '0ab1cd' }

  test('are one per algorithm, MD5 first, with the same nonce', () => {
    expect(challenges({ ...offer, algorithms: ['SHA-256', 'MD5'] })).toEqual([
      'Digest realm="sip.example.org", qop="auth", algorithm=MD5, nonce="6735abcd", opaque="0ab1cd", charset=UTF-8',
      'Digest realm="sip.example.org", qop="auth", algorithm=SHA-256, nonce="6735abcd", opaque="0ab1cd", charset=UTF-8',
    ])
  })

  test('are only for what the account has stored, and say when only the nonce was too old', () => {
    expect(challenges({ ...offer, algorithms: ['SHA-256'], stale: true })).toEqual([
      'Digest realm="sip.example.org", qop="auth", algorithm=SHA-256, nonce="6735abcd", opaque="0ab1cd", charset=UTF-8, stale=true',
    ])
  })

  test('carry any realm, and an answer brings it back', () => {
    const realm = 'le "café" \\o/'
    const [challenge] = challenges({ ...offer, realm, algorithms: ['MD5'] })
    const sent = /realm=("(?:\\.|[^"\\])*")/.exec(challenge!)![1]!
    expect(sent).toBe(`"le \\"caf${Buffer.from('é').toString('latin1')}\\" \\\\o/"`)
    expect(parsed(header({ realm: sent })).realm).toBe(realm)
  })
})

describe('secretsEqual', () => {
  test.each<[string, string, boolean]>([
    ['', '', true],
    [MD5_HEX, MD5_HEX, true],
    [MD5_HEX, MD5_HEX.replace('8', '9'), false],
    [MD5_HEX, MD5_HEX.slice(1), false],
    ['', 'a', false],
    ['pass', 'passe', false],
    ['é', 'é', true],
    ['\ud800', '\ud801', false],
  ])('%j and %j: %s', (a, b, equal) => {
    expect(secretsEqual(a, b)).toBe(equal)
    expect(secretsEqual(b, a)).toBe(equal)
  })
})
