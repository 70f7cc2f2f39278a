// Many at once, over four processes: what is good for one is had by one.
import { tally, times } from '../lib/claims.mjs'
import { count, nothingHalfMade } from '../lib/database.mjs'
import { answer, challengeFor, fromOf, makePeople, ncOf } from '../lib/people.mjs'
import { sentTo } from '../lib/service.mjs'

const SMS = {
  SMS_DAILY_PER_NUMBER: '1000000',
  SMS_DAILY_PER_RANGE: '1000000',
  SMS_DAILY_PER_ADDRESS: '1000000',
  SMS_DAILY_LIMIT: '100000000',
}

export async function run(t) {
  await t.serve(SMS)
  await oneName(t)
  await oneDevice(t)
  await oneToken(t)
  await onePin(t)
  await oneKey(t)
  await onePhone(t)
  await nothingHalfMade(t)
}

const expected = (statuses, wanted) =>
  tally(statuses.sort()) === tally(wanted.sort()) ? undefined : `${tally(statuses)} instead of ${tally(wanted)}`

async function oneName(t) {
  await t
    .claim('of 1,000 creations of one name at once one makes the account, 999 are 422')
    .each(times(t.times(5, 1)), 1, async (round) => {
      const username = `wanted.name.${round}`
      const create = (i) =>
        t.api.raw('POST', '/api/accounts', {
          headers: t.key,
          body: {
            username,
            password: t.secret('password', `Pw${t.random.hex(12)}`),
            algorithm: i % 2 ? 'MD5' : 'SHA-256',
            phone: `+3368765${String(round).padStart(4, '0')}`,
          },
        })
      const responses = await Promise.all(times(1000).map(create))
      const fault = expected(
        responses.map(({ status, body }) => `${status} ${body.code ?? ''}`),
        ['200 ', ...times(999).map(() => '422 username_taken')],
      )
      if (fault) return fault
      const made = await t.db.rows(`select id from accounts where username = '${username}'`)
      return made.length === 1 && made[0].id === responses.find(({ status }) => status === 200).body.id
        ? undefined
        : `${made.length} accounts`
    })
}

/** One device in many spellings: they are pushed to one place, and counted as one. */
async function oneDevice(t) {
  await t.claim('of 60 spellings of one device at once one gets a token, 59 are 403').each(times(t.times(50, 3)), 1, async () => {
    const [hex, other] = [t.random.hex(64), () => t.random.hex(64)]
    const key = `p256dh=B${t.random.hex(86)}&auth=${t.random.hex(22)}`
    const path = t.random.hex(20)
    const devices = {
      apns: (i) => ({
        pn_provider: i % 2 ? 'apns' : 'apns.dev',
        pn_param: i % 3 ? `TEAM${String(i).padStart(6, '0')}.org.example.phone.voip&remote` : 'org.example.phone.remote&voip',
        pn_prid: `${other()}:voip&${i % 2 ? hex.toUpperCase() : hex}:remote`,
      }),
      fcm: (i) => ({ pn_provider: 'fcm', pn_param: String(i), pn_prid: `${path}:APA91b` }),
      webpush: (i) => ({
        pn_provider: 'webpush',
        pn_param: i % 2 ? `${key}&x=${i}` : `x=${i}&${key}=`,
        pn_prid: i % 3 ? `https://PUSH.example.net:443/${path}#${i}` : `https://push.example.net/${i}/../${path}`,
      }),
    }
    for (const [name, spelling] of Object.entries(devices)) {
      const responses = await Promise.all(times(60).map((i) => t.api.raw('POST', '/api/tokens', { body: spelling(i) })))
      const fault = expected(
        responses.map(({ status, body }) => `${status} ${body.code ?? ''}`),
        ['200 ', ...times(59).map(() => '403 token_already_sent')],
      )
      if (fault) return `${name}: ${fault}`
    }
    return undefined
  })
}

