// Starts what is measured, reads its CPU time, and stops it.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { GARBAGE_COLLECTION } from '#built/run/garbageCollection.js'
import { cpuUs, freePort, rssMb } from '../lib/processTree.mjs'

const root = join(import.meta.dirname, '..', '..')

/** @param {string} url of its database @param {string | undefined} registrarUrl of Flexisip's Redis */
export async function startFloor(url, registrarUrl) {
  const args = registrarUrl ? [url, registrarUrl] : [url]
  const child = fork(join(import.meta.dirname, 'floor.mjs'), args, { execArgv: [...GARBAGE_COLLECTION], stdio: ['ignore', 2, 2, 'ipc'] })
  const port = await new Promise((resolve, reject) => {
    child.once('message', (/** @type {{ port: number }} */ message) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`the floor ended with ${code}`)))
  })
  return target(child, port)
}

/** The built service, as `npm start` runs it. @param execArgv of Node.js, to profile it */
export const startService = (url, dataDir, env = {}, execArgv = []) =>
  startAndWait(join(root, 'dist', 'program', 'cli.js'), ['serve'], url, dataDir, env, execArgv)

export const startManyOperations = (url, dataDir, operations) =>
  startAndWait(join(import.meta.dirname, 'manyOperations.mjs'), [String(operations)], url, dataDir, {}, [...GARBAGE_COLLECTION])

/** An SMTP server in a process of its own (mailServer.mjs). @param takes how long a mail takes there, milliseconds */
export async function startMailServer(takes = 0) {
  const child = fork(join(import.meta.dirname, 'mailServer.mjs'), [String(takes)], { stdio: ['ignore', 2, 2, 'ipc'] })
  const answer = () => new Promise((resolve) => child.once('message', resolve))
  const { port } = await answer()
  return {
    url: `smtp://127.0.0.1:${port}?tls=optional`,
    hang: () => child.send('hang'),
    heal: () => child.send('heal'),
    /** how many mails it has taken, and of how many recipients */
    count() {
      const counted = answer()
      child.send('count')
      return counted
    },
    stop: () => child.send('stop'),
  }
}

async function startAndWait(script, args, url, dataDir, env = {}, execArgv = []) {
  const port = await freePort()
  const started = performance.now()
  const child = fork(script, args, {
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
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { ...target(child, port), firstAnswerMs: performance.now() - started }
}

function target(child, port) {
  return {
    port,
    /** microseconds of user and system time, of all its processes */
    cpu: () => cpuUs(child.pid),
    rssMb: () => rssMb(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGTERM')
      }),
  }
}
