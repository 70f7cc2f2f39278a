// Clocks that are set, and summer time that ends: nothing expires early or late. The real application, in this process, with a clock of ours.
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { createApp } from '#built/app.js'
import { loadConfig } from '#built/config/load.js'
import { migrate } from '#built/db/migrate/migrate.js'
import { createHttpServer, listenOn } from '#built/run/httpServer.js'
import { openDeps } from '#built/run/openDeps.js'
import { ApiClient } from '../../support/client.ts'
import { answer, challengeFor, DOMAIN, fromOf, ME } from '../lib/people.mjs'
import { cli, sentTo } from '../lib/service.mjs'

const HOUR = 3_600_000
/** 02:00 summer time becomes 03:00, and 03:00 becomes 02:00 again */
const SPRING = Date.UTC(2026, 2, 29, 1)
const AUTUMN = Date.UTC(2026, 9, 25, 1)

export async function run(t) {
  const zone = process.env.TZ
  t.after(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })
  const db = t.makeDatabase()
  await migrate(db.url)
  const claim = t.claim('summer time begins and ends, whatever the time zone: nothing expires early or late')
  const moved = t.claim('a clock that is set an hour forth and back: what had expired had, what had not had not')
  let n = 0
  for (const TZ of t.times(['Europe/Paris', 'America/St_Johns', 'UTC'], ['Europe/Paris'])) {
    process.env.TZ = TZ
    for (const change of [SPRING, AUTUMN]) {
      // issued just before the change, and during the hour that is skipped or comes twice
      for (const start of t.times([change - 60_000, change + 30 * 60_000], [change - 60_000]))
        await oneStart(t, db, { claim, moved, start, id: n++ })
    }
  }
}

async function oneStart(t, db, { claim, moved, start, id }) {
  let time = start
  const dataDir = mkdtempSync(join(t.folder, 'clock-'))
  const env = {
    DATABASE_URL: db.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of the torture run',
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'silent',
    PORT: '0',
    SMS_DAILY_PER_NUMBER: '1000',
  }
  const { api_key } = await cli(env, 'create-admin', '--username', `alice.admin.${id}`)
  const deps = await openDeps(loadConfig(env), pino({ level: 'silent' }), { now: () => time })
  const server = createHttpServer(await createApp(deps), deps)
  const api = new ApiClient(`http://127.0.0.1:${await listenOn(server, '127.0.0.1', 0)}`)
  const headers = { 'x-api-key': api_key }
  try {
    const create = async (username, more) =>
      (await api.post('/api/accounts', { username: `${username}.${id}`, password: 'secret-1', algorithm: 'MD5', ...more }, { headers }))
        .body
    const at = async (seconds, attempt) => {
      time = start + seconds * 1000
      return (await attempt()).status
    }
    const check = (what, ok) => claim.check(ok, `${what}, from ${new Date(start).toISOString()} in ${process.env.TZ}`)

    const token = async (prid) => {
      time = start
      await api.post('/api/tokens', { pn_provider: 'fcm', pn_param: 'project', pn_prid: `${prid}${id}` })
      return (await sentTo(dataDir, 'push', `fcm project ${prid}${id}`)).data.token
    }
    const redeem = (code, username) => () =>
      api.post('/api/accounts/with-token', { username: `${username}.${id}`, password: 'secret-1', algorithm: 'MD5', token: code })
    check('a token is good at its last second', (await at(3599, redeem(await token('early'), 'early'))) === 200)
    check('a token is not good after its hour', (await at(3601, redeem(await token('late'), 'late'))) === 422)

    time = start
    const expires = new Date(start + 2 * HOUR).toISOString().slice(0, 19).replace('T', ' ')
    const [soon, later] = [
      await create('waits.one', { confirmation_key_expires: expires }),
      await create('waits.two', { confirmation_key_expires: expires }),
    ]
    check('a date comes back as it was given', soon.confirmation_key_expires === expires)
    const activate =
      ({ username, confirmation_key: code }) =>
      () =>
        api.post(`/api/accounts/${username}@${DOMAIN}/activate/email`, { code })
    check('a confirmation key is good until its time', (await at(7199, activate(soon))) === 200)
    check('a confirmation key is not good after its time', (await at(7201, activate(later))) === 403)

    time = start
    const bob = { username: `bobby.${id}`, password: 'secret-1', algorithm: /** @type {const} */ ('MD5'), domain: DOMAIN }
    await create('bobby', { activated: true })
    const nonce = await challengeFor({ api }, bob)
    const login = (nc) => () => api.raw('GET', ME, { headers: { from: fromOf(bob), authorization: answer(nonce, bob, { nc }) } })
    check('a nonce is good for its time', (await at(300, login('00000001'))) === 200)
    check('a nonce is not good after its time', (await at(301, login('00000002'))) === 401)

    time = start
    const request = async (email) => {
      await api.send('POST', '/api/accounts/me/email/request', { as: bob, body: { email } })
      return (await sentTo(dataDir, 'email', email)).data.code
    }
    const confirm = (code) => () => api.send('POST', '/api/accounts/me/email', { as: bob, body: { code } })
    const first = await request(`one.${id}@example.org`)
    check('a code is good until its time', (await at(599, confirm(first))) === 200)
    time = start
    const second = await request(`two.${id}@example.org`)
    check('a code is not good after its time', (await at(601, confirm(second))) === 410)

    // set forth by an hour, noticed, and set back
    time = start
    const [gone, kept] = [await token('gone'), await token('kept')]
    const forth = await at(3700, redeem(gone, 'forth'))
    const back = await at(100, redeem(kept, 'back'))
    moved.check(forth === 422 && back === 200, `an hour forth ${forth}, and back ${back}`)
    time = start
    const fresh = await challengeFor({ api }, bob)
    const use = (nc) => () => api.raw('GET', ME, { headers: { from: fromOf(bob), authorization: answer(fresh, bob, { nc }) } })
    const uses = [
      await at(3600, use('00000001')),
      await at(-3600, use('00000002')),
      await at(10, use('00000003')),
      await at(20, use('00000003')),
    ]
    moved.check(String(uses) === '401,401,200,401', `a nonce: ${uses}`)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await deps.close()
  }
}
