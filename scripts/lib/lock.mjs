import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const PATIENCE = 120_000 // ms

/** Runs `work` while no other process does: `file` holds the number of the process at work. `work` is told whether it had to wait. */
export async function withLock(file, work) {
  const deadline = Date.now() + PATIENCE
  let waited = false
  while (!take(file)) {
    if (Date.now() > deadline) throw new Error(`another process holds ${file} for two minutes; remove the file if none is running`)
    waited = true
    await delay(50)
  }
  const release = () => rmSync(file, { force: true })
  const stop = (signal) => {
    release()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await work(waited)
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    release()
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isAbandoned(file)) rmSync(file, { force: true })
    return false
  }
}

function isAbandoned(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    if (!pid) return false // its owner is just writing it
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
