// Who may do too much: one account that floods the mail queue, thousands of addresses that guess one password, a proxy that writes ports.
import { tally, times } from '../lib/claims.mjs'
import { answer, challengeFor, fromOf, ME, makePeople } from '../lib/people.mjs'
import { mailServer } from '../lib/servers.mjs'
import { until } from '../lib/service.mjs'

const SECOND = 1_000
/** What the far end takes for each mail. Milliseconds. */
const SLOW = 200

export async function run(t) {
  await flood(t)
  await t.serve({ TRUST_PROXY: '1', RATE_LIMIT: 'on' })
  await spray(t)
  await ports(t)
  await farming(t)
}

/** Without limits, so that it is the order of the queue that is tried; with them ten changes an hour pass. */
async function flood(t) {
  const mail = await mailServer(SLOW)
  t.after(() => mail.close())
  await t.serve({ MAIL_URL: `smtp://127.0.0.1:${mail.port}` })
  const [flooder] = await makePeople(t, 1, { prefix: 'flooder', algorithm: 'MD5' })
  await t.db.run(`update accounts set email = 'flooder@example.org' where id = ${flooder.id}`)
  const people = await makePeople(t, t.times(10, 4), { prefix: 'waiting', algorithm: 'MD5' })
  let password = flooder.password
  for (const _ of times(t.times(600, 300))) {
    const next = t.secret('password', `Pw${t.random.hex(12)}`)
    const person = { ...flooder, password }
    const path = `${ME}/password`
    const authorization = answer(await challengeFor(t, person), person, { method: 'POST', path })
    const body = { algorithm: 'MD5', old_password: password, password: next }
    const { status } = await t.api.post(path, body, { headers: { from: fromOf(person), authorization } })
    if (status !== 200) throw new Error(`a password was not changed: ${status}`)
    password = next
  }
  const waiting = async () => Number((await t.db.rows('select count(*) as n from messages where sent_at is null'))[0].n)
  const before = await waiting()
  const claim = t.claim('a flood of password changes delays nobody’s code by more than 5 s')
  const took = []
  await claim.each(people, 1, async (person) => {
    const email = `${person.username}@example.org`
    const path = `${ME}/email/request`
    const authorization = answer(await challengeFor(t, person), person, { method: 'POST', path })
    const begin = performance.now()
    const { status } = await t.api.post(path, { email }, { headers: { from: fromOf(person), authorization } })
    if (status !== 200) return `${status}`
    await until('the code', () => mail.received.includes(email), 60 * SECOND)
    const ms = performance.now() - begin
    took.push(ms)
    return ms < 5 * SECOND ? undefined : `${Math.round(ms)} ms`
  })
  claim.seen = `${before} notices waited at first, ${await waiting()} at last; the slowest code took ${Math.round(Math.max(...took))} ms`
  await t.service.kill()
}

const logIn = async (t, person, from, password = person.password) => {
  const asked = await challengeFor(t, person)
  const authorization = answer(asked, { ...person, password })
  return (await t.api.raw('GET', ME, { headers: { from: fromOf(person), authorization, 'x-forwarded-for': from } })).status
}

async function spray(t) {
  const [owner, traveller] = await makePeople(t, 2, { prefix: 'sprayed', algorithm: 'MD5' })
  const home = '203.0.113.7'
  for (const person of [owner, traveller]) if ((await logIn(t, person, home)) !== 200) throw new Error('nobody got in before')
  // other processes learn it within seconds
  await until('the address', async () => (await t.db.rows(`select id from rate_limits where id like 'known:%'`)).length >= 2, 30 * SECOND)
  const wide = t.claim('of guesses at one password from thousands of /64s a hundred and a few are judged')
  const at = t.claim('its owner gets in from a known address meanwhile')
  const statuses = []
  const begin = performance.now()
  const count = t.times(4_000, 500)
  await Promise.all(
    times(8).map(async (lane) => {
      for (let n = lane; n < count; n += 8) {
        // each of a /48 of its own, so that only the account's own count holds them
        statuses.push(
          await logIn(
            t,
            owner,
            `2001:${(0xdb8 + (n % 64)).toString(16)}:${(n % 60_000).toString(16)}:${(n >> 4).toString(16)}::1`,
            'not-the-password',
          ),
        )
        if (n % 50 === 0) at.check((await logIn(t, owner, home)) === 200, `refused after ${n}`)
      }
    }),
  )
  const seconds = (performance.now() - begin) / 1000
  const judged = statuses.filter((status) => status === 401).length
  // one in each of the 8 lanes and about one a minute in all beyond the hundred, and what was under way in each process
  const most = 100 + 8 + 8 + Math.ceil(Math.log2(seconds + 2)) + Math.ceil(seconds / 60)
  wide.tries = count
  if (judged > most) wide.faults.push(`${judged} were judged, not ${most}`)
  wide.seen = `${tally(statuses)} in ${Math.round(seconds)} s`
  t.claim('another account is not slowed down by it').check((await logIn(t, traveller, '203.0.113.8')) === 200, 'it is')
}

