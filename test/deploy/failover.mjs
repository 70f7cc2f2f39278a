// node test/deploy/failover.mjs [--rate 200] [--rounds 5] [--accounts 2000] [--detection 3]
// A primary with a synchronous standby behind HAProxy with its file from deploy/, three processes of the service before it. The primary is killed under load
// and the standby promoted, again and again. It takes a network of its own: `unshare --net`, as main.mjs calls it. Exit code 1 if something does not hold.
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { authorization } from '../../scripts/bench/scenarios.mjs'
import { API_KEY, PASSWORD, REALM, seed, username } from '../../scripts/bench/seed.mjs'
import { open } from '../../scripts/lib/httpLoad.mjs'
import { paced } from '../../scripts/lib/pacedLoad.mjs'
import { generator, quantile } from '../torture/lib/claims.mjs'
import { cli, startService, until } from '../torture/lib/service.mjs'
import { PostgresNode, query } from './lib/postgresNode.mjs'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    accounts: { type: 'string', default: '2000' },
    /** seconds until somebody has noticed that the primary is gone */
    detection: { type: 'string', default: '3' },
  },
})
const [rate, rounds, accounts, detection] = [values.rate, values.rounds, values.accounts, values.detection].map(Number)
const SERVICES = 3
const SOCKETS = 300
/** Seconds within which everything must work again. */
const BACK = 10
/** Seconds of a round: calm, until the kill, and until the machine that was killed is there as a standby again. */
const [CALM, ROUND] = [3, 3 + BACK + 5]
const ADDRESSES = ['10.0.0.1', '10.0.0.2']
/** By HAProxy. */
const [PRIMARY, STANDBY] = [5000, 5001].map((port) => `postgresql://postgres@127.0.0.1:${port}/postgres`)
const SCHEMA = 'accounts'
const inSchema = (/** @type {string} */ url) => `${url}?schema=${SCHEMA}`
const HAPROXY_FILE = join(import.meta.dirname, '..', '..', 'deploy', 'haproxy', 'postgresql.cfg')

execFileSync('ip', ['link', 'set', 'lo', 'up'])
for (const address of ADDRESSES) execFileSync('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'])
const folder = mkdtempSync(join(tmpdir(), 'failover-'))
chmodSync(folder, 0o755)
const number = (/** @type {string} */ what) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
const user = process.getuid?.() === 0 ? { uid: number('-u'), gid: number('-g') } : undefined
const nodes = ADDRESSES.map((address) => new PostgresNode(folder, address, user))
const services = []
/** @type {import('node:child_process').ChildProcess | undefined} */
let haproxy
try {
  process.exitCode = (await trial()) ? 0 : 1
} finally {
  for (const service of services) await service.kill()
  haproxy?.kill('SIGTERM')
  for (const node of nodes) await node.close()
  rmSync(folder, { recursive: true, force: true })
}

async function trial() {
  let [primary, standby] = nodes
  await primary.makePrimary()
  const base = { DATA_DIR: join(folder, 'data'), SECRET: 'a secret that all processes have', RATE_LIMIT: 'off' }
  await cli({ ...base, DATABASE_URL: inSchema(primary.url) }, 'migrate')
  await seed(inSchema(primary.url), accounts)
  await standby.follow(primary)
  haproxy = spawn('haproxy', ['-db', '-f', HAPROXY_FILE], { stdio: ['ignore', 'ignore', 2] })
  const env = { ...base, DATABASE_URL: inSchema(PRIMARY), READ_DATABASE_URL: inSchema(STANDBY), LOG_LEVEL: 'info' }
  for (const url of [PRIMARY, STANDBY]) await until(`HAProxy to reach ${url}`, () => query(url, 'select 1'))
  for (let i = 0; i < SERVICES; i++) services.push(await startService(folder, env))
  const returns = await late(standby)
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, (_, i) => open(services[i % SERVICES].port)))

  const seen = watch()
  const outages = []
  const load = paced({ sockets, rate, seconds: rounds * ROUND + CALM, step: mix(seen.record).step })
  await Promise.all([load, failures()])
  for (const socket of sockets) socket.close()
  return report(seen, outages, primary, returns)

  async function failures() {
    for (let round = 0; round < rounds; round++) {
      const kill = round * ROUND + CALM
      await seen.second(kill)
      const killed = seen.now()
      await primary.kill()
      await seen.second(kill + detection)
      await standby.promote()
      const promoted = seen.now()
      await seen.second(kill + BACK)
      ;[primary, standby] = [standby, primary]
      await standby.follow(primary)
      outages.push({ killed, promoted, joined: seen.now() })
    }
  }
}

/** A standby that receives and does not replay: lists come from the primary once it is a minute behind. @returns whether they come from it again */
async function late(standby) {
  const service = services[0]
  const key = { 'x-api-key': API_KEY }
  /** @returns {Promise<any>} */
  const list = async () => (await fetch(`${service.url}/api/accounts?search=made.late`, { headers: key })).json()
  await standby.query('select pg_wal_replay_pause()')
  const body = JSON.stringify({ username: 'made.late', password: PASSWORD, algorithm: 'SHA-256', activated: true })
  await fetch(`${service.url}/api/accounts`, { method: 'POST', headers: { ...key, 'content-type': 'application/json' }, body })
  const { total } = await list()
  const began = performance.now()
  await until('lists to come from the primary', async () => (await list()).total === 1, 90_000)
  const seconds = (performance.now() - began) / 1_000
  await standby.query('select pg_wal_replay_resume()')
  await until('lists to come from the standby again', async () => {
    await list()
    return service.log().includes('replica_back')
  })
  console.log(`a standby that replayed nothing: lists came from it for ${seconds.toFixed(0)} s`)
  return total === 0
}

