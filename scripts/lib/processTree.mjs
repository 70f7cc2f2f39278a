// What a process and its children cost, as the operating system counts it (Linux).
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'

/** /proc counts in hundredths of a second */
const TICK_US = 10_000

/** The process itself and those that it started: a service and its workers. */
export const familyOf = (pid) => [pid, ...childrenOf(pid)]

/** Microseconds of user and system time of a process and its children. */
export const cpuUs = (pid) => familyOf(pid).reduce((sum, one) => sum + cpuOf(one), 0)

/** Resident memory of a process and its children. */
export const rssMb = (pid) => familyOf(pid).reduce((sum, one) => sum + rssOf(one), 0)

/** Where a server listens. @param {import('node:net').Server} server */
export const portOf = (server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port

/** A port that nobody listened on a moment ago. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const port = portOf(server)
      server.close(() => resolve(port))
    })
  })
}

function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_US
}

/** The most memory that a process has had so far, in megabytes; undefined once it has ended. @returns {number | undefined} */
export function peakMb(pid) {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

/** Resident memory of one process, in megabytes. */
export function rssOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) => childrenOfThread(`/proc/${pid}/task/${task}/children`))
}

/** None when the thread has ended meanwhile. */
function childrenOfThread(file) {
  try {
    return readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return []
    throw error
  }
}
