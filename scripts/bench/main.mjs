// npm run bench [-- --rounds 5 --ms 1500 --accounts 10000 --connections 8 --only ping,info --database sqlite,postgresql --workers 1 --json FILE]
// CPU time per request of the whole service beside a floor measured in the same, alternated rounds: wall time on a shared machine means little.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../../dist/src/db/migrate.js'
import { load } from '../lib/httpLoad.mjs'
import { scenarios } from './scenarios.mjs'
import { seed } from './seed.mjs'
import { startFloor, startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '1500' },
    accounts: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '8' },
    only: { type: 'string' },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
    workers: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
})
const accounts = Number(values.accounts)
const names = values.only?.split(',') ?? Object.keys(scenarios)
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const round = (x, digits = 1) => Number(x.toFixed(digits))

async function measure(target, name, ms, connections) {
  const { session, perRequest = 1, limit } = scenarios[name]
  const before = target.cpu()
  const { requests, seconds, latencies, statuses } = await load({
    port: target.port,
    connections,
    ms,
    session: session(accounts),
    limit: limit && Math.floor(limit / (2 * (Number(values.rounds) + 1))),
  })
  const cpu = (target.cpu() - before) / (requests / perRequest)
  return {
    cpu,
    rps: requests / perRequest / seconds,
    p50: latencies[Math.floor(requests / 2)],
    p99: latencies[Math.floor(requests * 0.99)],
    statuses,
  }
}

async function onDatabase(database) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const schemas = []
  const make = async (name) => {
    const url = database === 'sqlite' ? `file:${join(folder, `${name}.db`)}` : schema(name)
    await migrate(url)
    await seed(url, accounts)
    return url
  }
  const schema = (name) => {
    const url = new URL(process.env.TEST_POSTGRES_URL)
    const own = `bench_${process.pid}_${name}`
    schemas.push(own)
    url.searchParams.set('schema', own)
    return url.href
  }
  const floor = await startFloor(await make('floor'))
  const service = await startService(await make('service'), folder, { WORKERS: values.workers })
  const rows = []
  try {
    for (const name of names) {
      const both = { floor: [], service: [] }
      for (const [kind, target] of [
        ['floor', floor],
        ['service', service],
      ])
        await measure(target, name, Number(values.ms), Number(values.connections)).then(() => both[kind])
      for (let r = 0; r < Number(values.rounds); r++) {
        both.floor.push(await measure(floor, name, Number(values.ms), Number(values.connections)))
        both.service.push(await measure(service, name, Number(values.ms), Number(values.connections)))
      }
      rows.push(summary(database, name, both))
      process.stderr.write('.')
    }
    return { rows, rssMb: round(service.rssMb(), 0), firstAnswerMs: round(service.firstAnswerMs, 0) }
  } finally {
    await Promise.all([floor.stop(), service.stop()])
    rmSync(folder, { recursive: true, force: true })
    if (schemas.length > 0) await dropSchemas(schemas)
  }
}

function summary(database, scenario, { floor, service }) {
  const cpu = service.map((m) => m.cpu)
  return {
    database,
    scenario,
    cpu_us: round(median(cpu), 0),
    cpu_spread: `${round(Math.min(...cpu), 0)}–${round(Math.max(...cpu), 0)}`,
    floor_us: round(median(floor.map((m) => m.cpu)), 0),
    ratio: round(median(service.map((m, i) => m.cpu / floor[i].cpu)), 2),
    rps: round(median(service.map((m) => m.rps)), 0),
    p50_ms: round(median(service.map((m) => m.p50)), 2),
    p99_ms: round(median(service.map((m) => m.p99)), 2),
    statuses: Object.keys(Object.assign({}, ...service.map((m) => m.statuses))).join('/'),
  }
}

async function dropSchemas(schemas) {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL })
  await client.connect()
  for (const name of schemas) await client.query(`drop schema if exists "${name}" cascade`)
  await client.end()
}

const results = {
  machine: `${cpus().length} × ${cpus()[0].model}, Node ${process.version}`,
  accounts,
  connections: Number(values.connections),
  workers: Number(values.workers),
  databases: {},
}
for (const database of values.database.split(',')) {
  results.databases[database] = await onDatabase(database)
  process.stderr.write('\n')
  console.table(results.databases[database].rows)
  console.log(
    `${database}: first answer after ${results.databases[database].firstAnswerMs} ms, ${results.databases[database].rssMb} MB resident after the load`,
  )
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
