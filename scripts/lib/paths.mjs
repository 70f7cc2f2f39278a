import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const GENERATED = join(ROOT, 'generated')

/** Generated and committed, so that a change of their sources shows in review. */
export const COMMITTED = [
  'generated/openapi.yaml',
  'generated/openapi.json',
  'generated/openapi.d.ts',
  'generated/operations.d.ts',
  '.env.example',
  'docs/configuration.md',
]

/** What must exist for start, build and test. */
export const OUTPUTS = [
  ...COMMITTED,
  'generated/assets/altcha.css',
  'generated/assets/altcha.js',
  'generated/assets/altcha-worker.js',
  'generated/assets/pico.min.css',
  'generated/common-passwords.txt',
  'generated/docs.html',
  'generated/redoc.js',
  'generated/prisma/sqlite/client.ts',
  'generated/prisma/postgresql/client.ts',
  'generated/prisma/postgresql.prisma',
]

/** Writes a file so that nobody ever reads half of it, and leaves it alone when it says the same already. */
export function writeWhole(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.${process.pid}`
  writeFileSync(partial, text)
  renameSync(partial, file)
}
