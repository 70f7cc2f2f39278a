// Starts what is measured, reads its CPU time, and stops it.
import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
/** /proc counts in hundredths of a second */
const TICK_US = 10_000

export async function startFloor(url) {
  const child = fork(join(import.meta.dirname, 'floor.mjs'), [url], { stdio: ['ignore', 2, 2, 'ipc'] })
  const port = await new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`the floor ended with ${code}`)))
  })
  return target(child, port)
}

export async function startService(url, dataDir, env = {}, execArgv = []) {
  const port = await freePort()
  const started = performance.now()
  const child = fork(join(root, 'dist', 'src', 'cli.js'), ['serve'], {
    execArgv,
    stdio: ['ignore', 'ignore', 2, 'ipc'],
    env: {
      ...process.env,
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      RATE_LIMIT: 'off',
      NODE_ENV: 'production',
      ...env,
    },
  })
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/api/ping`).then(
      (r) => r.ok,
      () => false,
    )
    if (up) break
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { ...target(child, port), firstAnswerMs: performance.now() - started }
}

function target(child, port) {
  const pids = () => [child.pid, ...children(child.pid)]
  return {
    port,
    /** microseconds of user and system time, of all its processes */
    cpu: () => pids().reduce((sum, pid) => sum + cpuOf(pid), 0),
    rssMb: () => pids().reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024, 0),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGTERM')
      }),
  }
}

function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_US
}

function children(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
