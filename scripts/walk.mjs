// Walks through the README's "Try it": starts the built service on a free port with an empty DATA_DIR, runs the `sh walk` blocks in one bash with
// the system's curl, and fails when an answer is not what the text promises. Usage: node scripts/walk.mjs [README.md]
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(process.argv[2] ?? join(root, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/^```sh walk\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
const MARK = '\x1e'

const dataDir = mkdtempSync(join(tmpdir(), 'walk-'))
// the README speaks of a fresh clone: no .env of this folder gets in
const env = {
  ...process.env,
  DATA_DIR: dataDir,
  DATABASE_URL: '',
  REDIS_URL: '',
  SIP_DOMAIN: 'sip.example.org',
  SIP_DOMAINS: '',
  SIP_REALM: '',
  WORKERS: '1',
}
const service = spawn(process.execPath, [join(root, 'dist', 'program', 'cli.js'), 'serve'], {
  cwd: root,
  env: { ...env, PORT: '0', LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise((resolve) => service.on('close', resolve))

try {
  const steps = answersOf(await bash(script(await addressOf(service))))
  check(steps)
  process.stdout.write(`\nThe walk works: ${steps.length} steps.\n`)
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
} finally {
  service.kill('SIGTERM')
  await ended
  rmSync(dataDir, { recursive: true, force: true })
}

/** Where it says that it listens. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
      const url = /^ {2}API +(http:\S+)\/api\/ping$/m.exec(said)?.[1]
      if (url) resolve(url)
    })
    ended.then((code) => reject(new Error(`The service ended with ${code}:\n${said}`)))
  })
}

/** The blocks as they are printed, each led by a mark, at the address that the service has here. */
function script(url) {
  if (blocks.length === 0) throw new Error('There is no ```sh walk block.')
  return blocks.map((block) => `printf '${MARK}'\n${block.replaceAll('http://localhost:8080', url)}`).join('')
}

function bash(commands) {
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', commands], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    shell.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    shell.on('error', reject)
    shell.on('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`bash ended with ${code}:\n${output}`))))
  })
}

/** What each block printed, as JSON; undefined when it printed nothing. */
function answersOf(output) {
  return output
    .split(MARK)
    .slice(1)
    .map((text, i) => {
      process.stdout.write(`${blocks[i].trimEnd()}\n${text}\n\n`)
      return text === '' ? undefined : JSON.parse(text)
    })
}

/** No step answers an error; bob is activated, logs in by SHA-256, then by MD5. */
function check(steps) {
  const errors = steps.filter((answer) => answer?.code !== undefined)
  if (errors.length > 0) throw new Error(`A step failed: ${JSON.stringify(errors[0])}`)
  const accounts = steps.filter((answer) => answer?.username === 'bob.builder')
  const seen = accounts.map(({ activated, passwords }) => `${activated} ${passwords.map(({ algorithm }) => algorithm)}`)
  const expected = ['true SHA-256', 'true SHA-256', 'true MD5']
  if (JSON.stringify(seen) !== JSON.stringify(expected))
    throw new Error(`bob should be seen as ${expected.join('; ')}, but is ${seen.join('; ') || 'not seen'}`)
  if (!steps.some((answer) => answer && Object.keys(answer).length === 0)) throw new Error('The password was not changed.')
}
