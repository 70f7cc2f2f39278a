// npm run bench:import-flexiapi [-- --accounts 100000 --from sqlite|mysql --to sqlite|postgresql --sample 1000]
// Makes a database with the tables of FlexiAPI 2.1, takes it over by `cli import-flexiapi`, and logs in a sample of its people by digest. Time and memory of each. It ends with exit
// code 1 when an account was not taken, or one of the sample cannot log in. What it has made it removes.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { flexiapiFile, flexiapiMysql } from '../../test/support/flexiapi.js'
import { peakMb } from '../lib/processTree.mjs'
import { ownDatabases } from './databases.mjs'
import { DOMAIN, passwordOf, rowsOf, usernameOf } from './flexiapiRows.js'
import { OperatorsClient } from './operatorsClient.mjs'
import { startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100000' },
    from: { type: 'string', default: 'sqlite' },
    to: { type: 'string', default: 'sqlite' },
    sample: { type: 'string', default: '1000' },
  },
})
const [accounts, sample] = [Number(values.accounts), Number(values.sample)]
const CLI = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli.js')
/** How often the memory of the import is looked at. Milliseconds. */
const LOOK_MS = 200

const databases = ownDatabases(values.to)
const source = await makeSource()
try {
  await source.run(...rowsOf(accounts))
  const url = await databases.empty('import')
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: databases.folder, SIP_DOMAIN: DOMAIN, LOG_LEVEL: 'warn' }
  console.log(`${accounts} accounts of FlexiAPI 2.1, ${values.from} to ${values.to}`)
  for (const options of [['--dry-run'], [], []]) report(options, await importing(source.url, env, options))
  await logIns(url)
} finally {
  await source.drop()
  await databases.drop()
}

function makeSource() {
  if (values.from === 'sqlite') return flexiapiFile(databases.folder, '2.1')
  if (!process.env.TEST_MYSQL_URL) throw new Error('Set TEST_MYSQL_URL to the MySQL or MariaDB to measure on.')
  return flexiapiMysql(process.env.TEST_MYSQL_URL, '2.1')
}

interface Imported {
  seconds: number
  /** megabytes at most */
  mb: number
  result: { imported: number; existing: number; refused: number; tables: Record<string, { taken: number; left: object }> }
}

async function importing(from: string, env: NodeJS.ProcessEnv, options: string[]): Promise<Imported> {
  const begun = performance.now()
  const child = spawn(process.execPath, [CLI, 'import-flexiapi', '--from', from, '--json', ...options], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let [mb, text] = [0, '']
  const look = setInterval(() => {
    mb = peakMb(child.pid) ?? mb
  }, LOOK_MS)
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(look)
  if (code !== 0) throw new Error(`the import ended with ${code}: ${text.slice(0, 1_000)}`)
  return { seconds: (performance.now() - begun) / 1000, mb, result: JSON.parse(text) }
}

function report(options: string[], { seconds, mb, result: { imported, existing, refused, tables } }: Imported): void {
  const what = options[0] ?? (imported > 0 ? 'import' : 'import, again')
  const taken = Object.values(tables).reduce((sum, table) => sum + table.taken, 0)
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${Math.round(mb)} MB at most, ${imported} imported, ${existing} here already, ${taken} rows taken`,
  )
  if (refused > 0 || imported + existing !== accounts) throw new Error(`${refused} accounts were refused`)
}

async function logIns(url: string): Promise<void> {
  const service = await startService(url, databases.folder, { SIP_DOMAIN: DOMAIN })
  const begun = performance.now()
  let ok = 0
  const count = Math.min(sample, accounts)
  try {
    const client = new OperatorsClient(`http://127.0.0.1:${service.port}`, '')
    for (let i = 0; i < count; i++) {
      const id = 1 + Math.floor((i * accounts) / count)
      if ((await client.logIn({ username: usernameOf(id), domain: DOMAIN }, passwordOf(id))) === 200) ok++
    }
  } finally {
    await service.stop()
  }
  console.log(`log-ins by digest: ${ok} of ${count}, in ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  if (ok < count) process.exitCode = 1
}
