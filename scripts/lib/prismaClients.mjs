import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { GENERATED, ROOT, writeWhole } from './paths.mjs'

const MODELS = join(ROOT, 'prisma/schema.prisma')
const POSTGRESQL = join(GENERATED, 'prisma/postgresql.prisma')

/** One client per database from the one models file. */
export async function generateClients() {
  mkdirSync(join(GENERATED, 'prisma'), { recursive: true })
  writeWhole(POSTGRESQL, postgresqlSchema(readFileSync(MODELS, 'utf8')))
  await Promise.all([generateClient(MODELS), generateClient(POSTGRESQL)])
}

/** The same models for PostgreSQL, beside the clients: its paths are relative to generated/prisma. */
function postgresqlSchema(models) {
  const heading = '// Made from prisma/schema.prisma by `npm run generate`: do not edit.\n'
  return heading + models.replace(/(provider\s*=\s*)"sqlite"/, '$1"postgresql"').replace('"../generated/prisma/sqlite"', '"./postgresql"')
}

async function generateClient(schema) {
  const env = {
    ...process.env,
    // the command looks for an engine that it never runs, and would download it: any file that exists will do
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    DO_NOT_TRACK: '1',
  }
  const command = [join(ROOT, 'node_modules/prisma/build/index.js'), 'generate', '--no-hints', '--schema', schema]
  try {
    await promisify(execFile)(process.execPath, command, { cwd: ROOT, env })
  } catch (error) {
    throw new Error(`prisma generate failed for ${schema}\n${error.stdout ?? ''}${error.stderr ?? error.message}`)
  }
}
