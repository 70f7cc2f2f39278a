// npm run bench:bulk [-- --accounts 100000 --rate 100 --database sqlite,postgresql --only import,export,copy,deletion --json FILE]
// Import, export and bulk deletion of many accounts while others ask a running service at a fixed rate, and the copy to PostgreSQL: how many accounts a second,
// how much memory, and how long the others wait meanwhile, beside what they wait in a quiet time. Latency counts from the moment that a request was due.
import { spawn } from 'node:child_process'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { open } from '../lib/httpLoad.mjs'
import { paced } from '../lib/pacedLoad.mjs'
import { peakMb } from '../lib/processTree.mjs'
import { ownDatabases } from './databases.mjs'
import { whereAndWhen } from './machine.mjs'
import { round } from './measure.mjs'
import { PanelSession } from './panelSession.mjs'
import { scenarios } from './scenarios.mjs'
import { startMailServer, startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '100' },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
    only: { type: 'string', default: 'import,export,copy,deletion' },
    json: { type: 'string' },
  },
})
const [accounts, rate] = [values.accounts, values.rate].map(Number)
/** What is done beside the import, which all need. */
const wanted = new Set(values.only.split(','))
/** Accounts that are there before, whose people go on. */
const SEEDED = 10_000
const SOCKETS = 50
const [WARM_SECONDS, QUIET_SECONDS] = [5, 15]
const SLICE_SECONDS = 0.5
/** Accounts of one bulk deletion. */
const MOST = 50_000
/** What the user names of those begin with that are deleted at once. */
const groupOf = (n) => `many.${Math.floor(n / MOST)}.`
const CLI = join(import.meta.dirname, '..', '..', 'dist', 'program', 'cli.js')
/** What a mail takes at a relay that writes it to its disk. Milliseconds. */
const MAIL_MS = 20
/** How often the memory of a command is looked at. Milliseconds. */
const LOOK_MS = 100

const results = {}
const kinds = values.database.split(',')
for (const kind of kinds) {
  const databases = ownDatabases(kind)
  try {
    results[kind] = await measure(kind, databases)
  } finally {
    await databases.drop()
  }
  console.log(`\n${kind}: ${accounts} accounts beside ${SEEDED}, while others ask ${rate} times a second`)
  console.table(results[kind])
}
if (values.json) {
  const all = { ...(await whereAndWhen(kinds)), accounts, rate, databases: results }
  writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`)
}

async function measure(kind, databases) {
  const url = await databases.make('bulk', SEEDED)
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: databases.folder, LOG_LEVEL: 'warn' }
  const file = writeRows(join(databases.folder, 'many.csv'))
  const alone = { ...env, DATABASE_URL: await databases.make('alone', SEEDED) }
  const rows = { 'import alone': await command(alone, ['import', file]) }
  Object.assign(
    rows,
    await beside(url, databases, {
      import: () => command(env, ['import', file]),
      ...(wanted.has('export') && { export: () => command(env, ['export', '--with-hashes'], SEEDED + accounts) }),
    }),
  )
  if (wanted.has('copy') && kind === 'sqlite' && process.env.TEST_POSTGRES_URL) rows['copy to PostgreSQL'] = await copied(env)
  return wanted.has('deletion') ? { ...rows, ...(await beside(url, databases, { 'bulk deletion': deletion })) } : rows
}

/** Does one work after the other beside a service that others ask. */
async function beside(url, databases, works) {
  const mail = await startMailServer(MAIL_MS) // people are told that their account is gone
  const service = await startService(url, databases.folder, { MAIL_URL: mail.url, MAIL_FROM: 'sip@example.org' })
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => open(service.port)))
  const others = traffic(sockets)
  const rows = {}
  try {
    await others.during(pause(WARM_SECONDS * 1_000))
    const quiet = await others.during(pause(QUIET_SECONDS * 1_000))
    for (const [name, work] of Object.entries(works)) {
      let done = {}
      const waits = await others.during(
        work(service.port).then((result) => {
          done = result
        }),
      )
      rows[name] = {
        ...done,
        ...waits,
        quiet_p99_ms: quiet.p99_ms,
        ratio: round(waits.p99_ms / quiet.p99_ms, 2),
        service_mb: round(service.rssMb(), 0),
      }
    }
  } finally {
    for (const socket of sockets) socket.close()
    await service.stop()
    mail.stop()
  }
  return rows
}

/** The columns that a sign-up fills. */
function writeRows(file) {
  const fd = openSync(file, 'w')
  writeSync(fd, 'username,password,email,activated\n')
  for (let n = 0; n < accounts; n++) writeSync(fd, `${groupOf(n)}${n},builder-${n},${groupOf(n)}${n}@example.org,true\n`)
  closeSync(fd)
  return file
}

/** What people and apps do meanwhile: log-ins by digest, by key, and `/info`. */
function traffic(sockets) {
  const kinds = ['meByDigest', 'info', 'meByKey', 'meByDigest']
  const sessions = new Map(
    sockets.map((socket, i) => [socket, { next: scenarios[kinds[i % kinds.length]].session(SEEDED)(i), answer: undefined }]),
  )
  return {
    /** @returns how long they waited until `work` was done. @throws when an answer was not one of these requests */
    async during(work) {
      const latencies = []
      let done = false
      const ended = work.finally(() => {
        done = true
      })
      ended.catch(() => undefined)
      const step = async (socket, _n, due) => {
        const session = sessions.get(socket)
        session.answer = await socket.exchange(session.next(session.answer))
        if (![200, 401].includes(session.answer.status))
          throw new Error(`others are answered ${session.answer.status}: ${session.answer.body}`)
        latencies.push(performance.now() - due)
      }
      while (!done) {
        await paced({ sockets, rate, seconds: SLICE_SECONDS, step })
        // each has its turn: the service ends a connection on which nothing is asked
        sockets.push(...sockets.splice(0, rate * SLICE_SECONDS))
      }
      await ended
      const sorted = Float64Array.from(latencies).sort()
      const at = (part) => round(sorted[Math.floor((sorted.length - 1) * part)], 1)
      return { requests: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99) }
    },
  }
}

/** Runs a command of the service; what it writes is not kept. */
async function command(env, args, count = accounts) {
  const begun = performance.now()
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  let mb = 0
  const look = setInterval(() => {
    mb = peakMb(child.pid) ?? mb
  }, LOOK_MS)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(look)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`)
  return figures(count, begun, { command_mb: round(mb, 0) })
}

function figures(count, begun, more = {}) {
  const seconds = (performance.now() - begun) / 1_000
  return { accounts: count, seconds: round(seconds, 1), a_second: round(count / seconds, 0), ...more }
}

/** By an administrator in the panel, as many at once as it takes. */
async function deletion(port) {
  const panel = new PanelSession(`http://127.0.0.1:${port}`)
  await panel.logIn()
  const begun = performance.now()
  let count = 0
  for (let first = 0; first < accounts; first += MOST) count += await panel.deleteAll(groupOf(first))
  if (count !== accounts) throw new Error(`${count} of ${accounts} accounts were deleted`)
  return figures(count, begun)
}

async function copied(env) {
  const target = ownDatabases('postgresql')
  try {
    return await command(env, ['copy', '--to', target.emptyUrl('copy')], SEEDED + accounts)
  } finally {
    await target.drop()
  }
}
