// node test/deploy/proxy.mjs nginx|caddy|haproxy
// Runs the service behind a reverse proxy with its file from deploy/, on the ports that stand there, and prints what holds. It takes a network of its own:
// `unshare --net`, as main.mjs calls it. Exit code 1 if something does not hold.
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { register } from 'tsx/esm/api'
import { cli, startService, until } from '../torture/lib/service.mjs'
import { HOST, PROXIES, startProxy } from './lib/proxies.mjs'
import { startRelay } from './lib/relay.mjs'

const [name = ''] = process.argv.slice(2)
if (!(name in PROXIES)) throw new Error(`say which: ${Object.keys(PROXIES).join(', ')}`)
execFileSync('ip', ['link', 'set', 'lo', 'up'])
const folder = mkdtempSync(join(tmpdir(), `proxy-${name}-`))
process.env.TEST_SEEN = join(folder, 'seen')
register() // the tests' own clients are TypeScript
const [{ TlsClient }, { PanelClient }, { testCertificate }] = await Promise.all([
  import('./lib/tlsClient.mjs'),
  import('../support/panel.ts'),
  import('../support/tls.ts'),
])

/** @type {any} */
const BOB = { username: 'bob.builder', domain: 'sip.example.org', password: 'builder-42', algorithm: 'SHA-256' }
/** @type {any} */
const CAROL = { username: 'carol.singer', domain: 'sip.example.org', password: 's1nger-secret', algorithm: 'MD5' }
/** @type {any} */
const ALICE = { username: 'alice.admin', domain: 'sip.example.org', password: 'a long password of alice' }
const ME = '/api/accounts/me'
/** Longer than every proxy here keeps a connection to the service, and than nginx and HAProxy keep one to a client. */
const IDLE_S = 62

let failed = 0
/** @param {string} what @param {boolean} holds @param {unknown} [seen] */
function claim(what, holds, seen = '') {
  if (!holds) failed++
  console.log(`${holds ? 'holds ' : 'FAILED'}  ${name}: ${what}${seen === '' ? '' : ` (${seen})`}`)
}

const certificate = testCertificate(HOST)
const env = {
  ...{ DATA_DIR: join(folder, 'data'), SECRET: 'a secret of both processes', PUBLIC_URL: `https://${HOST}`, TRUST_PROXY: '1' },
  ...{ STOP_DELAY: '5', LOG_LEVEL: 'info', RATE_LIMIT: 'off' },
}
const services = []
const relays = []
let proxy
try {
  for (const { username, password, algorithm } of [BOB, CAROL])
    await cli(env, 'create-account', '--username', username, '--password', password, '--algorithm', algorithm, '--activated')
  const { api_key: key } = await cli(env, 'create-admin', '--username', ALICE.username, '--password', ALICE.password)
  for (let i = 0; i < PROXIES[name].backends; i++) {
    services.push(await startService(folder, { ...env, PORT: String(18080 + i) }))
    relays.push(await startRelay(8080 + i, 18080 + i))
  }
  proxy = await startProxy(name, folder, certificate)
  const client = new TlsClient(certificate.cert)
  await until('the service through the proxy', async () => (await client.raw('GET', '/api/ping')).status === 200)
  await check(client, key)
  client.close()
} catch (error) {
  claim(`it goes on (${error.stack})`, false, proxy?.said().slice(-2_000))
} finally {
  await proxy?.stop()
  for (const relay of relays) relay.close()
  for (const service of services) await service.kill()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failed > 0 ? 1 : 0

async function check(client, key) {
  const { status, location } = await plainRequest('/login?next=%2F')
  claim('http leads to https', status > 300 && status < 400 && location === `https://${HOST}/login?next=%2F`, `${status} ${location}`)
  const ping = await client.raw('GET', '/api/ping')
  claim('https is answered, and stays', ping.status === 200 && /max-age=31536000/.test(ping.header('strict-transport-security') ?? ''))
  await digest(client)
  const byKey = await client.raw('GET', '/api/accounts?per_page=1', { headers: { 'x-api-key': key } })
  claim('an API key is taken', byKey.status === 200)
  await panel(client)
  await targets(client)
  await addresses()
  await keepAlive()
  if (services.length > 1) await stopOfOne(client)
}

/** @returns {Promise<{ status: number, location: string | undefined }>} */
function plainRequest(path) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: 80, path, headers: { host: HOST } }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location })
    })
    request.on('error', reject).end()
  })
}

async function digest(client) {
  for (const person of [BOB, CAROL]) {
    const { status, body } = await client.get(ME, { as: person })
    claim(`a digest by ${person.algorithm} logs in`, status === 200 && body.username === person.username, status)
  }
  // a proxy that decodes or cleans the target makes these 400 digest_uri_mismatch
  const odd = [`${ME}?a=%2F%20b&c=d+e`, `${ME}/devices/urn%3Auuid%3A0000%2F1`, `${ME}/devices/%22%3Curn:uuid:1%3E%22`]
  for (const path of odd) {
    const method = path.includes('?') ? 'GET' : 'DELETE'
    const { status, body } = await client.send(method, path, { as: BOB })
    claim(`a digest over ${path} logs in`, ![400, 401].includes(status), `${status} ${body?.code ?? ''}`)
  }
  const ca = join(folder, 'ca.crt')
  writeFileSync(ca, certificate.cert)
  const args = ['--silent', '--show-error', '--http2', '--cacert', ca, '--resolve', `${HOST}:443:127.0.0.1`, '--digest', '--user']
  args.push(`${BOB.username}:${BOB.password}`, '--header', `From: sip:${BOB.username}@${BOB.domain}`, '--write-out', ' %{http_version}')
  // not execFileSync: the relay is in this process
  const { stdout: said } = await promisify(execFile)('curl', [...args, `https://${HOST}${ME}`])
  claim('curl logs in by digest over HTTP/2', said.includes(`"username":"${BOB.username}"`) && said.endsWith(' 2'), said.slice(-300))
}

