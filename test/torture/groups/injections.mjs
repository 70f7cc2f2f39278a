// Strings that mean something to somebody, in every field that takes a string: they are kept or refused, and have no effect.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { operations } from '../../support/contract.ts'
import { PanelClient } from '../../support/panel.ts'
import { tally } from '../lib/claims.mjs'
import { injections, MARKER } from '../lib/injections.mjs'
import { DOMAIN, makePeople } from '../lib/people.mjs'
import { stringFields } from '../lib/schemas.mjs'
import { ownRedis } from '../lib/servers.mjs'

const LIMITS = {
  SMS_DAILY_PER_NUMBER: '1000000',
  SMS_DAILY_PER_RANGE: '1000000',
  SMS_DAILY_PER_ADDRESS: '1000000',
  SMS_DAILY_LIMIT: '100000000',
  TOKENS_PER_DEVICE: '1000000',
}
const WHOLE = {
  username: 'somebody.x',
  password: 'secret-1',
  algorithm: 'MD5',
  token: 'tOk3nFr0mPu5h',
  account_creation_token: 'tOk3nFr0mPu5h',
  account_creation_request_token: 'tOk3nFr0mAsk1',
  pn_provider: 'fcm',
  pn_param: 'project',
  pn_prid: 'device',
  code: '1234',
  email: 'x@example.org',
  phone: '+33612345678',
}
const PATHS = [
  (s) => ['GET', `/api/accounts/${s}/info`],
  (s) => ['POST', `/api/accounts/${s}/activate/email`, { code: '1234' }],
  (s) => ['POST', `/api/accounts/${s}%40${DOMAIN}/activate/phone`, { code: '1234' }],
  (s) => ['GET', `/api/accounts/${s}`],
  (s) => ['GET', `/api/accounts/me/devices/${s}`],
  (s) => ['GET', `/api/accounts?search=${s}`],
  (s) => ['GET', `/api/accounts?domain=${s}`],
  (s) => ['GET', `/api/accounts?cursor=${s}`],
  (s) => ['GET', `/api/accounts?${s}=${s}`],
  (s) => ['GET', `/api/accounts/auth_token/${s}/attach`],
  (s) => ['GET', `/api/accounts/me/api_key/${s}`],
  (s) => ['GET', `/api/provisioning/${s}?reset_password=${s}`],
  (s) => ['GET', `/provisioning/qrcode/${s}?format=${s}`],
]
/** Pages that read their address. */
const PAGES = [
  (s) => `/accounts?search=${s}`,
  (s) => `/accounts?page=${s}&domain=${s}&state=${s}&role=${s}`,
  (s) => `/accounts?${s}=${s}`,
  (s) => `/accounts/${s}`,
  (s) => `/keys/${s}/revoke`,
  (s) => `/login?next=${s}`,
  (s) => `/activate?account=${s}`,
  (s) => `/confirm-email?account=${s}&code=${s}`,
  (s) => `/creation_token/check/${s}`,
  (s) => `/recovery/phone/${s}?phone=${s}`,
  (s) => `/recovery/link?account=${s}&code=${s}`,
  (s) => `/reset_password/${s}`,
  (s) => `/provisioning/${s}?reset_password=${s}`,
  (s) => `/provisioning/me?${s}=${s}`,
  (s) => `/auth_tokens/auth/external/${s}`,
  (s) => `/${s}`,
]
/** Page and field of the panel's forms; `of` says who is logged in. */
const FORMS = [
  ['/login', 'username'],
  ['/login', 'password'],
  ['/login', 'next'],
  ['/register/email', 'username'],
  ['/register/email', 'email'],
  ['/register/email', 'domain'],
  ['/register/email', 'password'],
  ['/activate', 'account'],
  ['/activate', 'code'],
  ['/recovery', 'email'],
  ['/recovery', 'username'],
  ['/recovery', 'phone'],
  ['/recovery', 'account_recovery_token'],
  ['/recovery/confirm', 'code'],
  ['/recovery/confirm', 'state'],
  ['/recovery/link', 'account'],
  ['/recovery/link', 'code'],
  ['/recovery/password', 'state'],
  ['/email', 'email'],
  ['/phone', 'phone'],
  ['/password', 'old'],
  ['/accounts/new', 'username'],
  ['/accounts/new', 'email'],
  ['/accounts/new', 'phone'],
  ['/accounts/new', 'domain'],
  ['/accounts/new', 'algorithm'],
]
const FORM = {
  username: 'somebody.y',
  password: 'secret-1',
  repeat: 'secret-1',
  old: 'secret-0',
  new: 'secret-2',
  email: 'y@example.org',
  phone: '+33612345679',
  domain: DOMAIN,
  algorithm: 'MD5',
  account: `somebody.y@${DOMAIN}`,
  code: '1234',
}

