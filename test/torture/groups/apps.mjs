// What apps get once: of a hundred redemptions at once one counts, a link preview burns nothing, and no other site attaches a device.
import { PanelClient } from '../../support/panel.ts'
import {
  APP,
  asPerson,
  BROWSER,
  creationToken,
  linksOf,
  loginToken,
  provisioningToken,
  requestToken,
  SIGN_UP,
  USING,
} from '../lib/apps.mjs'
import { tally, times } from '../lib/claims.mjs'
import { count, dump, nothingHalfMade } from '../lib/database.mjs'
import { makePeople } from '../lib/people.mjs'

const AT_ONCE = 100

export async function run(t) {
  await t.serve({ CAPTCHA: 'off' })
  await signUps(t)
  await requests(t)
  await links(t)
  await previews(t)
  await attachments(t)
  await killed(t)
  await nothingHalfMade(t)
}

const atOnce = (work) => Promise.all(times(AT_ONCE).map(work))
const tallied = (answers) => tally(answers.map(({ status, body }) => `${status} ${body?.code ?? ''}`.trim()))

async function signUps(t) {
  /** @type {Record<'names' | 'equal', any[]>} */
  const seen = { names: [], equal: [] }
  const rounds = times(t.times(20, 3))
  const names = t.claim(`of ${AT_ONCE} redemptions at once of one creation token, by other names, one makes an account`)
  await names.each(rounds, 1, async (round) => {
    const account_creation_token = await creationToken(t)
    const answers = await atOnce((i) =>
      t.api.post(SIGN_UP, { username: `race.${round}.${i}`, password: 'a secret of races', account_creation_token }),
    )
    seen.names.push(...answers)
    const made = answers.filter(({ status }) => status === 200).length
    const rows = await count(t, `accounts where username like 'race.${round}.%'`)
    const dead = answers.every(({ status, body }) => status === 200 || (status === 422 && body.errors === undefined))
    return made === 1 && rows === 1 && dead ? undefined : `${rows} accounts: ${tallied(answers)}`
  })
  names.seen = tallied(seen.names)
  const equal = t.claim(`of ${AT_ONCE} equal sign-ups at once there is one account, every 200 names it, and so does a repetition`)
  await equal.each(rounds, 1, async (round) => {
    const body = { username: `equal.${round}`, password: 'a secret of races', account_creation_token: await creationToken(t) }
    const answers = await atOnce(() => t.api.post(SIGN_UP, body))
    seen.equal.push(...answers)
    answers.push(await t.api.post(SIGN_UP, body))
    const ids = new Set(answers.filter(({ status }) => status === 200).map((one) => one.body.id))
    const rows = await count(t, `accounts where username = '${body.username}'`)
    const last = answers.at(-1)?.status
    const told = answers.some(({ status }) => status >= 500)
    return ids.size === 1 && rows === 1 && last === 200 && !told ? undefined : `${rows} accounts, ids ${[...ids]}: ${tallied(answers)}`
  })
  equal.seen = tallied(seen.equal)
  const three = t.claim('of three equal ones at once, as an app and its network send them, each gets the account')
  await three.each(times(t.times(100, 10)), 1, async (round) => {
    const body = { username: `threefold.${round}`, password: 'a secret of races', account_creation_token: await creationToken(t) }
    const answers = await Promise.all(times(3).map(() => t.api.post(SIGN_UP, body)))
    const ids = new Set(answers.map((one) => one.body.id))
    return ids.size === 1 && answers.every(({ status }) => status === 200) ? undefined : tallied(answers)
  })
}

