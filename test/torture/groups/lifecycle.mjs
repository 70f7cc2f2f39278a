// What must end with an account or with a role, while somebody else is at it: names, keys, entries of the audit log.
import { PanelClient } from '../../support/panel.ts'
import { tally, times } from '../lib/claims.mjs'
import { DOMAIN, makePeople } from '../lib/people.mjs'
import { sentTo } from '../lib/service.mjs'

export async function run(t) {
  await t.serve({ TOKENS_PER_DEVICE: '1000000' })
  await names(t)
  await keys(t)
  await entries(t)
  await killed(t)
}

let devices = 0
/** A sign-up token of a device of its own. */
async function token(t) {
  const pn_prid = `stranger${++devices}`
  await t.api.post('/api/tokens', { pn_provider: 'fcm', pn_param: 'project', pn_prid })
  return t.secret('token', (await sentTo(t.dataDir, 'push', `fcm project ${pn_prid}`)).data.token)
}
const signUp = (t, username, token) =>
  t.api.post('/api/accounts/with-token', { username, token, password: t.secret('password', `Pw${t.random.hex(12)}`), algorithm: 'MD5' })
const there = async (t, username) => (await t.db.rows(`select id from accounts where username = '${username}'`)).length
const remove = (t, { id }) => t.api.delete(`/api/accounts/${id}`, { headers: t.key })

async function names(t) {
  const people = await makePeople(t, t.times(200, 10), { prefix: 'leaving' })
  await t.claim('a name that is deleted while four strangers sign up with it is nobody’s').each(people, 1, async (person) => {
    const tokens = await Promise.all(times(4).map(() => token(t)))
    const answers = await Promise.all([remove(t, person), ...tokens.map((one) => signUp(t, person.username, one))])
    const [deleted, ...others] = answers.map(({ status, body }) => `${status} ${body?.code ?? ''}`)
    if (deleted !== '200 ' || others.some((one) => one !== '422 username_taken')) return `${deleted}, then ${tally(others)}`
    return (await there(t, person.username)) === 0 ? undefined : 'somebody has it'
  })
}

async function keys(t) {
  const rounds = t.times(100, 8)
  const chief = new PanelClient({ api: t.api })
  await chief.logIn({ ...t.admin, domain: DOMAIN })
  await chief.get('/')
  const claim = t.claim('of keys that are made while the role or the activation goes, and of those from before, none is left')
  const made = []
  await claim.each(times(rounds), 1, async (round) => {
    const username = `passing.admin.${round}`
    const password = t.secret('password', `Pw${t.random.hex(12)}`)
    const account = { username, password, algorithm: 'SHA-256', activated: true, admin: true }
    const { body } = await t.api.post('/api/accounts', account, { headers: t.key })
    const browser = new PanelClient({ api: t.api })
    await browser.logIn(/** @type {any} */ ({ ...account, domain: DOMAIN }))
    const first = await browser.send('/keys', { name: 'First', scope: 'admin' })
    if (first.status !== 303) return `the first key: ${first.status}`
    let keys = 0
    const make = () => browser.post('/keys', { name: `Key ${++keys}`, scope: 'admin' })
    const end =
      round % 2 === 0
        ? () => t.api.post(`/api/accounts/${body.id}/deactivate`, undefined, { headers: t.key })
        : () => chief.post(`/accounts/${body.id}/take-admin`)
    const [one, two, ended, three] = await Promise.all([make(), make(), end(), make()])
    if (ended.status >= 400) return `the end: ${ended.status}`
    made.push(...[one, two, three].map(({ status }) => status))
    const left = await t.db.rows(`select id from api_keys where account_id = ${body.id}`)
    return left.length === 0 ? undefined : `${left.length} keys`
  })
  claim.seen = `keys made meanwhile: ${tally(made)}`
}

async function entries(t) {
  const claim = t.claim('no statement changes, replaces or removes an entry of the audit log')
  const all = async () => JSON.stringify(await t.db.rows('select * from audit_log order by id'))
  const [{ id }] = await t.db.rows('select min(id) as id from audit_log')
  const before = await all()
  const forged = `audit_log (id, created_at, expires_at, actor_kind, action) values (${id}, '2000-01-01', '2000-01-01', 'system', 'forged')`
  const sqlite = [
    `insert or replace into ${forged}`,
    `replace into ${forged}`,
    `update or replace audit_log set id = ${id} where id > ${id}`,
  ]
  const postgresql = ['truncate audit_log', `insert into ${forged} on conflict (id) do nothing`]
  for (const sql of [
    `insert into ${forged}`,
    `insert into ${forged} on conflict (id) do update set action = 'forged', expires_at = '2000-01-01'`,
    `update audit_log set action = 'forged', expires_at = '2000-01-01'`,
    'delete from audit_log',
    ...(t.database === 'sqlite' ? sqlite : postgresql),
  ]) {
    await t.db.run(sql).catch(() => undefined)
    claim.check((await all()) === before, sql)
  }
}

/** Deletions, until the service is killed: of each account either all is there, or its name is kept. */
async function killed(t) {
  const claim = t.claim('kill -9 in the middle of deletions: no name is free')
  const stranger = t.claim('and no stranger gets one')
  for (let round = 0; round < t.times(10, 1); round++) {
    const people = await makePeople(t, 200, { prefix: `killed.${round}` })
    let done = 0
    const lanes = Promise.all(
      times(8).map(async (lane) => {
        for (const person of people.filter((_, i) => i % 8 === lane))
          if ((await remove(t, person).catch(() => undefined))?.status === 200) done++
          else return
      }),
    )
    let over = false
    lanes.then(() => (over = true))
    const enough = 40 + t.random.below(100)
    while (done < enough && !over) await new Promise((resolve) => setTimeout(resolve, 1))
    await t.service.kill()
    await lanes
    const rows = await t.db.rows(`select username from accounts where username like 'killed.${round}.%'`)
    const kept = await t.db.rows(`select username from tombstones where username like 'killed.${round}.%'`)
    const held = [...rows, ...kept].map(({ username }) => username)
    for (const { username } of people) claim.check(held.filter((one) => one === username).length === 1, username)
    await t.restart()
    for (const { username } of kept.slice(0, 5)) {
      const { status } = await signUp(t, username, await token(t))
      stranger.check(status === 422, `${username}: ${status}`)
    }
  }
}
