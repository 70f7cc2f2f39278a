// npm run bench:operators-day [-- --database sqlite,postgresql --accounts 2000 --connections 4]
// node scripts/bench/operatorsDay.mjs --url https://sip.example.org --key KEY [--accounts 2000 --connections 4]
// What an operator's scripts do in a day, through the API alone: the accounts of a site with their lists, contacts and dictionary, changes, searches,
// and the end of it. Each step looks whether it was done; the first that was not ends the day with exit code 1. Whatever happens, what was made is removed.
import { parseArgs } from 'node:util'
import { ownDatabases } from './databases.mjs'
import { OperatorsClient } from './operatorsClient.mjs'
import { OperatorsSite } from './operatorsSite.mjs'
import { API_KEY } from './seed.mjs'
import { startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    accounts: { type: 'string', default: '2000' },
    connections: { type: 'string', default: '4' },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
  },
})
const [accounts, connections] = [values.accounts, values.connections].map(Number)
/** An administrator's account, and others than those of the day: a service that was in use before. */
const SEEDED = 10_000

if (values.url !== undefined) {
  if (!values.key) throw new Error('Say an API key of scope accounts by --key.')
  await day(values.url, values.key, async () => undefined)
} else {
  for (const kind of values.database.split(',')) {
    const databases = ownDatabases(kind)
    try {
      const service = await startService(await databases.make('day', SEEDED), databases.folder)
      try {
        console.log(`\n${kind}, ${accounts} accounts beside ${SEEDED}, ${connections} requests at a time`)
        await day(`http://127.0.0.1:${service.port}`, API_KEY, service.cpu)
        console.log(`memory at its end: ${Math.round(service.rssMb())} MB`)
      } finally {
        await service.stop()
      }
    } finally {
      await databases.drop()
    }
  }
}

/** @param {() => number | Promise<number | undefined> | undefined} cpu microseconds that the service has used; undefined: it is not ours */
async function day(url, key, cpu) {
  const client = new OperatorsClient(url.replace(/\/$/, ''), key)
  const site = new OperatorsSite(client, { accounts, connections })
  const rows = {}
  /** @param {string} name @param {() => Promise<void>} work */
  const timed = async (name, work) => {
    const [before, sent, waited, begun] = [await cpu(), client.requests, client.waited, performance.now()]
    await work()
    const [seconds, requests, after] = [(performance.now() - begun) / 1000, client.requests - sent, await cpu()]
    rows[name] = {
      requests,
      seconds: round(seconds, 1),
      ms_each: round((client.waited - waited) / Math.max(requests, 1), 1),
      ...(before !== undefined && after !== undefined && { cpu_ms_each: round((after - before) / 1000 / Math.max(requests, 1), 2) }),
    }
  }
  try {
    for (const [name, work] of site.steps()) await timed(name, work)
    await timed('clean up', () => site.cleanUp())
    await site.checkNothingLeft()
  } catch (error) {
    process.exitCode = 1
    console.error(`It went wrong: ${error.message}`)
    await site.cleanUp().catch((fault) => console.error(`What was made could not all be removed: ${fault.message}`))
  }
  console.table(rows)
  const total = Object.values(rows).reduce((sum, { seconds }) => sum + seconds, 0)
  console.log(`${client.requests} requests in ${round(total, 1)} s`)
}

function round(value, digits) {
  return Number(value.toFixed(digits))
}
