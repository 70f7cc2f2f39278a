// npm run bench [-- --against floor|build:FOLDER|accounts:N|workers:N|operations:N --rounds 5 --ms 1500 --accounts 10000 --connections 8 --workers 1
//                   --paced 2000 --only ping,info --database sqlite,postgresql --json FILE]
// CPU time per request of the whole service (user and system, of all its processes) beside that of something else, measured in turns in the
// same run: wall time on a shared machine means little. With TEST_REDIS_URL devices are asked of that Redis, as Flexisip fills it.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ownDatabases } from './databases.mjs'
import { whereAndWhen } from './machine.mjs'
import { measurePair, round } from './measure.mjs'
import { startPair } from './pairs.mjs'
import { registerDevices } from './registrations.mjs'
import { scenarios, withNewDatabases } from './scenarios.mjs'

const { values } = parseArgs({
  options: {
    against: { type: 'string', default: 'floor' },
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '1500' },
    accounts: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '8' },
    workers: { type: 'string', default: '1' },
    paced: { type: 'string' },
    only: { type: 'string' },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
    json: { type: 'string' },
  },
})
const [rounds, ms, accounts, connections, workers] = ['rounds', 'ms', 'accounts', 'connections', 'workers'].map((name) =>
  Number(values[name]),
)
const rate = values.paced === undefined ? undefined : Number(values.paced)
const names = values.only?.split(',') ?? (rate ? ['mixed'] : Object.keys(scenarios).filter((name) => !scenarios[name].named))
const unknown = names.filter((name) => !scenarios[name])
if (unknown.length > 0) {
  console.error(`--only ${unknown.join(',')}: no such scenario. There are: ${Object.keys(scenarios).join(', ')}`)
  process.exit(2)
}

const registrarUrl = process.env.TEST_REDIS_URL

async function onDatabase(kind) {
  const databases = ownDatabases(kind)
  const registrations = registrarUrl && (await registerDevices(registrarUrl))
  let pair
  try {
    pair = await startPair(values.against, { accounts, workers }, databases, registrarUrl)
    withNewDatabases()
    const rows = []
    for (const name of names) {
      rows.push(await measurePair(name, pair, { ms, connections, rounds, rate }))
      process.stderr.write('.')
    }
    return { rows, first_answer_ms: round(pair.service.firstAnswerMs, 0), rss_mb: round(pair.service.rssMb(), 0) }
  } finally {
    await Promise.all([pair?.base.stop(), pair?.service.stop()])
    await databases.drop()
    if (registrations) await registrations.stop()
  }
}

/** @type {any} */
const results = {
  ...(await whereAndWhen(values.database.split(','))),
  against: values.against,
  accounts,
  connections,
  workers,
  rounds,
  ms_per_round: ms,
  ...(rate && { requests_per_second: rate }),
  databases: {},
}
for (const kind of values.database.split(',')) {
  const result = await onDatabase(kind)
  results.databases[kind] = result
  process.stderr.write('\n')
  console.log(`${kind}, against ${values.against}, ${accounts} accounts, ${connections} connections, ${workers} worker(s):`)
  console.table(result.rows)
  console.log(`first answer ${result.first_answer_ms} ms after the start, ${result.rss_mb} MB resident after the load`)
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
