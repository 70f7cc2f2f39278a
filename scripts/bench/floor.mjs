// The floor: bare node:http with prepared statements of the raw driver, doing the same reads and writes and sending the same bytes, and nothing of
// what makes it a service (no contract, no validation, no errors). Run with the URLs of the database and of Flexisip's Redis, if any; tells its port over
// IPC.
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { Redis } from 'ioredis'
import { portOf } from '../lib/processTree.mjs'
import { openFloor } from './floorDatabase.mjs'
import { registrationKey } from './registrations.mjs'
import { REALM } from './seed.mjs'

const [databaseUrl, registrarUrl] = process.argv.slice(2)
const db = await openFloor(databaseUrl)
const registrar = registrarUrl ? new Redis(registrarUrl) : undefined
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const date = (value) => new Date(value).toISOString().slice(0, 19).replace('T', ' ')

const HEADERS = ['X-Request-Id', 'f100', 'X-Content-Type-Options', 'nosniff', 'Cache-Control', 'no-store']
function reply(res, status, body, extra = [], type = 'application/json') {
  res.writeHead(status, [...HEADERS, ...extra, 'Content-Type', type, 'Content-Length', Buffer.byteLength(body)])
  res.end(body)
}
const present = (a, algorithms) => ({
  id: a.id,
  username: a.username,
  domain: a.domain,
  email: a.email,
  phone: a.phone,
  activated: Boolean(a.activated),
  admin: Boolean(a.admin),
  realm: a.domain,
  ip_address: a.ip_address,
  user_agent: a.user_agent,
  creation_time: date(a.created_at),
  confirmation_key_expires: null,
  passwords: algorithms.map((algorithm) => ({ algorithm })),
  email_changed: null,
})
const one = (rows) =>
  present(
    rows[0],
    rows.map((r) => r.algorithm),
  )
const owner = (req) => db.byKey(sha256(req.headers['x-api-key']))

function challenge(res) {
  const nonce = randomBytes(28).toString('hex')
  const text = `Digest realm="${REALM}", qop="auth", algorithm=SHA-256, nonce="${nonce}", opaque="7833fe58199a1ab96dd0cecc7a0990ca"`
  reply(
    res,
    401,
    JSON.stringify({ message: 'Authenticate with Digest or with an API key.', code: 'unauthenticated', request_id: 'f100' }),
    ['WWW-Authenticate', text],
  )
}