/** What is asked: reads of both databases, log-ins, and accounts that are made. */
function mix(record) {
  const below = generator(1)
  const key = `x-api-key: ${API_KEY}\r\n`
  const ME = '/api/accounts/me'
  const lists = ['?per_page=20', `?search=${username(7)}`, '?activated=true&cursor=']
  /** @type {[kind: string, weight: number, step: (ask: any, n: number) => Promise<unknown>][]} */
  const kinds = [
    ['me, by key', 3, (ask) => ask(request('GET', ME, key))],
    ['one account', 2, (ask) => ask(request('GET', `/api/accounts/${1 + below(accounts)}`, key))],
    ['list', 2, (ask) => ask(request('GET', `/api/accounts${lists[below(lists.length)]}`, key))],
    ['new account', 3, create],
    ['log-in', 2, logIn],
  ]
  /** @type {typeof kinds} */
  const turns = kinds.flatMap((kind) => Array(kind[1]).fill(kind))
  return {
    async step(socket, n, due) {
      const [kind, , step] = turns[below(turns.length)]
      await step(async (text, expected = 200, about = undefined) => {
        const answer = await socket.exchange(text)
        record({ kind, answer, expected, about, took: performance.now() - due })
        return answer
      }, n)
    },
  }

  function create(ask, n) {
    const body = JSON.stringify({ username: `made.${n}`, password: PASSWORD, algorithm: 'SHA-256', activated: true })
    return ask(request('POST', '/api/accounts', key, body), 200, `made.${n}`)
  }

  async function logIn(ask) {
    const name = username(below(accounts))
    const { status, head } = await ask(request('GET', ME, `From: sip:${name}@${REALM}\r\n`), 401)
    if (status === 401) await ask(request('GET', ME, authorization(head, name, ME, 1)))
  }
}

function request(method, path, headers, body = '') {
  const content = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nHost: failover\r\n${headers}${content}\r\n${body}`
}

function watch() {
  const began = performance.now()
  const now = () => (performance.now() - began) / 1_000
  const answers = []
  return {
    now,
    answers,
    second: (second) => pause(Math.max(0, second - now()) * 1_000),
    record({ kind, answer: { status, head, body }, expected, about, took }) {
      const waits = status === 503 && /\r\nretry-after: \d+/i.test(head)
      const fault = status === expected || waits ? undefined : `${now().toFixed(1)} s  ${kind}: ${status} ${body.slice(0, 200)}`
      answers.push({ at: now(), kind, ok: status === expected, about, took, fault })
    },
  }
}

async function report({ answers }, outages, primary, returns) {
  const faults = answers.filter(({ fault }) => fault !== undefined)
  const refused = answers.filter(({ ok, fault }) => !ok && fault === undefined)
  console.log(`${rate} steps a second, ${SERVICES} processes, ${rounds} primaries killed, each noticed after ${detection} s`)
  const lasted = outages.map(({ killed, promoted, joined }, i) => {
    const end = outages[i + 1]?.killed ?? Number.POSITIVE_INFINITY
    const last = Math.max(killed, ...refused.filter(({ at }) => at >= killed && at < end).map(({ at }) => at))
    console.log(
      `killed at ${killed.toFixed(1)} s: promoted ${(promoted - killed).toFixed(1)} s later, last 503 after ${(last - killed).toFixed(1)} s, second one back after ${(joined - killed).toFixed(1)} s`,
    )
    return last - killed
  })
  const calm = answers.filter(({ at }) => outages.every(({ killed }) => at < killed || at > killed + BACK)).map(({ took }) => took)
  console.log(
    `${answers.length} answers, ${refused.length} of them 503 with Retry-After; p99 between failures ${quantile(calm, 0.99).toFixed(1)} ms`,
  )
  for (const { fault } of faults.slice(0, 10)) console.log(`  ${fault}`)
  const made = answers.filter(({ kind, ok }) => kind === 'new account' && ok).map(({ about }) => about)
  const there = new Set(
    (await primary.query(`select username from ${SCHEMA}.accounts where username like 'made.%'`)).map((row) => row.username),
  )
  const audited = new Set(
    (await primary.query(`select account from ${SCHEMA}.audit_log where action = 'createAccount'`)).map((row) => row.account),
  )
  const lost = made.filter((name) => !there.has(name) || !audited.has(`${name}@${REALM}`))
  const claims = [
    ['every answer is the expected one, or 503 with Retry-After', faults.length === 0],
    [`no acknowledged account is lost, nor its entry in the audit log, of ${made.length}`, made.length > 0 && lost.length === 0],
    [`everything works again ${BACK} s after each kill`, lasted.length === rounds && lasted.every((seconds) => seconds <= BACK)],
    ['each failure was noticed', refused.length > 0],
    ['lists come from the primary while the standby is over a minute behind, and from the standby again afterwards', returns],
  ]
  for (const [claim, holds] of claims) console.log(`${holds ? 'holds ' : 'FAILED'}  ${claim}`)
  return claims.every(([, holds]) => holds)
}
