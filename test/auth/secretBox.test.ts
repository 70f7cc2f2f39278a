// runs once: no database is in it
import { deriveKey, keyedHash, open, seal } from '../../src/auth/secretBox.js'

const key = deriveKey('a secret', 'messages')

test('opens what it sealed, and seals nothing twice alike', () => {
  for (const text of ['', 'Your code is 1234', 'né 😀', 'x'.repeat(100_000)]) {
    expect(open(key, seal(key, text))).toBe(text)
    expect(seal(key, text)).not.toBe(seal(key, text))
  }
  expect(seal(key, 'Your code is 1234')).toMatch(/^v1\.[\w-]+$/)
})

test('opens nothing that was changed, cut, made with another key or in another format', () => {
  const sealed = seal(key, 'Your code is 1234')
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i]! ^= 1
    expect(open(key, `v1.${changed.toString('base64url')}`)).toBeUndefined()
    expect(open(key, `v1.${bytes.subarray(0, i).toString('base64url')}`)).toBeUndefined()
  }
  expect(open(deriveKey('a secret', 'codes'), sealed)).toBeUndefined()
  expect(open(deriveKey('another', 'messages'), sealed)).toBeUndefined()
  for (const other of ['', 'v1.', 'v2.', sealed.replace('v1', 'v2'), sealed.slice(3), 'Your code is 1234']) {
    expect(open(key, other)).toBeUndefined()
  }
})

test('derives one key per secret and purpose, the same every time', () => {
  expect(deriveKey('a secret', 'messages')).toEqual(key)
  expect(key).toHaveLength(32)
  const keys = [key, deriveKey('a secret', 'codes'), deriveKey('another', 'messages')].map((k) => k.toString('hex'))
  expect(new Set(keys).size).toBe(3)
})

test('hashes parts so that no other parts have the same hash', () => {
  expect(keyedHash(key, 'email', '1', 'c4R0lK3yAbCdE')).toMatch(/^[0-9a-f]{64}$/)
  expect(keyedHash(key, 'a', 'b')).toBe(keyedHash(key, 'a', 'b'))
  const ways = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['', 'abc'], ['a:b', 'c'], ['a', 'b:c'], []]
  expect(new Set(ways.map((parts) => keyedHash(key, ...parts))).size).toBe(ways.length)
  expect(keyedHash(deriveKey('another', 'messages'), 'abc')).not.toBe(keyedHash(key, 'abc'))
})
