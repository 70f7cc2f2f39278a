// node test/deploy/rolling.mjs [--rate 100] [--seconds 30] [--accounts 5000] [--from REF] [--workers 1]
// Two processes on one PostgreSQL, behind a load balancer, serve what apps, people and administrators do; one after the other is replaced by a newer version,
// whose start migrates the database. Exit code 1 if an answer is 5xx, or another one than expected. Without --from the newer version is this one with
// one more migration; with it, REF is built and this version is the newer one.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { open } from '../../scripts/lib/httpLoad.mjs'
import { paced } from '../../scripts/lib/pacedLoad.mjs'
import { generator, quantile } from '../torture/lib/claims.mjs'
import { makeDatabase } from '../torture/lib/database.mjs'
import { startService } from '../torture/lib/service.mjs'
import { soakMix } from '../torture/lib/soakMix.mjs'
import { startBalancer } from './lib/balancer.mjs'
import { nextVersion, thisVersion, versionOf } from './lib/versions.mjs'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '30' },
    accounts: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '1' },
    from: { type: 'string' },
  },
})
const [rate, seconds, accounts] = [values.rate, values.seconds, values.accounts].map(Number)
/** Seconds between SIGTERM and the end of service: many turns of the balancer. */
const STOP_DELAY = 3
const SOCKETS = 64

const folder = mkdtempSync(join(tmpdir(), 'rolling-'))
const database = makeDatabase('postgresql', folder)
try {
  const other = join(folder, 'other')
  mkdirSync(other)
  const [older, newer] = values.from ? [versionOf(values.from, other), thisVersion()] : [thisVersion(), nextVersion(other)]
  process.exitCode = (await upgrade(older, newer)) ? 0 : 1
} finally {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
}

/** @param {import('./lib/versions.mjs').Version} older @param {import('./lib/versions.mjs').Version} newer */
async function upgrade(older, newer) {
  const env = {
    ...{ DATABASE_URL: database.url, DATA_DIR: join(folder, 'data'), SECRET: 'a secret that both processes have', WORKERS: values.workers },
    ...{ TRUST_PROXY: '1', STOP_DELAY: String(STOP_DELAY), LOG_LEVEL: 'info' },
  }
  execFileSync(process.execPath, [older.program, 'migrate'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 2],
  })
  await (await import(join(older.root, 'scripts', 'bench', 'seed.mjs'))).seed(database.url, accounts)
  const migrations = await applied()
  const balancer = await startBalancer()
  const running = []
  const start = async ({ program }) => {
    const service = await startService(folder, env, { program })
    balancer.add(service.port)
    await balancer.ready(service.port)
    return service
  }
  try {
    for (const version of [older, older]) running.push(await start(version))
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => open(balancer.port)))
    const seen = watch()
    const mix = soakMix({ accounts, below: generator(1), record: seen.record })
    const load = paced({ sockets, rate, seconds, step: mix.step })
    await Promise.all([load, replaceEach()]).catch((error) => {
      for (const note of seen.notes) console.log(note)
      for (const { port, log } of running) console.log(`process on port ${port} said:\n${problemsIn(log())}`)
      throw error
    })
    for (const socket of sockets) socket.close()
    return report({ older, newer, seen, migrated: (await applied()) - migrations })

    /** A third of the time each: the older version alone, both, the newer one alone. */
    async function replaceEach() {
      for (let i = 0; i < running.length; i++) {
        await seen.second(((i + 1) * seconds) / 3)
        const { port } = running[i]
        seen.note(`process ${i + 1}: SIGTERM`)
        seen.ending.isNow = true
        const { code, signal, ms } = await running[i].stop()
        balancer.remove(port)
        seen.ending.isNow = false
        seen.note(`process ${i + 1}: ended with ${code ?? signal} after ${ms.toFixed(0)} ms`)
        running[i] = await start(newer)
        seen.note(`process ${i + 1}: ${newer.name} is ready`)
      }
    }
  } finally {
    for (const service of running) await service.kill()
    balancer.close()
  }
}

/** What a log has beside requests that were answered. */
function problemsIn(log) {
  const lines = log.split('\n').filter((line) => line !== '' && !/"event":"(?:request|login)"/.test(line))
  return lines.slice(-20).join('\n')
}

/** Counts answers, and notes what happens when. */
function watch() {
  const began = performance.now()
  const latencies = []
  const wrong = []
  const notes = []
  const ending = { isNow: false, askers: 0 }
  /** @type {Record<number, number>} */
  const statuses = {}
  const now = () => (performance.now() - began) / 1000
  return {
    latencies,
    wrong,
    notes,
    ending,
    statuses,
    note: (what) => void notes.push(`${now().toFixed(1).padStart(6)} s  ${what}`),
    second: (second) => new Promise((resolve) => setTimeout(resolve, (second - now()) * 1000)),
    record(kind, { status, body }, expected, _read, begin) {
      if (kind === 'health, ready' && status === 503 && ending.isNow) return void ending.askers++ // what a process that ends tells every balancer
      latencies.push(performance.now() - begin)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (!expected.includes(status)) wrong.push(`${now().toFixed(1)} s  ${kind}: ${status} ${body.slice(0, 300)}`)
    },
  }
}

function report({ older, newer, seen, migrated }) {
  const { latencies, wrong, notes, ending, statuses } = seen
  const errors = Object.entries(statuses).reduce((sum, [status, n]) => sum + (Number(status) >= 500 ? n : 0), 0)
  const took = (q) => `${quantile(latencies, q).toFixed(1)} ms`
  console.log(`From ${older.name} to ${newer.name}, ${migrated} migrations, ${rate} steps a second for ${seconds} s, ${accounts} accounts`)
  for (const note of notes) console.log(note)
  const all = Object.entries(statuses).map(([status, n]) => `${n} × ${status}`)
  console.log(`${latencies.length} answers: ${all.join(', ')}; p50 ${took(0.5)}, p99 ${took(0.99)}, longest ${took(1)}`)
  if (ending.askers > 0) console.log(`${ending.askers} askers after readiness met a process that was about to end`)
  for (const fault of wrong.slice(0, 10)) console.log(`  ${fault}`)
  const claims = [
    ['no answer is 5xx', errors === 0],
    ['each answer is the expected one', wrong.length === 0],
    ['the newer version migrated the database meanwhile', migrated > 0],
  ]
  for (const [claim, holds] of claims) console.log(`${holds ? 'holds ' : 'FAILED'}  ${claim}`)
  return claims.every(([, holds]) => holds)
}

async function applied() {
  return (await database.rows('select migration_name from _prisma_migrations')).length
}
