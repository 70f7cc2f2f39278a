import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { COMMITTED, GENERATED, ROOT } from './paths.mjs'

export const STAMP = join(GENERATED, '.stamp')

/** Their versions decide what is generated. */
const TOOLS = [
  '@redocly/openapi-core',
  'openapi-typescript',
  'prisma',
  '@prisma/client',
  'yaml',
  'typescript',
  'redoc',
  'altcha',
  '@picocss/pico',
  '@zxcvbn-ts/language-common',
]

const filesIn = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort()

const SOURCES = [
  'openapi.yaml',
  ...filesIn('src/contract').filter((file) => /\.(yaml|md)$/.test(file)),
  ...filesIn('src/config'),
  'prisma/schema.prisma',
  'scripts/generate.mjs',
  ...filesIn('scripts/lib'),
]

const read = (file) => (existsSync(file) ? readFileSync(file) : '')

/** A hash of everything that generated/ depends on, and of the generated files that are committed. */
export function currentStamp() {
  const hash = createHash('sha256')
  for (const file of [...SOURCES, ...COMMITTED])
    hash
      .update(`${file}\0`)
      .update(read(join(ROOT, file)))
      .update('\0')
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  for (const tool of TOOLS) hash.update(`${tool}@${packages[`node_modules/${tool}`]?.version}\0`)
  return hash.digest('hex')
}

export const readStamp = () => read(STAMP).toString()
