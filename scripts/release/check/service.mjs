// A released service that is tried: started, asked, stopped.
import { spawn } from 'node:child_process'
import { request } from 'node:http'
import { cpuUs } from '../../lib/processTree.mjs'
import { run } from '../run.mjs'

/**
 * Starts a service and waits for its first answer.
 * @param {string} command
 * @param {string[]} args
 * @param {{ port: number, cwd?: string, env: Record<string, string | undefined>, patience?: number }} options the environment is this one and
 *   nothing else; `patience` in milliseconds
 * @returns {Promise<{ ms: number, cpuMs: number, stop: () => Promise<number | null> }>} milliseconds to the first answer, by the clock and of the
 *   processor; `stop` resolves to the exit code
 */
export async function startReleased(command, args, { port, cwd, env, patience }) {
  const started = performance.now()
  // a group of its own, as a terminal would stop it: npx does not hand a signal on
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const kill = (/** @type {NodeJS.Signals} */ signal) => child.pid && code === undefined && process.kill(-child.pid, signal)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4_000)))
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(null)))
  let code
  ended.then((value) => (code = value ?? 'nothing'))
  try {
    await untilAnswer(port, { patience, meanwhile: () => code !== undefined && fail(`it ended with ${code}`) })
  } catch (error) {
    kill('SIGKILL')
    throw new Error(`${[command, ...args].join(' ')}: ${error.message}:\n${said}`, { cause: error })
  }
  const ms = Math.round(performance.now() - started)
  const cpuMs = child.pid ? cpuUs(child.pid) / 1000 : 0
  const stop = () => {
    kill('SIGTERM')
    return ended
  }
  return { ms, cpuMs, stop }
}

/**
 * Waits for an answer.
 * @param {number} port
 * @param {{ patience?: number, meanwhile?: () => unknown }} options `patience` in milliseconds; `meanwhile` is called again and again, and may throw
 */
export async function untilAnswer(port, { patience = 30_000, meanwhile } = {}) {
  const started = performance.now()
  while (!(await answers(port))) {
    meanwhile?.()
    if (performance.now() - started > patience) fail(`no answer in ${patience / 1000} seconds`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function fail(what) {
  throw new Error(what)
}

function answers(port) {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/api/ping', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.on('error', () => resolve(false)).end()
  })
}

/**
 * Makes the first administrator by the command line, and logs in with what it says: by key, by digest, and sees the pages.
 * @param {number} port
 * @param {(...args: string[]) => string} cli runs a command and gives its standard output
 * @returns {Promise<{ key: string, password: string }>} of alice.admin
 */
export async function firstHour(port, cli) {
  const { api_key: key, password } = JSON.parse(cli('create-admin', '--username', 'alice.admin', '--json'))
  await logIn(port, { key, password })
  const page = await (await fetch(`http://127.0.0.1:${port}/login`)).text()
  const assets = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)
  if (assets.length === 0) throw new Error('The page of the log-in loads nothing.')
  for (const path of [...assets, '/api', '/assets/redoc.js', '/assets/altcha.js']) {
    const { status } = await fetch(`http://127.0.0.1:${port}${path}`)
    if (status !== 200) throw new Error(`${path}: ${status}`)
  }
  const listed = cli('list-accounts', '--json').trim().split('\n')
  if (listed.length !== 1 || !listed[0].includes('alice.admin')) throw new Error(`list-accounts says ${listed}`)
  return { key, password }
}

/** @throws Error when alice.admin is not let in by both ways */
export async function logIn(port, { key, password }) {
  const url = `http://127.0.0.1:${port}/api/accounts/me`
  const byKey = await (await fetch(url, { headers: { 'x-api-key': key } })).text()
  const digest = ['--digest', '--user', `alice.admin:${password}`, '--header', 'From: sip:alice.admin@sip.example.org']
  const byDigest = run('curl', ['--silent', '--show-error', ...digest, url])
  for (const [way, answer] of Object.entries({ byKey, byDigest }))
    if (!/"username":"alice.admin"/.test(answer)) throw new Error(`alice.admin is not let in (${way}): ${answer}`)
}