export async function run(t) {
  const registrar = await ownRedis()
  t.after(() => registrar.remove())
  await t.serve({ ...LIMITS, OPEN_REGISTRATION: 'on', CAPTCHA: 'off', REGISTRAR_URL: registrar.url })
  rmSync(MARKER, { force: true })
  const strings = injections(t.times(500, 12), t.random.below)
  const canaries = await makePeople(t, 20, { prefix: 'canary' })
  const before = await snapshot(t, canaries)
  // before wrong passwords of all sorts have slowed the account down
  const admin = new PanelClient({ api: t.api })
  const { status } = await admin.logIn({ ...t.admin, domain: DOMAIN })
  if (status >= 400) throw new Error(`the administrator's log-in answered ${status}`)
  await api(t, strings)
  await headers(t, strings)
  await panel(t, strings, admin)
  await prototypes(t)

  const effects = t.claim('the database is as it was, no command was run, nobody gained a role')
  const after = await snapshot(t, canaries)
  effects.check(after.schema === before.schema, 'the schema changed')
  effects.check(after.canaries === before.canaries, () => `accounts of others changed: ${before.canaries} → ${after.canaries}`)
  effects.check(!existsSync(MARKER), `${MARKER} was made: a shell ran`)
  const admins = await t.db.rows('select username from accounts where admin = true')
  effects.check(admins.length === 1, () => `administrators: ${admins.map(({ username }) => username)}`)
  await messages(t)
  await t.service.stop()
  logs(t)
}

async function snapshot(t, canaries) {
  const rows = await t.db.rows(
    `select a.*, p.algorithm, p.password from accounts a join passwords p on p.account_id = a.id where a.id in (${canaries.map(({ id }) => id)}) order by a.id`,
  )
  return { schema: await t.db.schema(), canaries: JSON.stringify(rows) }
}