async function panel(client) {
  const bob = new PanelClient({ api: client })
  await bob.logIn(BOB)
  const cookies = [...bob.cookies.keys()]
  claim('the panel is logged in to', await bob.isIn(), cookies.join(', '))
  claim('its cookies are for https alone', cookies.length > 0 && cookies.every((cookie) => cookie.startsWith('__Host-')))
  const alice = new PanelClient({ api: client })
  await alice.logIn(ALICE)
  const file = (megabytes) => {
    // of a column that is skipped
    const rows = Array.from({ length: 2_000 }, (_, i) => `imported.${i},${'x'.repeat(500 * megabytes - 16)}`)
    return { name: 'accounts.csv', bytes: Buffer.from(`username,created\n${rows.join('\n')}\n`) }
  }
  await alice.get('/bulk/import')
  const taken = await alice.upload('/bulk/import', { domain: BOB.domain, existing: 'skip', activated: 'on' }, file(4.8))
  claim('a file of 4.8 MB is imported', taken.status === 303 && /^\/bulk\/\d+$/.test(taken.header('location') ?? ''), taken.status)
  const refused = await alice.upload('/bulk/import', {}, file(7)).catch((error) => ({ status: error.code }))
  claim('one of 7 MB is refused', [413, 'EPIPE', 'ECONNRESET'].includes(refused.status), refused.status)
}

/** What a service answers directly, it answers through the proxy. */
async function targets(client) {
  const long = [4_000, 8_000].map((length) => `/api/accounts/${'x'.repeat(length)}@sip.example.org/info`)
  const paths = [
    ...long,
    '/api//ping',
    '/api/./ping',
    '/api/ping/',
    '/api/%70ing',
    '/api/accounts/a%2Fb@sip.example.org/info',
    '/api/ping?',
  ]
  const { port } = services[0]
  for (const path of paths) {
    const direct = await new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path, headers: { host: HOST } }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      request.on('error', reject).end()
    })
    const { status } = await client.raw('GET', path)
    const shown = path.length > 60 ? `a target of ${path.length} characters` : path
    claim(`${shown} is answered as without the proxy`, status === direct, `${status}, ${direct}`)
  }
}

/** The log names the address of the client, whatever it says of itself. */
async function addresses() {
  const client = new TlsClient(certificate.cert, '127.0.0.5')
  /** @type {Record<string, Record<string, string>>} */
  const lies = {
    nothing: {},
    'an address': { 'x-forwarded-for': '203.0.113.9' },
    'several addresses': { 'x-forwarded-for': '203.0.113.9, 127.0.0.1, 203.0.113.10' },
    'other headers': { 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9', 'cf-connecting-ip': '203.0.113.9' },
  }
  for (const [what, headers] of Object.entries(lies)) {
    const id = (await client.raw('GET', '/api/ping', { headers })).header('x-request-id')
    const line = await until('its line in the log', () =>
      services
        .flatMap((service) => service.log().split('\n'))
        .find((text) => text.includes(`"request_id":"${id}"`) && text.includes('"event":"request"')),
    )
    const { address } = JSON.parse(line)
    claim(`the client's address is seen, though it claims ${what}`, address === '127.0.0.5', address)
  }
  client.close()
}

function opened() {
  return relays.reduce((sum, relay) => sum + relay.connections(), 0)
}

async function keepAlive() {
  const client = new TlsClient(certificate.cert)
  const before = opened()
  for (let i = 0; i < 50; i++) await client.raw('GET', '/api/ping')
  const upstream = opened() - before
  claim('50 requests take one connection of the client', client.opened === 1, client.opened)
  claim('and few to the service', upstream <= 2 * services.length, upstream)
  const burst = () => Promise.all(Array.from({ length: 10 }, () => client.raw('GET', '/api/ping').then(({ status }) => status)))
  await burst()
  await new Promise((resolve) => setTimeout(resolve, IDLE_S * 1000))
  const again = new TlsClient(certificate.cert)
  const statuses = []
  // now and then for five seconds: the service ends idle connections after 65
  for (let i = 0; i < 50; i++) {
    statuses.push((await again.raw('GET', '/api/ping')).status)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  claim(
    `after ${IDLE_S} idle seconds no connection is used that ends`,
    statuses.every((status) => status === 200),
    statuses.length,
  )
  client.close()
  again.close()
}

/** One process stops while requests come: the proxy learns it within STOP_DELAY. */
async function stopOfOne(client) {
  let stopped = false
  const statuses = {}
  const [first] = services
  const stopping = first.stop().then(() => (stopped = true))
  const beyond = performance.now() + 10_000
  while (!stopped || performance.now() < beyond) {
    const { status } = await client.raw('GET', '/api/ping').catch((error) => ({ status: error.code }))
    statuses[status] = (statuses[status] ?? 0) + 1
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await stopping
  claim('while one of two processes stops, no request fails', Object.keys(statuses).join() === '200', JSON.stringify(statuses))
}
