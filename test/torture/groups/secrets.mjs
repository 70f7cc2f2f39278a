// Everything that the whole run said is searched for everything that it must never say. Runs last.
import { execFile } from 'node:child_process'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ApiClient } from '../../support/client.ts'
import { PanelClient } from '../../support/panel.ts'
import { everyAppFlow } from '../lib/appSecrets.mjs'
import { dump } from '../lib/database.mjs'
import { DOMAIN, ha1Of } from '../lib/people.mjs'
import { refusingPostgres, refusingRedis, refusingSmtp } from '../lib/refusing.mjs'
import { sentTo, startService } from '../lib/service.mjs'

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'dist', 'program', 'cli.js')

export async function run(t) {
  await t.serve({ LOG_LEVEL: 'trace', OPEN_REGISTRATION: 'on', CAPTCHA: 'off' })
  t.secret('HA1', ha1Of({ ...t.admin, domain: DOMAIN }, 'SHA-256'), { table: 'passwords' })
  /** four digits are found in every log: they are searched as values */
  const pins = new Set()
  await everyFlow(t, pins)
  await everyAppFlow(t, pins)
  await everyExport(t)
  await farEndsThatFail(t)
  await farEndsThatRefuse(t)
  const said = await commands(t)
  await t.service.stop()

  const search = searcher(t.secrets)
  await scanFile(
    t.claim('no secret in any answer (the key that an administrator hands over is none; a document that sets an app up holds its HA1)'),
    join(t.folder, 'answers.txt'),
    search,
    (line) => !/^(set-cookie: |<config )/.test(line),
  )
  const logs = join(t.folder, 'logs')
  const inLogs = t.claim(`no secret in the logs of all ${readdirSync(logs).length} services of this run`)
  for (const name of readdirSync(logs)) await scanFile(inLogs, join(logs, name), search, () => true, pins)
  const inCommands = t.claim('no secret in what the commands print')
  for (const [name, text] of Object.entries(said)) inCommands.check(search(text).length === 0, () => `${name}: ${search(text)}`)

  const inDump = t.claim('no secret in a dump of the database, but HA1 in `passwords` and, for minutes, `previous_passwords`')
  for (const { table, row } of await dump(t.db)) {
    const found = search(JSON.stringify(row), table)
    for (const [column, value] of Object.entries(row))
      if (pins.has(String(value)) && column !== 'confirmation_key') found.push(`the PIN in ${column}`)
    inDump.check(found.length === 0, () => `${table}: ${found}`)
  }
  const known = [...t.secrets.values()].reduce((counts, { kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1), new Map())
  inDump.seen = `searched for ${[...known].map(([kind, n]) => `${n} × ${kind}`).join(', ')}, ${pins.size} × PIN`
  await pages(t)
}

/** All that handles a secret, right and wrong. */
async function everyFlow(t, pins) {
  const password = () => t.secret('password', `Pw${t.random.hex(12)}`)
  const known = (person) => {
    t.secret('HA1', ha1Of({ ...person, domain: DOMAIN }, person.algorithm), { table: 'passwords' })
    return { ...person, domain: DOMAIN }
  }
  const token = async (prid) => {
    await t.api.post('/api/tokens', { pn_provider: 'fcm', pn_param: 'project', pn_prid: prid })
    return t.secret('token', (await sentTo(t.dataDir, 'push', `fcm project ${prid}`)).data.token)
  }
  const signUp = async (username, more = {}) => {
    const person = known({ username, password: password(), algorithm: 'SHA-256' })
    await t.api.post('/api/accounts/with-token', {
      username,
      password: person.password,
      algorithm: 'SHA-256',
      token: await token(username),
      ...more,
    })
    return person
  }
  const bob = await signUp('secret.bob')
  await t.api.post('/api/accounts/with-token', { ...bob, token: [...t.secrets].find(([, { kind }]) => kind === 'token')[0] })
  await signUp('secret.carol', { email: 'carol@example.org' })
  const { code } = (await sentTo(t.dataDir, 'email', 'carol@example.org')).data
  t.secret('code', code)
  for (const one of ['0123456789abc', code, code]) await t.api.post(`/api/accounts/secret.carol@${DOMAIN}/activate/email`, { code: one })
  await signUp('secret.dave', { phone: '+33612345001' })
  const pin = (await sentTo(t.dataDir, 'sms', '+33612345001')).data.code
  pins.add(pin)
  await t.api.post(`/api/accounts/secret.dave@${DOMAIN}/activate/phone`, { code: pin })

  const as = { as: bob }
  await t.api.get('/api/accounts/me', as)
  await t.api.get('/api/accounts/me', { as: { ...bob, password: password() } })
  await t.api.send('POST', '/api/accounts/me/email/request', { ...as, body: { email: 'bob@example.org' } })
  const change = t.secret('code', (await sentTo(t.dataDir, 'email', 'bob@example.org')).data.code)
  await t.api.send('POST', '/api/accounts/me/email', { ...as, body: { code: '0123456789abc' } })
  await t.api.send('POST', '/api/accounts/me/email', { ...as, body: { code: change } })
  await t.api.send('POST', '/api/accounts/me/phone/request', { ...as, body: { phone: '+33612345002' } })
  const second = (await sentTo(t.dataDir, 'sms', '+33612345002')).data.code
  pins.add(second)
  await t.api.send('POST', '/api/accounts/me/phone', { ...as, body: { code: second } })
  const next = known({ ...bob, password: password(), algorithm: 'MD5' })
  await t.api.send('POST', '/api/accounts/me/password', {
    ...as,
    body: { algorithm: 'MD5', password: next.password, old_password: password() },
  })
  await t.api.send('POST', '/api/accounts/me/password', {
    ...as,
    body: { algorithm: 'MD5', password: next.password, old_password: bob.password },
  })

  // requests that are refused: what they held is not repeated
  const body = { username: 'Secret.Eve', password: password(), algorithm: 'SHA-1', token: t.secret('token', t.random.hex(13)) }
  for (const path of ['/api/accounts', '/api/accounts/with-token', '/api/accounts/bulk', '/api/accounts/me/password']) {
    await t.api.post(path, body, { headers: t.key })
    await t.api.post(path, `${JSON.stringify(body)}}`, { headers: t.key })
    await t.api.post(path, JSON.stringify(body), { headers: { ...t.key, 'content-type': 'text/plain' } })
    await t.api.post(path, { ...body, more: 'x'.repeat(1_100_000) }, { headers: t.key })
  }
  await t.api.get('/api/accounts/me', { headers: { 'x-api-key': t.secret('API key', t.random.hex(32)) } })
  await t.api.get(`/api/accounts?search=${body.password}&cursor=${body.password}`, { headers: t.key })

  await onPanel(t, next, password)
}

/** All that is known about everybody: of their secrets nothing. */
async function everyExport(t) {
  const { body } = await t.api.get('/api/accounts?per_page=100&cursor=', { headers: t.key })
  for (const { id } of body.data) await t.api.get(`/api/accounts/${id}/export`, { headers: t.key })
}

async function onPanel(t, bob, password) {
  const session = (visitor) => {
    for (const [name, value] of visitor.cookies) if (/session/.test(name)) t.secret('session', decodeURIComponent(value).split('.')[0])
  }
  const visitor = new PanelClient({ api: t.api })
  await visitor.logIn({ ...bob, password: password() })
  await visitor.logIn(bob)
  session(visitor)
  for (const path of ['/', '/password', '/email', '/phone', '/devices', '/delete']) await visitor.get(path)
  await visitor.send('/password', { old: password(), new: password(), repeat: password(), algorithm: 'MD5' })
  const admin = new PanelClient({ api: t.api })
  await admin.logIn({ ...t.admin, domain: DOMAIN })
  session(admin)
  for (const path of ['/keys', '/accounts', '/accounts/new', '/accounts/1', '/accounts?search=secret']) await admin.get(path)
  await admin.send('/accounts/new', { username: 'Bad Name', password: password(), algorithm: 'MD5', domain: DOMAIN })
  await admin.send('/register/email', {
    username: 'Bad Name',
    password: password(),
    repeat: password(),
    email: 'nobody',
    algorithm: 'MD5',
    domain: DOMAIN,
  })
  // the one page that shows a key is not kept, as nobody keeps it
  const shown = new PanelClient({ api: new ApiClient(t.api.url) })
  for (const [name, value] of admin.cookies) shown.cookies.set(name, value)
  await shown.send('/keys', { name: 'Shown', scope: 'admin' })
  const page = await shown.get('/keys')
  for (const [key] of page.text.matchAll(/\b[A-Za-z0-9]{40}\b/g)) t.secret('API key', key)
  await admin.get('/keys')
}

/** Mail and SMS whose far ends are not there: their logins are ours to keep. */
async function farEndsThatFail(t) {
  const env = {
    ...t.env,
    WORKERS: '1',
    MAIL_URL: `smtp://mailer:${t.secret('login of a far end', `Mail${t.random.hex(12)}`)}@127.0.0.1:1`,
    SMS_URL: `https://:${t.secret('login of a far end', `Sms${t.random.hex(12)}`)}@127.0.0.1:1/send`,
    REDIS_URL: `redis://:${t.secret('login of a far end', `Redis${t.random.hex(12)}`)}@127.0.0.1:1`,
  }
  t.failing = env
  const service = await startService(t.folder, env)
  const api = new ApiClient(service.url)
  for (const body of [{ email: 'hung@example.org' }, { phone: '+33612345003' }]) {
    const path = `/api/accounts/me/${'email' in body ? 'email' : 'phone'}/request`
    await api.post(path, body, { headers: t.key })
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await service.stop()
}

/** Far ends that are there, and refuse their passwords: what a driver hangs on its error must not be in the log. */
async function farEndsThatRefuse(t) {
  const [redis, smtp, postgres] = await Promise.all([refusingRedis(), refusingSmtp(), refusingPostgres()])
  const login = (of) => t.secret('login of a far end', `${of}${t.random.hex(12)}`)
  const env = {
    ...t.env,
    WORKERS: '1',
    LOG_LEVEL: 'trace',
    MAIL_URL: `smtp://mailer:${login('Mail')}@127.0.0.1:${smtp.port}`,
    REDIS_URL: `redis://:${login('Redis')}@127.0.0.1:${redis.port}`,
    REGISTRAR_URL: `redis://:${login('Registrar')}@127.0.0.1:${redis.port}`,
  }
  t.refusing = { env, database: `postgresql://somebody:${login('Base')}@127.0.0.1:${postgres.port}/accounts` }
  const service = await startService(t.folder, env)
  const api = new ApiClient(service.url)
  await api.get('/api/accounts/me/devices', { headers: t.key })
  await api.post('/api/accounts/me/email/request', { email: 'refused@example.org' }, { headers: t.key })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await service.stop()
}

async function commands(t) {
  const said = {}
  const print = (env, ...args) =>
    new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      const { PATH = '', HOME = '' } = process.env
      execFile(process.execPath, [PROGRAM, ...args], { cwd: t.folder, env: { PATH, HOME, ...env } }, (_, stdout, stderr) => {
        said[args.join(' ')] = stdout + stderr
        resolve()
      })
    })
  const password = t.secret('password', `Pw${t.random.hex(12)}`)
  await print(t.env, 'create-account', '--username', 'secret.erin', '--password', password, '--activated')
  t.secret('HA1', ha1Of({ username: 'secret.erin', password }, 'SHA-256'), { table: 'passwords' })
  if (!t.short) await print(t.env, 'list-accounts', '--json')
  await print(t.env, 'export', '--format', 'json')
  await print(t.env, 'api-key', 'list', `alice.admin@${DOMAIN}`, '--json')
  await print(t.failing, 'messages', '--json')
  await print(t.failing, 'doctor')
  await print(t.refusing.env, 'doctor')
  await print(t.refusing.env, 'mail-test', 'bob@example.org')
  for (const command of ['doctor', 'migrate', 'serve']) await print({ ...t.env, DATABASE_URL: t.refusing.database }, command)
  const database = t.secret('login of a far end', `Base${t.random.hex(12)}`)
  for (const command of t.times(['doctor', 'list-accounts', 'migrate', 'serve'], ['serve'])) {
    await print({ ...t.env, DATABASE_URL: `postgresql://somebody:${database}@127.0.0.1:1/accounts` }, command)
    if (!t.short) await print({ ...t.env, DATABASE_URL: `mysql://somebody:${database}@127.0.0.1:1/accounts`, PORT: 'x' }, command)
  }
  return said
}