const unharmed = ({ status, text, headers }) => {
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`
  if (headers.some(([name, value]) => name === 'x-injected' || (name === 'set-cookie' && /^injected=/.test(value))))
    return 'a header was injected'
  return undefined
}

async function api(t, strings) {
  const fields = stringFields(operations)
  const claim = t.claim(
    `${strings.length} injection strings in ${fields.length} body fields and ${PATHS.length} places of a URL: no 5xx, no header`,
  )
  const statuses = []
  await claim.each(
    fields.flatMap((field) => strings.map((text) => ({ ...field, text }))),
    16,
    async ({ operation: { method, path }, field, text }) => {
      const url = `/api${path.replace('{sip}', `canary.000000@${DOMAIN}`)}`
      // lone surrogates reach the service as \ud800 in JSON
      const response = await t.api.raw(method.toUpperCase(), url, { headers: t.key, body: JSON.stringify({ ...WHOLE, [field]: text }) })
      statuses.push(response.status)
      const fault = unharmed(response)
      return fault && `${path} ${field} ${JSON.stringify(text)}: ${fault}`
    },
  )
  await claim.each(
    PATHS.flatMap((place) => strings.map((text) => place(encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '�')).slice(0, 6_000)))),
    16,
    async ([method, path, body]) => {
      const response = await t.api.raw(method, path, { headers: t.key, ...(body && { body }) })
      statuses.push(response.status)
      const fault = unharmed(response)
      return fault && `${method} ${path}: ${fault}`
    },
  )
  claim.seen = tally(statuses)
}

async function headers(t, strings) {
  const names = ['from', 'user-agent', 'accept-language', 'x-api-key', 'accept', 'x-forwarded-for', 'origin', 'cookie']
  const claim = t.claim(`${strings.length} injection strings in ${names.length} headers: no 5xx, no header`)
  const fit = strings
    .map((text) =>
      Buffer.from(text, 'utf8')
        .toString('latin1')
        .replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ')
        .trim(),
    )
    .filter(Boolean)
  await claim.each(
    names.flatMap((name) => fit.map((text) => [name, text])),
    16,
    async ([name, text], i) => {
      const body = { username: `header.${i}`, password: 'secret-1', algorithm: 'MD5' }
      const response = await t.api.raw('POST', '/api/accounts', { headers: { ...t.key, [name]: text }, body })
      const fault = unharmed(response)
      return fault && `${name}: ${text}: ${fault}`
    },
  )
}

async function panel(t, strings, admin) {
  const claim = t.claim(
    `${strings.length} injection strings in ${FORMS.length} fields and ${PAGES.length} addresses of the panel: shown as text, no 5xx`,
  )
  const visitor = new PanelClient({ api: t.api })
  /** raw markup in a page is markup */
  const shown = (response, text) => {
    const fault = unharmed(response)
    if (fault) return fault
    if (/[<>]/.test(text) && response.text.includes(text)) return 'shown as markup'
    // what stands inside quoted values is text
    if (/<[^>]*\son(error|load)\s*=/i.test(response.text.replace(/="[^"]*"/g, '=""'))) return 'an attribute was made'
    const to = response.header('location')
    if (to !== undefined && !/^\/[a-z0-9/?=&%.+-]*$/i.test(to)) return `leads to ${to}`
    return undefined
  }
  for (const [path, field] of FORMS) {
    const who = /^\/(login|register.*|activate|recovery.*)$/.test(path) ? visitor : admin
    await who.get(path)
    await claim.each(strings, 4, async (text, i) => {
      const fields = { ...FORM, ...(field !== 'username' && { username: `somebody.${path.length}.${i}` }), [field]: text }
      const response = await who.post(path, fields)
      const fault = shown(response, text)
      return fault && `${path} ${field} ${JSON.stringify(text)}: ${fault}`
    })
  }
  for (const page of PAGES) {
    await claim.each(strings, 4, async (text) => {
      const path = page(encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '�')).slice(0, 6_000))
      const response = await admin.get(path)
      const fault = shown(response, text)
      return fault && `${path}: ${fault}`
    })
  }
  // what was stored on the way: user agents and addresses stand on the page of each account
  const stored = await t.db.rows("select id, user_agent from accounts where username like 'header.%' order by id")
  await claim.each(
    stored.filter((_, i) => i % 5 === 0),
    4,
    async ({ id, user_agent }) => {
      const response = await admin.get(`/accounts/${id}`)
      const fault = response.status === 200 ? shown(response, user_agent ?? '') : `${response.status}`
      return fault && `/accounts/${id}: ${fault}`
    },
  )
}

async function prototypes(t) {
  const bodies = [
    '{"__proto__":{"admin":true,"activated":true},',
    '{"constructor":{"prototype":{"admin":true,"activated":true}},',
    '{"__proto__.admin":true,"__proto__":true,',
    '{"prototype":{"admin":true},"hasOwnProperty":1,"toString":null,"then":"x",',
  ]
  await t.claim('__proto__ and its kin in a body give nobody a role').each(bodies, 1, async (start, i) => {
    const rest = `"username":"proto.type.${i}","password":"secret-1","algorithm":"MD5"}`
    const { status, text, body } = await t.api.post('/api/accounts', start + rest, { headers: t.key })
    if (status === 400) return undefined // refused as a whole
    if (status !== 200) return `${status}: ${text}`
    const after = await t.api.post(
      '/api/accounts',
      { username: `after.proto.${i}`, password: 'secret-1', algorithm: 'MD5' },
      { headers: t.key },
    )
    return body.admin || body.activated || after.body.admin || after.body.activated ? 'an account with more than was asked for' : undefined
  })
}

async function messages(t) {
  const claim = t.claim('each message goes to one address, and has one line as its subject')
  const folder = join(t.dataDir, 'outbox')
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const { channel, to, subject = '' } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const one = channel === 'push' || (channel === 'sms' ? /^\+\d{6,15}$/.test(to) : /^[^\s,;<>()]+@[^\s,;<>@()]+$/.test(to))
    claim.check(one && !/[\r\n]/.test(subject), `${name}: ${JSON.stringify({ to, subject })}`)
  }
}

/** One JSON object per line, and none that we forged. */
function logs(t) {
  const claim = t.claim('the log is one JSON object per line, none of them forged')
  for (const line of t.service.log().split('\n')) {
    if (line === '' || line.startsWith('  ')) continue // the greeting
    let parsed
    try {
      parsed = JSON.parse(line)
    } catch {}
    claim.check(parsed?.time > 0 && parsed.msg !== 'forged' && parsed.level < 50, line.slice(0, 300))
  }
}