async function me(req, res, write = jsonOf, type = 'application/json') {
  if (req.headers['x-api-key']) return reply(res, 200, write(await owner(req)))
  const [, user] = /^sip:([^@]+)@/.exec(req.headers.from) ?? []
  const rows = await db.byAor(user, REALM)
  const header = req.headers.authorization
  if (!header) return challenge(res)
  const f = Object.fromEntries([...header.slice(7).matchAll(/(\w+)=(?:"([^"]*)"|([^,]*))/g)].map((m) => [m[1], m[2] ?? m[3]]))
  const tail = `${f.nonce}:${f.nc}:${f.cnonce}:auth`
  if (sha256(`${rows[0].password}:${tail}:${sha256(`GET:${req.url}`)}`) !== f.response || !(await db.useNonce(f.nonce, f.nc)))
    return challenge(res)
  const info = `rspauth="${sha256(`${rows[0].password}:${tail}:${sha256(`:${req.url}`)}`)}", qop=auth, cnonce="${f.cnonce}", nc=${f.nc}`
  reply(res, 200, write(rows), ['Authentication-Info', info], type)
}

function device([instance, contact]) {
  const uuid = instance.slice(2, -2)
  const [, expires, updated] = /;expires=(\d+);cseq=\d+;updatedAt=(\d+)/.exec(contact) ?? []
  const [, userAgent, app, version] = /&user-agent=((\w+)\/([^&>]*))/.exec(contact) ?? []
  const at = (seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00')
  const [from, until] = [at(Number(updated)), at(Number(updated) + Number(expires))]
  return [uuid, { uuid, expires_at: until, update_time: from, user_agent: userAgent, app, version, device_name: '' }]
}

const jsonOf = (rows) => JSON.stringify(one(rows))
const entry = ([name, value]) => `<entry name="${name}" overwrite="true">${value}</entry>`
const section = (name, entries) => `<section name="${name}">${Object.entries(entries).map(entry).join('')}</section>`
const documentOf = ([{ username, domain, password, algorithm }]) => {
  const misc = section('misc', { 'contacts-vcard-list': 'http://127.0.0.1:8080/contacts/vcard' })
  const proxy = { reg_identity: `&lt;sip:${username}@${domain}&gt;`, realm: domain, reg_proxy: `&lt;sip:${domain};transport=tls&gt;` }
  const auth = section('auth_info_0', { username, domain, ha1: password, realm: domain, algorithm })
  const all = misc + section('proxy_0', { ...proxy, reg_sendregister: '1', reg_expires: '2592000' }) + auth
  return `<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">${all}</config>`
}

const PENDING = JSON.stringify({
  message: 'Nobody has validated this request yet. Open its page, then ask again.',
  code: 'token_pending',
  request_id: 'f100',
})

async function pending(req, res) {
  const b = await body(req)
  const { validated_at } = await db.request(sha256(b.account_creation_request_token))
  if (validated_at === null) reply(res, 404, PENDING)
  else throw new Error('validated')
}

function body(req) {
  return new Promise((resolve) => {
    let text = ''
    req
      .setEncoding('utf8')
      .on('data', (chunk) => {
        text += chunk
      })
      .on('end', () => resolve(JSON.parse(text)))
  })
}

async function create(req, res, token) {
  const b = await body(req)
  if (!token) await owner(req)
  const row = {
    username: b.username,
    domain: REALM,
    ip: '127.0.0.1',
    now: new Date().toISOString(),
    hash: sha256(`${b.username}:${REALM}:${b.password}`),
  }
  const account = await (token ? db.createWithToken(row, sha256(b.token ?? b.account_creation_token)) : db.create(row))
  reply(res, 200, JSON.stringify({ ...present(account, [b.algorithm]), ...(token ? {} : { confirmation_key: null }) }))
}

async function list(req, res, query) {
  await owner(req)
  const cursor = query.get('cursor')
  const page = Number(query.get('page') ?? 1)
  const rows =
    cursor === null ? await db.page(20, (page - 1) * 20) : await db.after(Number(Buffer.from(cursor, 'base64url').toString().slice(1)), 21)
  const accounts = new Map()
  for (const row of rows) accounts.set(row.id, [...(accounts.get(row.id) ?? []), row])
  const data = [...accounts.values()].slice(0, 20).map(one)
  if (cursor !== null)
    return reply(
      res,
      200,
      JSON.stringify({
        data,
        next_cursor: accounts.size > 20 ? Buffer.from(`a${data[data.length - 1].id}`).toString('base64url') : null,
        per_page: 20,
      }),
    )
  const total = await db.count()
  const link = (n) => ({ url: `http://localhost/api/accounts?page=${n}`, label: String(n), active: n === page })
  reply(
    res,
    200,
    JSON.stringify({
      current_page: page,
      data,
      total,
      per_page: 20,
      last_page: Math.ceil(total / 20),
      from: 1,
      to: 20,
      path: 'http://localhost/api/accounts',
      links: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(link),
    }),
  )
}

const server = createServer(async (req, res) => {
  const [path, query] = (req.url ?? '').split('?')
  if (path === '/api/ping') return reply(res, 200, 'pong', [], 'text/plain')
  if (path === '/api/accounts/me') return me(req, res)
  if (path === '/api/accounts') return req.method === 'POST' ? create(req, res) : list(req, res, new URLSearchParams(query))
  if (path === '/api/accounts/with-token' || path === '/api/accounts/with-account-creation-token') return create(req, res, true)
  if (path === '/provisioning/me') return me(req, res, documentOf, 'application/xml')
  if (path === '/api/account_creation_tokens/using-account-creation-request-token') return pending(req, res)
  if (path === '/api/accounts/me/devices') {
    await owner(req)
    const contacts = registrar ? await registrar.hgetall(registrationKey(0)) : {}
    return reply(res, 200, JSON.stringify(Object.fromEntries(Object.entries(contacts).map(device))))
  }
  const parts = path.split('/')
  if (parts[4] === 'info') {
    const rows = await db.byAor(parts[3].split('@')[0], REALM)
    return reply(res, 200, JSON.stringify({ activated: Boolean(rows[0].activated), realm: rows[0].domain }))
  }
  await owner(req)
  reply(res, 200, JSON.stringify({ ...one(await db.byId(Number(parts[3]))), confirmation_key: null }))
})
server.keepAliveTimeout = 65_000
server.listen(0, '127.0.0.1', () => process.send?.({ port: portOf(server) }))
