// For Prisma's own command line (`npx prisma migrate deploy`, `npx prisma migrate status` …): the models and migrations of the
// database that DATABASE_URL names. The service itself does not read this file.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { defineConfig } from 'prisma/config'

const root = import.meta.dirname
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))

const url = process.env.DATABASE_URL || `file:${join(process.env.DATA_DIR || join(root, 'data'), 'accounts.db')}`
const postgresql = /^postgres(ql)?:/.test(url)

const schema = join(root, postgresql ? 'generated/prisma/postgresql.prisma' : 'prisma/schema.prisma')
// on a fresh clone, the models for PostgreSQL have still to be written
if (!existsSync(schema)) execFileSync(process.execPath, [join(root, 'scripts/generate.mjs'), '--if-stale'], { stdio: 'inherit' })

export default defineConfig({
  schema,
  migrations: { path: join(root, 'prisma/migrations', postgresql ? 'postgresql' : 'sqlite') },
  datasource: { url },
})
