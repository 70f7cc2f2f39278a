// Whether dist/ is what the sources are now.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

/** In dist/: the fingerprint of what it was made from. */
export const STAMP = '.stamp'

/** What tsc reads: not all of generated/, where clients and pages for others are made as well. */
const SOURCES = [
  'src',
  'generated/openapi.d.ts',
  'generated/operations.d.ts',
  'generated/prisma',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/lib/built.mjs',
  'scripts/lib/externals.mjs',
  'scripts/lib/spreads.mjs',
]

/** Changes when a source does: of the names and contents of all of them. */
export function fingerprint() {
  const hash = createHash('sha256')
  for (const name of SOURCES) add(name, hash)
  return hash.digest('hex')
}

function add(name, hash) {
  const path = join(ROOT, name)
  if (statSync(path).isDirectory()) for (const one of readdirSync(path).sort()) add(join(name, one), hash)
  else hash.update(`${name}\0${statSync(path).size}\0`).update(readFileSync(path))
}

/** False as well when the sources that are generated are not there. */
export function isBuilt() {
  const stamp = join(ROOT, 'dist', STAMP)
  return existsSync(stamp) && SOURCES.every((name) => existsSync(join(ROOT, name))) && readFileSync(stamp, 'utf8') === fingerprint()
}
