import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { freePort } from '../../../scripts/lib/processTree.mjs'
import { until } from './service.mjs'

const VERSIONS = '/usr/lib/postgresql'
const asRoot = process.getuid?.() === 0

/** Where PostgreSQL's programs are; undefined when it is not installed. */
export function postgresPrograms() {
  const newest = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a))[0] : undefined
  return newest && join(VERSIONS, newest, 'bin')
}

/** A PostgreSQL of our own, that may be restarted as roughly as we like; as user postgres where we are root. */
export async function ownPostgres() {
  const programs = postgresPrograms()
  if (!programs) throw new Error(`There is no PostgreSQL in ${VERSIONS}.`)
  const folder = mkdtempSync(join(tmpdir(), 'torture-pg-'))
  const port = await freePort()
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres']))
  const owner = asRoot ? { uid: id('-u'), gid: id('-g') } : undefined
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const run = (program, ...args) =>
    execFileSync(join(programs, program), args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], ...owner })
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=64MB`
  const log = join(folder, 'log')
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync')
  run('pg_ctl', '-D', data, '-w', '-l', log, '-o', options, 'start')
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    /** as after a crash: what was committed is recovered from its log */
    async restart() {
      const child = spawn(join(programs, 'pg_ctl'), ['-D', data, '-w', '-l', log, '-m', 'immediate', '-o', options, 'restart'], {
        cwd: folder,
        stdio: 'ignore',
        ...owner,
      })
      const code = await new Promise((resolve) => child.once('exit', resolve))
      if (code !== 0) throw new Error(`pg_ctl restart ended with ${code}`)
    },
    async remove() {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A Redis of our own; undefined when none is installed. Nothing of it survives its end. */
export async function ownRedis() {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'torture-redis-'))
  let child
  const answers = () => {
    try {
      return (
        execFileSync('redis-cli', ['-p', String(port), 'ping'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() === 'PONG'
      )
    } catch {
      return false
    }
  }
  const redis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      child = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: 'ignore' })
      await until('redis-server', async () => answers())
    },
    async kill() {
      if (!child || child.exitCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      child = undefined
    },
    async remove() {
      await redis.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await redis.start()
  return redis
}

/** A file system of `megabytes` that can be full; undefined where we may not mount one. */
export function smallDisk(megabytes) {
  const folder = mkdtempSync(join(tmpdir(), 'torture-disk-'))
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  return {
    folder,
    remove() {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A mail server.
 * @param {number} ms what it takes for each mail
 * @returns {Promise<{ port: number, received: string[], close(): Promise<void> }>} `received`: to whom mails came
 */
export async function mailServer(ms) {
  const received = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    onData(stream, session, callback) {
      stream.resume()
      stream.on('end', () =>
        setTimeout(() => {
          received.push(...session.envelope.rcptTo.map(({ address }) => address))
          callback()
        }, ms),
      )
    },
  })
  server.on('error', () => undefined)
  await new Promise((resolve) => server.server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.server.address())
  return { port, received, close: () => new Promise((resolve) => server.close(() => resolve(undefined))) }
}
