// npm run bench:lists [-- --accounts 1000000 --log-ins 500 --database sqlite,postgresql --json FILE]
// Lists, searches and the audit log of the API at many accounts, one request at a time: CPU of the service, and how long until the answer is there. Then the searches
// again, while accounts log in so many times a second: latency counts from the moment that a request was due.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { connectPostgres } from '#built/db/migrate/postgres.js'
import { openFile } from '#built/db/sqlite/openFile.js'
import { load, open } from '../lib/httpLoad.mjs'
import { paced } from '../lib/pacedLoad.mjs'
import { ownDatabases } from './databases.mjs'
import { whereAndWhen } from './machine.mjs'
import { round } from './measure.mjs'
import { get, key, scenarios } from './scenarios.mjs'
import { REALM, username } from './seed.mjs'
import { startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    'log-ins': { type: 'string', default: '500' },
    database: { type: 'string', default: process.env.TEST_POSTGRES_URL ? 'sqlite,postgresql' : 'sqlite' },
    json: { type: 'string' },
  },
})
const [accounts, logIns] = [values.accounts, values['log-ins']].map(Number)
/** Of so many accounts one has an e-mail address, a phone number and a display name. */
const ONE_OF = 100
const WARM = 100
const [EACH_MS, BESIDE_SECONDS] = [1_000, 20]
const SEARCHES_A_SECOND = 20
const SOCKETS = 32

const some = () => ONE_OF * (1 + Math.floor(Math.random() * (accounts / ONE_OF - 1)))
/** What finds one account, or few. */
const searches = {
  'search: end of a user name': () => `search=${username(some()).slice(-6)}`,
  'search: user name': () => `search=${username(some())}`,
  'search: middle of an e-mail address': () => `search=box.${some()}%40exam`,
  'search: e-mail address': () => `search=box.${some()}%40example.org`,
  'search: end of a phone number': () => `search=${String(10_000_000 + some()).slice(-7)}`,
  'search: display name': () => `search=Doe%20${some()}`,
  'search: nothing': () => 'search=nobody.at.all',
}
const lists = {
  'page 1': () => '',
  'page 50,000': () => `page=${Math.min(50_000, accounts / 20)}`,
  domain: () => `domain=${REALM}`,
  'domain and state': () => `domain=${REALM}&activated=true`,
  activated: () => 'activated=true',
  'not activated': () => 'activated=false',
  blocked: () => 'blocked=true',
  administrators: () => 'admin=true',
  'oldest first': () => 'sort=oldest',
  'by name': () => 'sort=name',
  'last log-in first': () => 'sort=last_login',
}
const audit = {
  'audit, all': () => '',
  'audit: account': () => `account=${1 + some()}`,
  'audit: address': () => `account=${username(some())}@${REALM}`,
  'audit: actor': () => 'actor=1',
  'audit: action': () => 'action=createAccount',
  'audit: an action that was not': () => 'action=blockAccount',
  'audit: since': () => 'since=2026-01-01T00:00:00.000000Z',
  'audit: until, and action': () => 'until=2026-01-01T00:10:00.000000Z&action=createAccount',
}
const asked = [
  ...Object.entries({ ...lists, ...searches }).map(([name, query]) => ({ name, path: () => `/api/accounts?${query()}` })),
  ...Object.entries(audit).map(([name, query]) => ({ name, path: () => `/api/audit?${query()}` })),
]

/** Every 100th account can be found by an e-mail address, a phone number and a display name, and each has an entry of the audit log, a second after the other. */
const FINDABLE = `update accounts set email = 'box.' || (id - 1) || '@example.org', phone = '+336' || (10000000 + id - 1), display_name = 'Jane Doe ' || (id - 1)
  where id % ${ONE_OF} = 1 and id > 1`
const entries = (
  at,
  expires,
) => `insert into audit_log (created_at, expires_at, actor_kind, actor_id, actor_address, request_id, action, account_id, account)
  select ${at}, ${expires}, 'admin', 1, '127.0.0.1', 'b', case id % 3 when 0 then 'updateAccount' else 'createAccount' end, id, username || '@' || domain
  from accounts order by id`