async function oneToken(t) {
  await t.claim('of 100 redemptions of one token at once one makes an account').each(times(t.times(200, 4)), 1, async (round) => {
    const pn_prid = `device${round}`
    await t.api.post('/api/tokens', { pn_provider: 'fcm', pn_param: 'project', pn_prid })
    const token = t.secret('token', (await sentTo(t.dataDir, 'push', `fcm project ${pn_prid}`)).data.token)
    const before = await count(t, 'accounts')
    const redeem = (i) =>
      t.api.post('/api/accounts/with-token', {
        username: `redeemer.${round}.${i}`,
        password: t.secret('password', `Pw${t.random.hex(12)}`),
        algorithm: 'SHA-256',
        token,
      })
    const responses = await Promise.all(times(100).map(redeem))
    const made = (await count(t, 'accounts')) - before
    if (made !== 1) return `${made} accounts`
    return expected(
      responses.map(({ status }) => status),
      [200, ...times(99).map(() => 422)],
    )
  })
}

/** A PIN that is none of those seen, and is not `pin`. */
const wrongPins = (pin) =>
  times(10_000)
    .map((n) => String(n).padStart(4, '0'))
    .filter((other) => other !== pin)

async function onePin(t) {
  const rounds = t.times(20, 3)
  const people = await makePeople(t, rounds, { prefix: 'guessed' })
  const claim = t.claim('of 100 guesses of one PIN at once 3 are looked at')
  const seen = []
  await claim.each(people, 1, async (bob, round) => {
    const phone = `+3361200${String(round).padStart(4, '0')}`
    const nonce = await challengeFor(t, bob)
    const post = (path, nc, body) =>
      t.api.raw('POST', path, {
        headers: { from: fromOf(bob), authorization: answer(nonce, bob, { method: 'POST', path, nc: ncOf(nc) }) },
        body,
      })
    await post('/api/accounts/me/phone/request', 1, { phone })
    const pin = (await sentTo(t.dataDir, 'sms', phone)).data.code
    const guesses = wrongPins(pin).slice(0, 99)
    guesses.splice(t.random.below(100), 0, pin)
    const statuses = (await Promise.all(guesses.map((code, i) => post('/api/accounts/me/phone', i + 2, { code })))).map(
      ({ status }) => status,
    )
    const looked = statuses.filter((s) => s === 200 || s === 422).length
    seen.push(looked)
    // the right one ends it: those that come after find nothing
    const others = statuses.filter((s) => s !== 200 && s !== 422 && s !== 429 && s !== 404).length
    return looked <= 3 && others === 0 && (statuses.includes(200) || looked === 3) ? undefined : tally(statuses)
  })
  claim.seen = `looked at: ${tally(seen)}`
}

async function oneKey(t) {
  await t.claim('of 100 guesses of one confirmation PIN at once 3 are looked at').each(times(t.times(20, 3)), 1, async (round) => {
    const username = `waiting.${round}`
    const phone = `+3361300${String(round).padStart(4, '0')}`
    const { body } = await t.api.post(
      '/api/accounts',
      { username, password: 'secret-of-waiting', algorithm: 'MD5', phone },
      { headers: t.key },
    )
    const guess = (code) => t.api.post(`/api/accounts/${username}@sip.example.org/activate/phone`, { code })
    const statuses = (await Promise.all(wrongPins(body.confirmation_key).slice(0, 100).map(guess))).map(({ status }) => status)
    return expected(statuses, [...times(3).map(() => 404), ...times(97).map(() => 429)])
  })
}

async function onePhone(t) {
  const rounds = t.times(50, 6)
  const people = await makePeople(t, 2 * rounds, { prefix: 'rival' })
  await t.claim('of two accounts that confirm one phone number at once one gets it').each(times(rounds), 1, async (round) => {
    const phone = `+3361400${String(round).padStart(4, '0')}`
    const confirm = []
    for (const [i, person] of people.slice(2 * round, 2 * round + 2).entries()) {
      const nonce = await challengeFor(t, person)
      const post = (path, nc, body) =>
        t.api.raw('POST', path, {
          headers: { from: fromOf(person), authorization: answer(nonce, person, { method: 'POST', path, nc: ncOf(nc) }) },
          body,
        })
      await post('/api/accounts/me/phone/request', 1, { phone })
      const { code } = (await sentTo(t.dataDir, 'sms', phone, i + 1)).data
      confirm.push(() => post('/api/accounts/me/phone', 2, { code }))
    }
    const responses = await Promise.all(confirm.map((go) => go()))
    const owners = await count(t, `accounts where phone = '${phone}'`)
    if (owners !== 1) return `${owners} owners`
    return expected(
      responses.map(({ status, body }) => `${status} ${body.code ?? ''}`),
      ['200 ', '422 phone_in_use'],
    )
  })
}
