// The ways in that need Node.js: each from nothing, with the time that it takes.
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../lib/processTree.mjs'
import { run } from '../run.mjs'
import { firstHour, startReleased } from './service.mjs'

/** What the first start of a release may take of the processor, milliseconds: by the clock it takes longer on a machine that is busy. */
const FIRST_ANSWER = 1_000
/** Starts, each with nothing, of which the least counts: whatever else the machine does adds to one. */
const STARTS = 3

/**
 * Gets a Node.js of npm's packages, for another processor if need be.
 * @returns the folder of its `node`
 */
export function nodeOf(work, range, cpu = process.arch) {
  const folder = join(work, `node-${range}-${cpu}`)
  mkdirSync(folder, { recursive: true })
  const name = `node-linux-${cpu}`
  const args = ['--no-save', '--ignore-scripts', '--no-package-lock', ...(cpu === process.arch ? [] : ['--force'])]
  run('npm', ['install', '--prefix', folder, ...args, `${name}@${range}`])
  return join(folder, 'node_modules', name, 'bin')
}

/** An environment that knows nothing of this machine but where programs are. */
const clean = (work, bin) => ({ PATH: `${bin}:${process.env.PATH}`, HOME: work, LC_ALL: 'C' })

/** Starts, logs in, and stops. @returns what it took to the first answer @throws Error when that is too much */
async function tryOut(command, args, { work, bin, cwd }) {
  const begin = async () => {
    const port = await freePort()
    const env = { ...clean(work, bin), DATA_DIR: join(work, `data-${port}`), PORT: String(port), SIP_DOMAIN: 'sip.example.org' }
    return { port, env, service: await startReleased(command, [...args, 'serve'], { port, cwd, env }) }
  }
  const { port, env, service } = await begin()
  try {
    await firstHour(port, (...line) => run(command, [...args, ...line], { cwd, env }))
  } finally {
    await service.stop()
  }
  let { ms, cpuMs } = service
  for (let starts = 1; cpuMs > FIRST_ANSWER && starts < STARTS; starts++) {
    const { service: again } = await begin()
    await again.stop()
    if (again.cpuMs < cpuMs) ({ ms, cpuMs } = again)
  }
  if (cpuMs > FIRST_ANSWER) throw new Error(`The first answer took ${cpuMs} ms of the processor: at most ${FIRST_ANSWER} are allowed.`)
  return { first_answer_ms: ms, first_answer_cpu_ms: cpuMs }
}

/** The tarball: unpacked and started. */
export async function tarball({ file, work, bin }) {
  const folder = join(work, `tarball-${readdirSync(work).length}`)
  mkdirSync(folder)
  const started = performance.now()
  run('tar', ['--extract', '--gzip', `--file=${file}`, '--directory', folder])
  const unpacked = performance.now() - started
  const [name] = readdirSync(folder)
  const times = await tryOut(join(folder, name, 'bin', 'flexisip-accounts'), [], { work, bin, cwd: work })
  return { install_s: unpacked / 1000, ...times }
}

/** A clone: `npm ci && npm start`, with a cache of its own. */
export async function clone({ root, work, bin }) {
  const folder = join(work, `clone-${readdirSync(work).length}`)
  run('git', ['clone', '--quiet', '--no-hardlinks', root, folder])
  const env = npmEnv(work, bin)
  const started = performance.now()
  run('npm', ['ci', '--cache', `${folder}-cache`], { cwd: folder, env })
  const seconds = (performance.now() - started) / 1000
  const port = await freePort()
  const variables = { DATA_DIR: `${folder}-data`, PORT: String(port) }
  const service = await startReleased('npm', ['start'], {
    port,
    cwd: folder,
    env: { ...process.env, ...env, ...variables },
    patience: 180_000,
  })
  try {
    await firstHour(port, (...line) =>
      run('npm', ['run', '--silent', 'cli', '--', ...line], { cwd: folder, env: { ...env, ...variables } }),
    )
  } finally {
    await service.stop()
  }
  const megabytes = Number(run('du', ['-sm', join(folder, 'node_modules')]).split('\t')[0])
  return { install_s: seconds, first_answer_ms: service.ms, megabytes }
}

/** `npm i -g`, into a prefix and a cache of its own. */
export async function npmGlobal({ file, work, bin }) {
  const prefix = join(work, `prefix-${readdirSync(work).length}`)
  const started = performance.now()
  const said = run('npm', ['install', '--global', '--prefix', prefix, '--cache', `${prefix}-cache`, file], { env: npmEnv(work, bin) })
  const seconds = (performance.now() - started) / 1000
  const installed = join(prefix, 'lib', 'node_modules', 'flexisip-accounts')
  const command = join(prefix, 'bin', 'flexisip-accounts')
  const times = await tryOut(command, [], { work, bin, cwd: work })
  const packages = readdirSync(join(installed, 'node_modules')).length
  const megabytes = Number(run('du', ['-sm', join(prefix, 'lib')]).split('\t')[0])
  return { install_s: seconds, ...times, said: said.trim(), packages, megabytes }
}

/** `npx`: installed by its first call. */
export async function npx({ file, work, bin }) {
  const env = npmEnv(work, bin)
  const args = ['--yes', '--cache', join(work, 'cache-npx'), `--package=${file}`, '--', 'flexisip-accounts']
  const started = performance.now()
  run('npx', [...args, '--help'], { cwd: work, env })
  const seconds = (performance.now() - started) / 1000
  const port = await freePort()
  const variables = { DATA_DIR: join(work, 'data-npx'), PORT: String(port) }
  const service = await startReleased('npx', [...args, 'serve'], { port, cwd: work, env: { ...process.env, ...env, ...variables } })
  try {
    await firstHour(port, (...line) => run('npx', [...args, ...line], { cwd: work, env: { ...env, ...variables } }))
  } finally {
    await service.stop()
  }
  return { install_s: seconds, first_answer_ms: service.ms }
}

/** npm keeps what says which registry it asks. */
const npmEnv = (work, bin) => ({
  PATH: `${bin}:${process.env.PATH}`,
  npm_config_update_notifier: 'false',
  npm_config_logs_dir: join(work, 'logs'),
})
