// npm run soak [-- --minutes 30 --rate 300 --accounts 1000000 --workers 2 --database sqlite|postgresql --seed N --json FILE]
// Half an hour of what apps, people and administrators do, at a fixed rate on a large database, with every limit on: is each answer the right one, does
// memory stay flat, how long do callers wait? With TEST_REDIS_URL nonces
// and limits are in that Redis, and devices registered. Latency counts from the moment that a request was due. Exit code 1 if a claim does not hold.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { migrate } from '#built/db/migrate/migrate.js'
import { registerDevices } from '../../scripts/bench/registrations.mjs'
import { seed as fill } from '../../scripts/bench/seed.mjs'
import { startMailServer, startService } from '../../scripts/bench/target.mjs'
import { open } from '../../scripts/lib/httpLoad.mjs'
import { paced } from '../../scripts/lib/pacedLoad.mjs'
import { generator, median, quantile } from './lib/claims.mjs'
import { halves, makeDatabase } from './lib/database.mjs'
import { soakMix } from './lib/soakMix.mjs'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    rate: { type: 'string', default: '300' },
    accounts: { type: 'string', default: '1000000' },
    workers: { type: 'string', default: '2' },
    database: { type: 'string', default: 'sqlite' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
})
const redisUrl = process.env.TEST_REDIS_URL
const [minutes, rate, accounts] = [values.minutes, values.rate, values.accounts].map(Number)
const SOCKETS = 64
/** what memory may grow by, from the second third of the time to the last */
const GROWTH = 1.05
/** what one in a hundred authenticated reads may take longer than */
const MOST_MS = { sqlite: 50, postgresql: 30 }[values.database]
const GROWN_TABLES = ['nonce_uses', 'codes', 'tokens', 'rate_limits', 'messages', 'sessions', 'audit_log']

const folder = mkdtempSync(join(tmpdir(), 'soak-'))
const database = makeDatabase(values.database, folder)
try {
  await migrate(database.url)
  await fill(database.url, accounts)
  process.exitCode = (await soak()) ? 0 : 1
} finally {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
}

async function soak() {
  const mailServer = await startMailServer()
  const registrations = redisUrl && (await registerDevices(redisUrl))
  const service = await startService(database.url, folder, {
    MAIL_URL: mailServer.url,
    WORKERS: values.workers,
    RATE_LIMIT: 'on',
    TRUST_PROXY: '1',
    LOG_LEVEL: 'info',
    ...(redisUrl && { REDIS_URL: redisUrl, REGISTRAR_URL: redisUrl }),
  })
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => open(service.port)))
  const kinds = {}
  const reads = []
  const wrong = []
  let answers = 0
  const mix = soakMix({
    accounts,
    below: generator(Number(values.seed)),
    record(kind, { status, body }, expected, read, begin) {
      const ms = performance.now() - begin
      answers++
      kinds[kind] ??= { latencies: [], statuses: {} }
      const seen = kinds[kind]
      seen.latencies.push(ms)
      seen.statuses[status] = (seen.statuses[status] ?? 0) + 1
      if (read) reads.push(ms)
      if (!expected.includes(status)) wrong.push(`${kind}: ${status} ${body}`)
    },
  })
  const memory = []
  const watch = setInterval(() => memory.push(service.rssMb()), 5_000)
  const before = await counts()
  const cpuBefore = service.cpu()
  const begin = performance.now()
  const minute = setInterval(() => {
    const now = Math.round((performance.now() - begin) / 60_000)
    process.stderr.write(
      `minute ${now}: ${answers} answers, ${Math.round(memory.at(-1))} MB, p99 of reads ${p99(reads)} ms, ${wrong.length} wrong\n`,
    )
  }, 60_000)
  let seconds
  let cpu
  try {
    await paced({ sockets, rate, seconds: minutes * 60, step: mix.step })
    seconds = (performance.now() - begin) / 1000
    cpu = service.cpu() - cpuBefore
  } finally {
    clearInterval(watch)
    clearInterval(minute)
    for (const socket of sockets) socket.close()
    await service.stop()
    mailServer.stop()
    if (registrations) await registrations.stop()
  }
  const after = await counts()
  const halfMade = await halves(database)
  const third = Math.floor(memory.length / 3)
  const thirds = [0, 1, 2].map((i) => Math.round(median(memory.slice(i * third, (i + 1) * third))))
  const serverErrors = Object.values(kinds)
    .flatMap(({ statuses }) => Object.entries(statuses))
    .filter(([status]) => Number(status) >= 500)
  const claims = [
    ['no answer is 5xx', serverErrors.length === 0, `${answers} answers`],
    ['each answer is the expected one', wrong.length === 0, `${wrong.length} others`],
    [
      `memory stays flat: in the last third of the time at most ${GROWTH} × the second`,
      thirds[2] <= thirds[1] * GROWTH,
      `medians of the thirds ${thirds.join(', ')} MB, at most ${Math.round(Math.max(...memory))}`,
    ],
    [`p99 of authenticated reads is under ${MOST_MS} ms`, p99(reads) < MOST_MS, `${p99(reads)} ms of ${reads.length}`],
    ['every account that was made is there, and no other', after.accounts - before.accounts === mix.made(), `${mix.made()} more`],
    ['nothing is half-made', halfMade.length === 0, halfMade.join(', ')],
  ]
  const kindRows = Object.entries(kinds).map(([kind, { latencies, statuses }]) => ({
    kind,
    answers: latencies.length,
    p50_ms: ms(quantile(latencies, 0.5)),
    p99_ms: p99(latencies),
    max_ms: ms(quantile(latencies, 1)),
    statuses: Object.entries(statuses)
      .map(([status, n]) => `${n} × ${status}`)
      .join(', '),
  }))
  const tables = Object.fromEntries(GROWN_TABLES.map((table) => [table, { before: before[table], after: after[table] }]))
  console.log(
    `${values.database}, ${accounts} accounts, ${values.workers} workers: ${(answers / seconds).toFixed(0)} requests/s for ${Math.round(seconds)} s`,
  )
  console.log(`CPU of the service: ${(cpu / answers).toFixed(0)} µs per request, ${(cpu / seconds / 10_000).toFixed(1)} % of a core`)
  console.table(kindRows)
  console.table(tables)
  for (const [claim, holds, seen] of claims) console.log(`${holds ? 'holds ' : 'FAILED'}  ${claim} (${seen})`)
  for (const fault of wrong.slice(0, 10)) console.log(`  ${fault}`)
  if (values.json) {
    const machine = `${cpus().length} × ${cpus()[0].model}, Node ${process.version}`
    const { database: on, workers, seed } = values
    const result = {
      machine,
      database: on,
      accounts,
      workers: Number(workers),
      seed: Number(seed),
      seconds: Math.round(seconds),
      answers,
      cpu_us_per_request: Math.round(cpu / answers),
      claims: claims.map(([claim, holds, seen]) => ({ claim, holds, seen })),
      memory_mb_each_minute: memory.filter((_, i) => i % 12 === 11).map(Math.round),
      kinds: kindRows,
      tables,
    }
    writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`)
  }
  return claims.every(([, holds]) => holds)
}

async function counts() {
  const found = {}
  for (const table of ['accounts', ...GROWN_TABLES]) found[table] = Number((await database.rows(`select count(*) as n from ${table}`))[0].n)
  return found
}

function p99(list) {
  return list.length ? ms(quantile(list, 0.99)) : 0
}

function ms(value) {
  return Number(value.toFixed(1))
}
