// Every form of the panel, as its table has them: sent by who may not, by another site, and without the password that it asks for.
import { isDerived } from '#built/db/derived.js'
import { ROUTES } from '#built/panel/routes.js'
import { PanelClient } from '../../support/panel.ts'
import { dump } from '../lib/database.mjs'
import { makePeople } from '../lib/people.mjs'

/** What a stranger's page can make a browser send: each must be refused, whoever is logged in. */
const FOREIGN = {
  'without a token': () => ({ token: undefined }),
  'with an empty token': () => ({ token: '' }),
  "with another session's token": (_, other) => ({ token: other }),
  'from another site': (token) => ({ token, headers: { 'sec-fetch-site': 'cross-site' } }),
  'from another host of the domain': (token) => ({ token, headers: { 'sec-fetch-site': 'same-site' } }),
  'from another origin': (token) => ({ token, headers: { origin: 'https://evil.example' } }),
  'as JSON': (token) => ({ token, headers: { 'content-type': 'application/json' } }),
  'as plain text': (token) => ({ token, headers: { 'content-type': 'text/plain' } }),
}

/** Tables that a refusal may write: what is counted, when a session was last used, and what the log-ins themselves leave. */
const COUNTED = new Set(['rate_limits', 'sessions', 'daily_counts', 'leases', 'nonces', 'logins'])

export async function run(t) {
  await t.serve({ OPEN_REGISTRATION: 'on', CAPTCHA: 'off', RATE_LIMIT: 'off' })
  const [bob, carol] = await makePeople(t, 2, { prefix: 'forms', algorithm: 'SHA-256' })
  const browsers = {
    administrator: await loggedIn(t, t.admin),
    member: await loggedIn(t, bob),
    other: await loggedIn(t, carol),
  }
  const forms = ROUTES.filter(({ method }) => method === 'post')
  /** about an account that is there */
  const pathOf = (route) => route.path.replace(/:id\b/, String(carol.id)).replace(/:\w+/g, '1')
  const before = await kept(t)

  for (const [how, options] of Object.entries(FOREIGN)) {
    const claim = t.claim(`each of the ${forms.length} forms is refused ${how}`)
    for (const who of ['administrator', 'member']) {
      const browser = browsers[who]
      await claim.each(forms, 4, async (route) => {
        const { status } = await browser.post(pathOf(route), fields(bob), options(browser.token, browsers.other.token))
        return status === 400 || status === 403 ? undefined : `${who} ${route.path}: ${status}`
      })
    }
  }
  const admin = forms.filter(({ who }) => who === 'admin')
  await t
    .claim(`each of the ${admin.length} forms of administrators is refused to a member, with a token of their own`)
    .each(admin, 4, async (route) => {
      const { status } = await browsers.member.post(pathOf(route), fields(bob))
      return status === 403 ? undefined : `${route.path}: ${status}`
    })
  const inner = forms.filter(({ who }) => who !== 'anyone')
  await t.claim(`each of the ${inner.length} forms of people who are logged in is refused to who is not`).each(inner, 4, async (route) => {
    const guest = new PanelClient(t)
    await guest.get('/login')
    const { status, header } = await guest.post(pathOf(route), fields(bob))
    return status === 403 || (status === 303 && header('location')?.startsWith('/login')) ? undefined : `${route.path}: ${status}`
  })
  await t.db.run("update sessions set proven_at = '2020-01-01T00:00:00.000Z'")
  const fresh = forms.filter((route) => route.fresh)
  await t
    .claim(`each of the ${fresh.length} forms that ask for the password ask for it, whoever holds the session`)
    .each(fresh, 4, async (route) => {
      const answer = await browsers.administrator.post(pathOf(route), fields(bob))
      return answer.text.includes('name="held"') || answer.status === 403 ? undefined : `${route.path}: ${answer.status}`
    })
  const after = await kept(t)
  t.claim('none of that has changed anything').check(before === after, () => difference(before, after))
}

async function loggedIn(t, { username, password }) {
  const browser = new PanelClient(t)
  await browser.send('/login', { username, password })
  await browser.get('/password')
  if (!browser.token) throw new Error(`${username} has no page with a form`)
  return browser
}

/** Fields that forms know: what they would do is done to this account, or by it. */
const fields = ({ username }) => ({
  username,
  password: 'a new secret',
  again: 'a new secret',
  name: 'evil',
  confirm: 'on',
  uuid: 'x',
  code: '1234',
})

/** All that is stored, but for what is counted, and what is derived from the rest: housekeeping takes differences into totals at its own time. */
async function kept(t) {
  const rows = (await dump(t.db)).filter(({ table }) => !COUNTED.has(table) && !isDerived(table))
  return rows
    .map(({ table, row }) => `${table} ${JSON.stringify(row)}`)
    .sort()
    .join('\n')
}

function difference(before, after) {
  const old = new Set(before.split('\n'))
  return after
    .split('\n')
    .filter((line) => !old.has(line))
    .slice(0, 3)
    .join('; ')
    .slice(0, 600)
}
