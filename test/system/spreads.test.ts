// runs once: no database is in it
import { withCheapSpreads } from '../../scripts/lib/spreads.mjs'

test.each([
  ['const b = { ...a, c: 1 }', 'const b = { ...null, ...a, c: 1 }'],
  ['const b = { ...a }', 'const b = { ...a }'],
  ['const b = { c: 1, ...a }', 'const b = { c: 1, ...a }'],
  ['f({...{...a,b},c})', 'f({...null, ...{...null, ...a,b},c})'],
  ['const { ...b } = a', 'const { ...b } = a'],
  ['const t = "{ ...a, b }" // { ...a, b }', 'const t = "{ ...a, b }" // { ...a, b }'],
])('the built program has %s as %s', (written, built) => {
  expect(withCheapSpreads(written)).toBe(built)
})
