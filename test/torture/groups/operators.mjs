// What operators' scripts do, many at once over four processes: nothing crosses spaces, nothing is done twice, no change is lost.
import { tally, times } from '../lib/claims.mjs'
import { nothingHalfMade } from '../lib/database.mjs'

const HOME = 'sip.example.org'
const OTHER = 'other.example.org'

export async function run(t) {
  await t.serve({ SIP_DOMAINS: `${HOME},${OTHER}` })
  await crossing(t)
  await keyedCreations(t)
  await keyedRaces(t)
  await taggedChanges(t)
  await blocking(t)
  await nothingHalfMade(t)
}

const send = (t, method, path, body, headers = {}) =>
  t.api.raw(method, `/api${path}`, { headers: { ...t.key, ...headers }, ...(body && { body }) })

async function create(t, username, domain = HOME) {
  const password = t.secret('password', `Pw${t.random.hex(12)}`)
  const { status, body } = await send(t, 'POST', '/accounts', { username, domain, password, algorithm: 'SHA-256', activated: true })
  if (status !== 200) throw new Error(`no account ${username}: ${status}`)
  return { ...body, password }
}

/** Every way to join something of one space with something of another, while one of the accounts moves to and fro. */
async function crossing(t) {
  await t
    .claim('what is of different spaces is never joined, also while an account moves between them')
    .each(times(t.times(40, 4)), 1, async (round) => {
      const [mover, fixed] = [await create(t, `mover.${round}`), await create(t, `fixed.${round}`)]
      const list = (await send(t, 'POST', '/contacts_lists', { title: `List ${round}`, description: 'x', domain: HOME })).body
      const type = (await send(t, 'POST', '/account_types', { key: `type-${round}`, domain: HOME })).body
      const joins = [
        `/accounts/${fixed.id}/contacts/${mover.id}`,
        `/accounts/${mover.id}/contacts/${fixed.id}`,
        `/contacts_lists/${list.id}/contacts/${mover.id}`,
        `/accounts/${mover.id}/contacts_lists/${list.id}`,
        `/accounts/${mover.id}/types/${type.id}`,
      ]
      const move = (domain) => send(t, 'PUT', `/accounts/${mover.id}`, { username: mover.username, domain, password: mover.password })
      const work = times(10).flatMap((i) => [move(i % 2 ? HOME : OTHER), ...joins.map((path) => send(t, 'POST', path))])
      const statuses = (await Promise.all(work)).map(({ status }) => status)
      const odd = statuses.filter((status) => ![200, 201, 403, 404, 422].includes(status))
      if (odd.length > 0) return `statuses ${tally(odd)}`
      const joined =
        await t.db.rows(`select 1 from contacts c join accounts a on a.id = c.account_id join accounts b on b.id = c.contact_id where a.domain <> b.domain
      union all select 1 from contacts_list_contact m join accounts a on a.id = m.contact_id join contacts_lists l on l.id = m.contacts_list_id where a.space_id <> l.space_id
      union all select 1 from account_contacts_list h join accounts a on a.id = h.account_id join contacts_lists l on l.id = h.contacts_list_id where a.space_id <> l.space_id
      union all select 1 from account_account_type h join accounts a on a.id = h.account_id join account_types y on y.id = h.account_type_id where a.space_id <> y.space_id`)
      if (joined.length > 0) return `${joined.length} rows join two spaces`
      const strays = await t.db.rows('select 1 from accounts a join spaces s on s.id = a.space_id where s.domain <> a.domain')
      return strays.length > 0 ? `${strays.length} accounts are in the space of another domain` : undefined
    })
}

async function keyedCreations(t) {
  await t
    .claim('of 100 equal requests with one Idempotency-Key at once one is done, and all who are answered are answered alike')
    .each(times(t.times(60, 4)), 1, async (round) => {
      const key = t.random.hex(32)
      const asked = () => send(t, 'POST', '/account_creation_tokens', undefined, { 'Idempotency-Key': key })
      const answers = await Promise.all(times(100).map(asked))
      const late = await asked()
      const told = answers.filter(({ status }) => status !== 409)
      if (told.some(({ status }) => status !== 201) || late.status !== 201)
        return `statuses ${tally(answers.map(({ status }) => status))}, then ${late.status}, round ${round}`
      const tokens = new Set([...told, late].map(({ body }) => body.token))
      return tokens.size === 1 ? undefined : `${tokens.size} tokens were made`
    })
}

async function keyedRaces(t) {
  await t
    .claim('of 60 different requests with one Idempotency-Key at once one kind is done')
    .each(times(t.times(40, 3)), 1, async (round) => {
      const key = t.random.hex(32)
      const password = t.secret('password', `Pw${t.random.hex(12)}`)
      const asked = (i) =>
        send(t, 'POST', '/accounts', { username: `keyed.${round}.${i % 3}`, password, algorithm: 'MD5' }, { 'Idempotency-Key': key })
      const answers = await Promise.all(times(60).map(asked))
      const odd = answers.filter(({ status }) => ![200, 409, 422].includes(status))
      if (odd.length > 0) return `statuses ${tally(odd.map(({ status }) => status))}`
      const made = await t.db.rows(`select id from accounts where username like 'keyed.${round}.%'`)
      return made.length === 1 ? undefined : `${made.length} accounts`
    })
}

async function taggedChanges(t) {
  await t
    .claim('of 50 changes of one state with If-Match at once one is made, 49 are 412')
    .each(times(t.times(60, 4)), 1, async (round) => {
      const account = await create(t, `tagged.${round}`)
      const etag = (await send(t, 'GET', `/accounts/${account.id}`)).header('etag')
      const change = (i) =>
        send(t, 'PUT', `/accounts/${account.id}`, { username: account.username, display_name: `Name ${i}` }, { 'If-Match': etag })
      const answers = await Promise.all(times(50).map(change))
      const made = answers.filter(({ status }) => status === 200)
      if (made.length !== 1 || answers.some(({ status }) => ![200, 412].includes(status))) return tally(answers.map(({ status }) => status))
      const [{ display_name: stored }] = await t.db.rows(`select display_name from accounts where id = ${account.id}`)
      return stored === made[0].body.display_name ? undefined : `${stored} is stored`
    })
}

async function blocking(t) {
  await t
    .claim('a blocked account is never activated, whatever else is done to it at the time')
    .each(times(t.times(40, 4)), 1, async (round) => {
      const account = await create(t, `blocked.${round}`)
      const path = `/accounts/${account.id}`
      const work = times(8).flatMap((i) => [
        send(t, 'POST', `${path}/${i % 4 === 3 ? 'unblock' : 'block'}`),
        send(t, 'POST', `${path}/${i % 2 ? 'activate' : 'deactivate'}`),
        send(t, 'PUT', path, { username: account.username, activated: i % 2 === 0 }),
      ])
      const odd = (await Promise.all(work)).filter(({ status }) => status !== 200)
      if (odd.length > 0) return `statuses ${tally(odd.map(({ status }) => status))}`
      await send(t, 'POST', `${path}/block`)
      const [row] = await t.db.rows(`select activated, blocked from accounts where id = ${account.id}`)
      return !row.activated && row.blocked ? undefined : JSON.stringify(row)
    })
}