async function requests(t) {
  const claim = t.claim(`of ${AT_ONCE} redemptions at once of one request token one creation token comes, which makes one account`)
  const seen = []
  await claim.each(times(t.times(20, 3)), 1, async (round) => {
    const token = await requestToken(t, { validated: true })
    const before = await count(t, 'tokens')
    const answers = await atOnce(() => t.api.post(USING, { account_creation_request_token: token }))
    seen.push(...answers)
    const made = [...new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.token] : [])))]
    const rows = (await count(t, 'tokens')) - before
    if (made.length !== 1 || rows !== 1) return `${made.length} tokens, ${rows} rows: ${tallied(answers)}`
    const account = (i) => ({ username: `asked.${round}.${i}`, password: 'a secret of races', account_creation_token: made[0] })
    const signUp = async (i) => (await t.api.post(SIGN_UP, account(i))).status
    const statuses = [await signUp(0), await signUp(1)]
    const again = (await t.api.post(USING, { account_creation_request_token: token })).status
    return `${[...statuses, again]}` === '200,422,422' ? undefined : `then ${[...statuses, again]}`
  })
  claim.seen = tallied(seen)
}

async function links(t) {
  const people = await makePeople(t, t.times(20, 3), { prefix: 'linked' })
  const once = t.claim(`of ${AT_ONCE} requests at once of one link for an app one gets the document`)
  await once.each(people, 1, async (person) => {
    const token = await provisioningToken(t, person)
    const query = person.id % 2 ? '?reset_password=1' : ''
    const answers = await atOnce((i) => t.api.get(`${i % 2 ? '/api' : ''}/provisioning/${token}${query}`, { headers: APP }))
    const used = await count(t, `audit_log where account_id = ${person.id} and action = 'useProvisioningLink'`)
    const documents = answers.filter(({ status }) => status === 200).length
    const rest = answers.every(({ status }) => status === 200 || status === 404)
    return documents === 1 && used === 1 && rest ? undefined : `${documents} documents, ${used} entries: ${tallied(answers)}`
  })
  const [person, other] = people
  const first = await provisioningToken(t, person)
  const newest = await provisioningToken(t, person)
  const theirs = await provisioningToken(t, other)
  const ask = (token) => t.api.get(`/api/provisioning/${token}`, { headers: APP })
  const void_ = t.claim('a link that a newer one replaced, that was used or has expired gives no document, and touches no other one')
  void_.check((await ask(first)).status === 404, 'the replaced one does')
  void_.check((await ask(newest)).status === 200 && (await ask(newest)).status === 404, 'the used one does')
  await t.db.run(`update one_time_links set expires_at = created_at where account_id = ${other.id}`)
  const expired = await ask(theirs)
  void_.check(expired.status === 410, `the expired one: ${expired.status}`)
  void_.check((await ask(`${theirs.slice(0, -1)}${theirs.endsWith('x') ? 'y' : 'x'}`)).status === 404, 'a guessed one does')
}

async function previews(t) {
  const list = await linksOf(t)
  const kept = [
    'tokens',
    'request_tokens',
    'recovery_tokens',
    'one_time_links',
    'codes',
    'auth_tokens',
    'accounts',
    'passwords',
    'audit_log',
  ]
  const state = async () => JSON.stringify((await dump(t.db)).filter(({ table }) => kept.includes(table)))
  const claim = t.claim('previews of links (HEAD, GET by browsers, crawlers and scanners) burn nothing')
  const statuses = []
  const before = await state()
  for (const { path } of list) {
    const asked = [
      ['HEAD', {}],
      ['GET', {}],
      ['GET', BROWSER],
      ['GET', { 'user-agent': 'WhatsApp/2.23 (link preview)', accept: '*/*' }],
      ['GET', { ...BROWSER, 'sec-purpose': 'prefetch', purpose: 'prefetch' }],
      ['OPTIONS', { origin: 'https://elsewhere.example.org', 'access-control-request-method': 'GET' }],
    ]
    for (const [method, headers] of /** @type {[string, Record<string, string>][]} */ (asked)) {
      const { status } = await t.api.raw(method, path, { headers })
      statuses.push(status)
      claim.check(status < 500, `${method} ${path}: ${status}`)
    }
  }
  claim.check((await state()) === before, 'a row changed')
  claim.seen = tally(statuses)
  await t.claim('and each of them is as good afterwards').each(list, 1, async ({ path, use }) => {
    const fault = await use()
    return fault && `${path}: ${fault}`
  })
}