async function ports(t) {
  const claim = t.claim('a client whose proxy writes a new port each time has the limits of one address')
  const ask = async (from) =>
    (await t.api.raw('GET', '/api/accounts/sip:nobody.here@sip.example.org/info', { headers: { 'x-forwarded-for': from } })).status
  for (const [name, write] of [
    ['IPv4', (n) => `198.51.100.9:${1_024 + n}`],
    ['IPv6', (n) => `[2001:db8:ffff::9]:${1_024 + n}`],
    ['what is no address', (n) => `nonsense-${n}`],
  ]) {
    const statuses = []
    for (let i = 0; i < 700; i += 50) statuses.push(...(await Promise.all(times(50).map((n) => ask(/** @type {any} */ (write)(i + n))))))
    claim.check(statuses.filter((status) => status === 429).length === 100, `${name}: ${tally(statuses)}`)
  }
  const stored = await t.db.rows(`select distinct actor_address from audit_log where actor_address is not null`)
  claim.seen = `addresses in the audit log: ${stored.map((row) => row.actor_address).join(', ')}`
}

const CREATION = '/api/account_creation_tokens/send-by-push'
const RECOVERY = '/api/account_recovery_tokens/send-by-push'
const REQUEST = '/api/account_creation_request_tokens'
const LOGIN = '/api/accounts/auth_token'
/** One app on one device of Apple's, as clients of all ages write it. */
const SPELLINGS = /** @type {[string, (id: string) => string][]} */ ([
  ['ABCD1234EF.org.example.phone', (id) => id],
  ['ABCD1234EF.org.example.phone', (id) => id.toUpperCase()],
  ['ABCD1234EF.org.example.phone.remote', (id) => `${id}:remote`],
  ['ABCD1234EF.org.example.phone.voip&remote', (id) => `${'0'.repeat(64)}:voip&${id}:remote`],
  ['ABCD1234.org.example.phone', (id) => id],
  ['org.example.phone', (id) => id],
  ['ABCD1234EF.ORG.example.PHONE', (id) => id.toUpperCase()],
])

/** Many who want tokens: from one address, from many, and one device that has many names. */
async function farming(t) {
  const rows = async (table) => Number((await t.db.rows(`select count(*) as n from ${table}`))[0].n)
  const tables = { [CREATION]: 'tokens', [RECOVERY]: 'recovery_tokens', [REQUEST]: 'request_tokens', [LOGIN]: 'auth_tokens' }
  const all = async () => Object.fromEntries(await Promise.all(Object.values(tables).map(async (table) => [table, await rows(table)])))
  let devices = 0
  const device = () => ({ pn_provider: 'fcm', pn_param: 'project', pn_prid: `farmed.${t.random.hex(8)}.${++devices}` })
  const bodyOf = (path) => (path === CREATION || path === RECOVERY ? device() : undefined)
  const ask = (path, from, body = bodyOf(path)) => t.api.post(path, body, { headers: { 'x-forwarded-for': from } })
  const askers = t.times(1_000, 600)

  const one = t.claim(
    `${askers} who ask at one address get 200 pushes and log-in tokens in all, 200 request tokens, and leave no more rows`,
  )
  for (const [i, paths] of [[CREATION, RECOVERY, LOGIN], [REQUEST]].entries()) {
    const before = await all()
    const statuses = (await Promise.all(times(askers).map((n) => ask(paths[n % paths.length], `203.0.113.${100 + i}`)))).map(
      ({ status }) => status,
    )
    const after = await all()
    const good = statuses.filter((status) => status < 300).length
    const made = Object.keys(after).reduce((sum, table) => sum + after[table] - before[table], 0)
    one.check(
      good === 200 && made === 200 && statuses.every((status) => status < 300 || status === 429),
      `${made} rows: ${tally(statuses)}`,
    )
    one.seen += `${tally(statuses)}; `
  }

  const many = t.claim(`of ${askers} from as many addresses each gets one, and one row that expires`)
  for (const path of Object.keys(tables)) {
    const before = await rows(tables[path])
    const statuses = (await Promise.all(times(askers / 10).map((n) => ask(path, `2001:db8:${n.toString(16)}::1`)))).map(
      ({ status }) => status,
    )
    const made = (await rows(tables[path])) - before
    many.check(made === askers / 10 && statuses.every((status) => status < 300), `${path}: ${made} rows: ${tally(statuses)}`)
    const forever = await rows(`${tables[path]} where expires_at > '2099-01-01T00:00:00.000+00:00'`)
    many.check(forever === 0, `${path}: ${forever} rows never expire`)
  }

  const spelt = t.claim('one device in many spellings, from many addresses, has one creation token and one recovery token')
  for (const path of [CREATION, RECOVERY]) {
    const id = t.random.hex(64)
    const before = await rows(tables[path])
    const bodies = times(askers / 5).map((n) => {
      const [pn_param, write] = SPELLINGS[n % SPELLINGS.length]
      return { pn_provider: n % 2 ? 'apns' : 'apns.dev', pn_param, pn_prid: write(id) }
    })
    const statuses = (await Promise.all(bodies.map((body, n) => ask(path, `2001:db8:1:${n.toString(16)}::1`, body)))).map(
      ({ status }) => status,
    )
    const made = (await rows(tables[path])) - before
    // who asks again within a minute has lost the answer: it is told so once more, and pushed nothing
    spelt.check(made === 1 && statuses.every((status) => status === 200 || status === 429), `${path}: ${made} rows: ${tally(statuses)}`)
  }
}
