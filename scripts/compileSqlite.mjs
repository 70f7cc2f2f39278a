// Compiles SQLite where a Node.js has no Node-API 10, which the binaries within better-sqlite3 are made for: `npm ci` in a clone calls it there. Needs
// python3, make, g++, and the headers of Node.js.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const folder = join(import.meta.dirname, '..', 'node_modules', 'better-sqlite3-compiled')
const compiled = join(folder, 'build', 'Release', 'better_sqlite3.node')

if (!existsSync(compiled)) compile()

function compile() {
  process.stderr.write(`Compiling SQLite for Node.js ${process.versions.node}, which takes a minute…\n`)
  const bin = dirname(process.execPath)
  const beside = join(bin, '..')
  const headers = existsSync(join(beside, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: beside } : {}
  const env = { ...headers, ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
  const ended = existsSync(folder) && spawnSync('npm', ['run', 'build-release'], { cwd: folder, encoding: 'utf8', env })
  if (existsSync(compiled)) return
  const said = ended ? (ended.stderr || ended.error?.message || '').trimEnd().split('\n').slice(-12).join('\n') : ''
  process.stderr.write(`${said}\n\nSQLite could not be compiled. Use Node.js 22.14 or newer, for which nothing is compiled; or install python3, make and g++, and
where nodejs.org cannot be reached the headers of Node.js (npm_config_nodedir=/usr after apt-get install libnode-dev).\n`)
  process.exitCode = 1
}