const results = {}
const kinds = values.database.split(',')
for (const kind of kinds) {
  const databases = ownDatabases(kind)
  try {
    const url = await databases.make('lists', accounts)
    await (kind === 'sqlite' ? fillSqlite(url.slice('file:'.length)) : fillPostgres(url))
    results[kind] = await measure(url, databases.folder)
  } finally {
    await databases.drop()
  }
  console.log(`\n${kind}: ${accounts} accounts and as many entries of the audit log`)
  console.table(results[kind])
}
if (values.json) {
  const all = { ...(await whereAndWhen(kinds)), accounts, log_ins: logIns, databases: results }
  writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`)
}

async function measure(url, folder) {
  const service = await startService(url, folder)
  try {
    const rows = {}
    for (const { path } of asked) await ask(service, path, { limit: WARM })
    for (const { name, path } of asked) rows[name] = await alone(service, path)
    Object.assign(rows, await besideLogIns(service))
    return rows
  } finally {
    await service.stop()
  }
}

/** As often as it answers, for a second. */
function ask({ port }, path, limit = {}) {
  return load({ port, connections: 1, ms: EACH_MS, session: () => () => get(path(), key), ...limit })
}

async function alone(service, path) {
  await ask(service, path, { limit: WARM })
  const before = service.cpu()
  const { requests, latencies, statuses } = await ask(service, path)
  mustBeAnswered(Object.keys(statuses).map(Number), path())
  return { cpu_ms: round((service.cpu() - before) / requests / 1_000, 2), ...waits(latencies), requests }
}

/** What a search takes while others log in, and what they wait. */
async function besideLogIns({ port }) {
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => open(port)))
  /** @type {Map<unknown, any>} */
  const ofLogIns = new Map(sockets.map((socket, i) => [socket, { next: scenarios.meByDigest.session(accounts)(i), answer: undefined }]))
  const queries = Object.values(searches)
  const every = Math.round((logIns + SEARCHES_A_SECOND) / SEARCHES_A_SECOND)
  /** @type {{ search: number[], logIn: number[] }} */
  const kept = { search: [], logIn: [] }
  const step = async (socket, n, due) => {
    const isSearch = n % every === 0
    if (isSearch) {
      const path = `/api/accounts?${queries[(n / every) % queries.length]()}`
      mustBeAnswered([(await socket.exchange(get(path, key))).status], path)
    } else {
      const session = ofLogIns.get(socket)
      session.answer = await socket.exchange(session.next(session.answer))
      if (![200, 401].includes(session.answer.status)) throw new Error(`a log-in is answered ${session.answer.status}`)
    }
    kept[isSearch ? 'search' : 'logIn'].push(performance.now() - due)
  }
  const rate = logIns + SEARCHES_A_SECOND
  await paced({ sockets, rate, seconds: 5, step }) // warms up
  for (const list of Object.values(kept)) list.length = 0
  await paced({ sockets, rate, seconds: BESIDE_SECONDS, step })
  for (const socket of sockets) socket.close()
  const figures = (list) => ({ ...waits(Float64Array.from(list).sort()), requests: list.length })
  return { [`searches beside ${logIns} log-ins a second`]: figures(kept.search), 'these log-ins': figures(kept.logIn) }
}

function mustBeAnswered(statuses, path) {
  if (statuses.some((status) => status !== 200)) throw new Error(`${path} is answered ${statuses}`)
}

function waits(sorted) {
  const at = (part) => round(sorted[Math.floor((sorted.length - 1) * part)])
  return { p50_ms: at(0.5), p99_ms: at(0.99) }
}

function fillSqlite(file) {
  const db = openFile(file)
  db.transaction(() => {
    db.exec(FINDABLE)
    db.exec(entries("strftime('%Y-%m-%dT%H:%M:%S.000+00:00', '2026-01-01', '+' || id || ' seconds')", "'2099-01-01T00:00:00.000+00:00'"))
  })()
  db.close()
}

async function fillPostgres(url) {
  const { client } = await connectPostgres(url)
  await client.query(FINDABLE)
  await client.query(entries("timestamp '2026-01-01' + id * interval '1 second'", "'2099-01-01'"))
  await client.query('vacuum analyze accounts')
  await client.query('analyze audit_log')
  await client.end()
}