/** A browser that somebody is logged in with, by a session and by a digest that it adds itself, on a page of another site. */
async function attachments(t) {
  const [victim] = await makePeople(t, 1, { prefix: 'victim' })
  const visitor = new PanelClient(t)
  await visitor.logIn(/** @type {any} */ (victim))
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const foreign = /** @type {Record<string, string>[]} */ ([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example.org' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
  ])
  const claim = t.claim('no page of another site logs a device in: not by the digest that a browser adds, nor by its session')
  const token = await loginToken(t)
  const attach = `/api/accounts/auth_token/${token}/attach`
  const page = `/auth_tokens/auth/external/${token}`
  const shown = await visitor.get(page)
  const there = shown.status !== 404
  const action = /<form\b[^>]*action="([^"]*auth_tokens[^"]*)"/.exec(shown.text)?.[1] ?? page
  const attached = () => count(t, `auth_tokens where account_id = ${victim.id}`)
  for (const headers of foreign) {
    const byDigest = await asPerson(t, victim, 'GET', attach, { headers: { ...headers, cookie } })
    claim.check(byDigest.status === 403, `by digest, ${JSON.stringify(headers)}: ${byDigest.status}`)
    const bySession = await t.api.raw('GET', attach, { headers: { ...headers, cookie } })
    claim.check(bySession.status === 401 || bySession.status === 403, `by session: ${bySession.status}`)
    const other = { ...headers, cookie, 'content-type': 'application/x-www-form-urlencoded' }
    if (there) {
      const { status } = await t.api.raw('POST', action, { headers: other, body: `form_token=${visitor.token}` })
      claim.check(status === 403, `the page's form, ${JSON.stringify(headers)}: ${status}`)
      await t.api.raw('GET', page, { headers: { ...headers, cookie, accept: 'text/html' } })
    }
    claim.check((await attached()) === 0, `attached, ${JSON.stringify(headers)}`)
  }
  claim.check((await t.api.get(`/api/accounts/me/api_key/${token}`)).status === 404, 'the device gets a key')
  claim.check((await asPerson(t, victim, 'GET', attach)).status === 200 && (await attached()) === 1, 'an app does not log it in either')
  claim.seen = there ? '' : 'the page does not exist: its form was not tried'
}

/** The answer that was under way is lost with the service: the link is used up then, or as good as before. */
async function killed(t) {
  const rounds = t.times(20, 2)
  const people = await makePeople(t, rounds, { prefix: 'cut' })
  const claim = t.claim('kill -9 while a link is used: never two documents of it, and it is used up or good')
  const seen = []
  await claim.each(people, 1, async (person, round) => {
    const token = await provisioningToken(t, person)
    const ask = () =>
      t.api.get(`/api/provisioning/${token}`, { headers: APP }).then(
        ({ status }) => status,
        () => 'lost',
      )
    const asked = times(AT_ONCE).map(ask)
    // in some rounds at once, in others when answers are on their way
    await Promise.race([Promise.any(asked.slice(0, 1 + (round % 40))), new Promise((resolve) => setTimeout(resolve, t.random.below(40)))])
    await t.service.kill()
    const statuses = await Promise.all(asked)
    await t.restart()
    statuses.push(await ask(), await ask())
    seen.push(...statuses)
    const documents = statuses.filter((status) => status === 200).length
    const used = await count(t, `audit_log where account_id = ${person.id} and action = 'useProvisioningLink'`)
    if (documents > 1 || used !== 1) return `${documents} documents, ${used} entries: ${tally(statuses)}`
    return documents === 1 || statuses.includes('lost') ? undefined : `no document: ${tally(statuses)}`
  })
  claim.seen = tally(seen)
}
