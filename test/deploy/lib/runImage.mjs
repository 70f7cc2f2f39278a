// Runs an image that dockerfile.mjs has built as compose.yaml runs it, and says what holds.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../scripts/lib/processTree.mjs'
import { makeDatabase } from '../../torture/lib/database.mjs'
import { until } from '../../torture/lib/service.mjs'
import { run } from './dockerfile.mjs'

/** @typedef {import('./dockerfile.mjs').Stage} Stage */

/**
 * @param {Stage} stage @param {string} folder an empty one
 * @returns {Promise<[what: string, holds: boolean, seen?: unknown][]>}
 */
export async function runImage(stage, folder) {
  const image = readOnly(stage, folder)
  const inside = (...command) => run(image, command)
  /** @type {[string, boolean, unknown?][]} */
  const claims = []
  const megabytes = (path) => Math.round(Number(execFileSync('du', ['-sxk', path], { encoding: 'utf8' }).split('\t')[0]) / 1024)
  const program = join(stage.root, 'usr', 'local', 'lib', 'node_modules', 'flexisip-accounts')
  claims.push(['the program has a size', true, `${megabytes(program)} MB`])
  const fails = (...command) => {
    try {
      inside(...command)
      return false
    } catch {
      return true
    }
  }
  claims.push(['it is not root', inside('id', '-u').trim() === '1000', inside('id').trim()])
  claims.push(['its root cannot be written', fails('sh', '-c', 'echo >/usr/local/bin/x || echo >/x || echo >/etc/x')])
  claims.push([
    'no compiler and no development package is in it',
    fails('sh', '-c', `command -v make || ls ${program.slice(stage.root.length)}/node_modules/typescript`),
  ])

  /** @type {Record<string, Record<string, string>>} */
  const ways = { SQLite: {} }
  const postgres = process.env.TEST_POSTGRES_URL ? makeDatabase('postgresql', folder) : undefined
  if (postgres) ways.PostgreSQL = { DATABASE_URL: postgres.url }
  if (postgres && process.env.TEST_REDIS_URL) ways.PostgreSQL.REDIS_URL = process.env.TEST_REDIS_URL
  try {
    for (const [name, env] of Object.entries(ways)) claims.push(...(await serve(image, name, env)))
  } finally {
    await postgres?.drop()
  }
  return claims
}

/** The image with a root that cannot be written, an empty /tmp, and each VOLUME in a folder. @returns {Stage} */
function readOnly(stage, folder) {
  const root = join(folder, 'root')
  mkdirSync(root, { recursive: true })
  execFileSync('mount', ['--rbind', stage.root, root])
  execFileSync('mount', ['-o', 'remount,bind,ro', root])
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(root, 'tmp')])
  for (const [i, volume] of stage.volumes.entries()) {
    const kept = join(folder, `volume${i}`)
    // as a new volume: what the image has there, with its owner
    execFileSync('cp', ['-a', join(stage.root, volume), kept])
    execFileSync('mount', ['--bind', kept, join(root, volume)])
  }
  return { ...stage, root }
}

async function serve(image, name, more) {
  /** @type {[string, boolean, unknown?][]} */
  const claims = []
  const env = { PORT: String(await freePort()), ...more }
  let key = ''
  for (const time of ['first', 'second']) {
    const begin = performance.now()
    const service = start({ ...image, env: { ...image.env, ...env } })
    try {
      await until('the health check', () => service.isHealthy())
      claims.push([`${name}: its health check succeeds at the ${time} start`, true, `after ${Math.round(performance.now() - begin)} ms`])
      if (time === 'first')
        key = JSON.parse(service.inside('flexisip-accounts', 'create-admin', '--username', 'alice.admin', '--json')).api_key
      const answer = await fetch(`http://127.0.0.1:${env.PORT}/api/accounts/me`, { headers: { 'x-api-key': key, connection: 'close' } })
      claims.push([`${name}: the administrator of the first start is known at the ${time}`, answer.status === 200, answer.status])
      const doctor = service.inside('flexisip-accounts', 'doctor')
      claims.push([`${name}: its doctor finds nothing wrong`, doctor.includes('database'), ''])
    } finally {
      const { code, ms } = await service.stop()
      claims.push([`${name}: SIGTERM ends it in good order`, code === 0 && ms < 3_000, `${code}, ${Math.round(ms)} ms`])
    }
    claims.push([`${name}: its health check fails when it is away`, !service.isHealthy()])
  }
  return claims
}

/** @param {Stage} image */
function start(image) {
  const variables = Object.entries({ PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...image.env }).map(
    ([name, value]) => `${name}=${value}`,
  )
  const there = ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', image.workdir, ...image.entrypoint, ...image.cmd]
  const child = spawn('chroot', [`--userspec=${image.user}`, image.root, 'env', '-i', ...variables, ...there], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
  return {
    inside: (...command) => run(image, command),
    isHealthy() {
      try {
        run(image, image.healthcheck)
        return true
      } catch {
        return false
      }
    },
    async stop() {
      const begin = performance.now()
      child.kill('SIGTERM')
      return { code: await ended, ms: performance.now() - begin }
    },
  }
}
