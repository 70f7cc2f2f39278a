// runs once: no database is in it
import { hashToken, randomApiKey, randomPassword, randomPin, randomToken } from '../../src/domain/codes.js'

test('have the lengths and characters that the contract promises', () => {
  for (let i = 0; i < 200; i++) {
    expect(randomToken()).toMatch(/^[A-Za-z0-9]{13}$/)
    expect(randomPin()).toMatch(/^\d{4}$/)
    expect(randomApiKey()).toMatch(/^[A-Za-z0-9]{40}$/)
    expect(randomPassword()).toMatch(/^[A-HJ-NP-Za-km-z2-9]{20}$/)
  }
})

test('are never the same twice', () => {
  for (const make of [randomToken, randomApiKey, randomPassword]) {
    expect(new Set(Array.from({ length: 1000 }, () => make())).size).toBe(1000)
  }
})

test.each<[string, (random: (n: number) => Buffer) => string, number, number]>([
  ['tokens', randomToken, 62, 4],
  ['PINs', randomPin, 10, 25],
  ['API keys', randomApiKey, 62, 4],
  ['passwords', randomPassword, 56, 4],
])('%s take every character from the same number of byte values', (_, make, characters, each) => {
  const seen = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    let calls = 0
    const text = make((n) => Buffer.alloc(n, calls++ === 0 ? byte : 0))
    if (calls === 1) seen.set(text[0]!, (seen.get(text[0]!) ?? 0) + 1)
  }
  expect([...seen.values()]).toEqual(Array(characters).fill(each))
})

test('ask for more bytes when too many are dropped', () => {
  let calls = 0
  const random = (n: number) => Buffer.alloc(n, ++calls < 3 ? 255 : 0)
  expect(randomPin(random)).toBe('0000')
  expect(calls).toBe(3)
})

test('are hashed with SHA-256', () => {
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
