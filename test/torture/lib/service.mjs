import { execFile, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { familyOf, freePort, rssOf } from '../../../scripts/lib/processTree.mjs'

const root = join(import.meta.dirname, '..', '..', '..')
const PROGRAM = join(root, 'dist', 'program', 'cli.js')
const { PATH = '', HOME = '' } = process.env

/** Waits until `look` answers something, for `ms` milliseconds at most. @throws Error that says `what` was waited for */
export async function until(what, look, ms = 30_000) {
  for (const end = performance.now() + ms; performance.now() < end; ) {
    const found = await Promise.resolve(look()).catch(() => undefined)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`waited ${ms} ms in vain for ${what}`)
}

/** Runs a command of the built program with --json. */
export async function cli(env, ...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, ...args, '--json'], {
    cwd: join(root, 'test'),
    env: { PATH, HOME, ...env },
  })
  return JSON.parse(stdout)
}

let started = 0

/**
 * Serves the built program until `stop` or `kill`; what it says goes to a file of `folder`/logs.
 * @param env DATABASE_URL, DATA_DIR, WORKERS … nothing of our own environment gets in
 * @param program another version of the service
 */
export async function startService(folder, env, { wrap = [], ready = true, program: file = PROGRAM } = {}) {
  const port = env.PORT ?? (await freePort())
  mkdirSync(join(folder, 'logs'), { recursive: true })
  const log = join(folder, 'logs', `${++started}.log`)
  const fd = openSync(log, 'w')
  const [program, ...args] = [...wrap, process.execPath, file, 'serve']
  const child = spawn(program, args, {
    cwd: join(root, 'test'),
    env: { PATH, HOME, NODE_ENV: 'production', ...env, PORT: String(port) },
    stdio: ['ignore', fd, fd],
  })
  closeSync(fd)
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
  const workers = Number(env.WORKERS ?? 1)
  const service = {
    url: `http://127.0.0.1:${port}`,
    port: Number(port),
    pid: child.pid,
    ended,
    log: () => readFileSync(log, 'utf8'),
    /** megabytes of each process, the one that supervises first */
    rssOfEach: () => familyOf(child.pid).map(rssOf),
    /** SIGTERM; how it ended, and after how many milliseconds */
    async stop() {
      const begin = performance.now()
      child.kill('SIGTERM')
      return { ...(await ended), ms: performance.now() - begin }
    },
    /** SIGKILL for it and its workers, as a machine that loses its power does to all */
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      for (const pid of familyOf(child.pid).reverse()) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {} // it is gone
      }
      await ended
    },
  }
  const serves = async () => {
    if (child.exitCode !== null) throw new Error('ended')
    if (workers > 1 && service.log().split('"worker_started"').length <= workers) return false
    return (await fetch(`${service.url}/api/ping`, { headers: { connection: 'close' } })).ok
  }
  if (!ready) return service
  await Promise.race([
    until('the service to serve', serves),
    ended.then(({ code }) => {
      throw new Error(`the service ended with ${code}:\n${service.log().slice(-2000)}`)
    }),
  ])
  return service
}

/** Messages by folder and file: none is read twice. */
const read = new Map()

/** What the service has "sent" to somebody, from the development outbox; waits for the newest of that channel. */
export async function sentTo(dataDir, channel, to, count = 1) {
  const folder = join(dataDir, 'outbox')
  const known = read.get(folder) ?? new Map()
  read.set(folder, known)
  const all = () => {
    for (const name of readdirSync(folder)) {
      if (known.has(name) || !name.endsWith('.json')) continue
      try {
        known.set(name, JSON.parse(readFileSync(join(folder, name), 'utf8')))
      } catch {} // being written
    }
    return [...known.values()].filter((entry) => entry.channel === channel && entry.to === to)
  }
  return until(`${count} ${channel} to ${to}`, async () => {
    const found = all()
    return found.length >= count && found.sort((a, b) => a.created_at.localeCompare(b.created_at)).at(-1)
  })
}