/** Names the kinds of secrets that a text has, but those that may stand in that table. */
function searcher(secrets) {
  const odd = [...secrets].filter(([value]) => !/^[A-Za-z0-9]+$/.test(value))
  return (text, table) => {
    const found = []
    const note = (value, { kind, table: allowed }) => {
      if (!table || (allowed !== table && `previous_${allowed}` !== table)) found.push(`${kind} ${value.slice(0, 6)}…`)
    }
    for (const [word] of text.matchAll(/[A-Za-z0-9]{8,}/g)) if (secrets.has(word)) note(word, secrets.get(word))
    for (const [value, secret] of odd) if (text.includes(value)) note(value, secret)
    return found
  }
}

async function scanFile(claim, file, search, counts, pins = new Set()) {
  if (!existsSync(file)) return
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!counts(line)) continue
    const found = search(line)
    for (const [, digits] of line.matchAll(/"(\d{4})"/g)) if (pins.has(digits)) found.push('a PIN')
    claim.check(found.length === 0, () => `${found}: ${line.slice(0, 300)}`)
  }
}

/** Each HTML page of the run, by its headers. */
async function pages(t) {
  const claim = t.claim('every page has its security headers')
  for await (const head of heads(join(t.folder, 'answers.txt'))) {
    if (!/^content-type: text\/html/m.test(head) || / → 3\d\d$/m.test(head)) continue // a redirection is no page
    const lacking = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cache-control'].filter(
      (name) => !head.includes(`\n${name}: `),
    )
    const framed = !/^(x-frame-options: deny|content-security-policy: .*frame-ancestors 'none')/im.test(head)
    claim.check(lacking.length === 0 && !framed, () => `${head.split('\n')[0]} lacks ${lacking} ${framed ? 'frame-ancestors' : ''}`)
  }
}

/** The first line and the headers of each answer that was written down: the file may be larger than a string can be. */
async function* heads(file) {
  let head
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (/^(GET|POST|DELETE|HEAD) \/\S* → \d{3}$/.test(line)) head = line
    else if (line === '' && head !== undefined) {
      yield head
      head = undefined
    } else if (head !== undefined) head += `\n${line}`
  }
}
