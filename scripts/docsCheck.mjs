// Runs the commands of the documentation as they are printed: each page gets a scratch folder with a service of its own, and its `sh` blocks run one after the
// other in one bash. A block that cannot be run here says why behind its fence, `sh not-run: it needs root`; those are counted. A comment says
// so for all blocks of a page: `<!-- sh not-run: it installs programs -->`.
//   node scripts/docsCheck.mjs [page…]     README.md, CONTRIBUTING.md and docs/ unless said otherwise
// What the blocks find: `cli` is the command line, $API the API, $KEY a key of the administrator alice.admin; bob.builder is an account; `systemctl stop` and
// `start` do so with the service; http://localhost:8080 is where it listens.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const PROGRAM = join(root, 'dist', 'program', 'cli.js')
/** How long the blocks of a page may take. Milliseconds. */
const LONGEST_MS = 300_000
/** Stands in the output before what each block prints. */
const MARK = '\x1e'
/** What the blocks find. The service is a child of the shell, which ends it whatever happens. */
const START = `
cli() { "$NODE" "$PROGRAM" "$@"; }
sudo() { "$@"; }
systemctl() {
  case "$1" in
  start) "$NODE" "$PROGRAM" serve >service.log 2>&1 & SERVICE=$!
    for _ in {1..200}; do grep -q '^  API ' service.log && return; kill -0 $SERVICE || break; sleep 0.05; done
    cat service.log; return 1 ;;
  stop) kill $SERVICE; wait $SERVICE ;;
  restart) systemctl stop; systemctl start ;;
  esac
}
trap 'kill $SERVICE 2>/dev/null; wait $SERVICE 2>/dev/null || true' EXIT
systemctl start
KEY=$(cli create-admin --username alice.admin --json | "$NODE" -pe 'JSON.parse(fs.readFileSync(0)).api_key')
cli create-account --username bob.builder --password builder-42 --activated >/dev/null
`

const given = process.argv.slice(2).map((page) => resolve(page))
const handbook = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
const pages =
  given.length > 0 ? given : ['README.md', 'CONTRIBUTING.md', ...handbook.map((name) => join('docs', name))].map((page) => join(root, page))

const count = { run: 0, walked: 0, failed: 0 }
/** @type {string[]} */
const notRun = []
for (const page of pages) {
  const blocks = blocksOf(page)
  const runnable = blocks.filter(({ info }) => info === '')
  for (const { line, info } of blocks.filter((block) => !runnable.includes(block))) {
    const [, reason] = /^not-run: (\S.*)$/.exec(info) ?? []
    if (info === 'walk') count.walked++
    else if (reason) notRun.push(`${nameOf(page)}:${line}: ${reason}`)
    else fail(page, line, `the fence says "sh ${info}": either nothing stands behind sh, or "not-run:" and the reason`)
  }
  if (runnable.length === 0) continue
  const { code, output } = await run(runnable)
  const said = output.replaceAll(MARK, '\n')
  const error = /^\{.*"code":"[a-z_]+".*"request_id".*$/m.exec(said)?.[0]
  if (code === 0 && !error) count.run += runnable.length
  else
    fail(
      page,
      runnable[Math.max(0, output.split(MARK).length - 2)].line,
      `${error ? `the answer is ${error}` : `bash ended with ${code}`}:\n${said}`,
    )
}
for (const one of notRun) process.stdout.write(`not run: ${one}\n`)
process.stdout.write(`${count.run} blocks run, ${count.walked} left to the walk, ${notRun.length} not run, ${count.failed} failed.\n`)
if (count.failed > 0) process.exitCode = 1

/** The blocks of commands of a page, with the lines that they begin on. */
function blocksOf(page) {
  const text = readFileSync(page, 'utf8')
  const [, ofAll = ''] = /^<!-- sh (not-run: .*) -->$/m.exec(text) ?? []
  return [...text.matchAll(/^```sh(?: (.*))?\n([\s\S]*?)^```$/gm)].map(({ 1: info = ofAll, 2: commands, index }) => ({
    info,
    commands,
    line: text.slice(0, index).split('\n').length,
  }))
}

function nameOf(page) {
  return relative(root, page)
}

function fail(page, line, text) {
  count.failed++
  process.stdout.write(`FAILED ${nameOf(page)}:${line}: ${text}\n`)
}

/** @returns {Promise<{ code: number | null, output: string }>} what bash printed, errors included */
async function run(blocks) {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'))
  const port = await freePort()
  const { PATH = '' } = process.env
  const env = {
    PATH,
    HOME: folder,
    PORT: String(port),
    LOG_LEVEL: 'error',
    PROGRAM,
    NODE: process.execPath,
    API: `http://localhost:${port}/api`,
  }
  const commands = blocks.map(
    (block) => `printf '${MARK}'\n${block.commands.replaceAll('http://localhost:8080', `http://localhost:${port}`)}`,
  )
  try {
    return await new Promise((resolve, reject) => {
      const shell = spawn('bash', ['-euo', 'pipefail', '-c', START + commands.join('')], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: LONGEST_MS,
      })
      let output = ''
      for (const stream of [shell.stdout, shell.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
      shell.on('error', reject)
      shell.on('close', (code) => resolve({ code, output }))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}
