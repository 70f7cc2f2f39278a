// What strangers must not spoil: the codes of others. And what nobody gets past the rules of fields: weak passwords, times that a database does not have.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../../src/lib/packageRoot.ts'
import { answersAlike } from '../lib/alike.mjs'
import { asPerson, confirm, forgotten } from '../lib/apps.mjs'
import { tally, times } from '../lib/claims.mjs'
import { DOMAIN, makePeople } from '../lib/people.mjs'
import { sentTo } from '../lib/service.mjs'

const OWN = '192.0.2.77'

export async function run(t) {
  await t.serve({
    TRUST_PROXY: '1',
    CAPTCHA: 'off',
    TOKENS_PER_DEVICE: '1000000',
    SMS_DAILY_LIMIT: '1000000',
    SMS_DAILY_PER_RANGE: '1000000',
    SMS_DAILY_PER_ADDRESS: '1000000',
  })
  await activations(t)
  await changes(t)
  await passwords(t)
  await dates(t)
  await guesses(t)
  await restarts(t)
  await t.service.kill()
  await answersAlike(t, stranger)
}

let made = 0
const from = (address) => ({ headers: { 'x-forwarded-for': address } })
const stranger = (t) => from(`198.51.100.${t.random.below(254) + 1}`)
const newPhone = () => `+3361${String(3_000_000 + ++made)}`
const pinOtherThan = (t, pin) => String((Number(pin) + 1 + t.random.below(9_998)) % 10_000).padStart(4, '0')

async function token(t) {
  const pn_prid = `device.of.codes.${++made}`
  await t.api.post('/api/tokens', { pn_provider: 'fcm', pn_param: 'project', pn_prid })
  return t.secret('token', (await sentTo(t.dataDir, 'push', `fcm project ${pn_prid}`)).data.token)
}

async function signUp(t, address) {
  const account = {
    username: `waiting.${++made}`,
    password: t.secret('password', `Pw${t.random.hex(12)}`),
    algorithm: 'MD5',
    token: await token(t),
  }
  await t.api.post('/api/accounts/with-token', { ...account, ...address }, from(OWN))
  const to = address.email ?? address.phone
  return { ...account, code: (await sentTo(t.dataDir, address.email ? 'email' : 'sms', to)).data.code }
}

async function activations(t) {
  const kinds = ['email', 'phone']
  const claim = t.claim('twenty strangers who guess at once keep nobody from activating with the code that was sent')
  const strangers = []
  await claim.each(times(t.times(200, 8)), 2, async (i) => {
    const kind = kinds[i % 2]
    const dave = await signUp(t, kind === 'email' ? { email: `waiting.${++made}@example.org` } : { phone: newPhone() })
    const activate = (code, options) => t.api.post(`/api/accounts/${dave.username}@${DOMAIN}/activate/${kind}`, { code }, options)
    const guesses = times(20).map(() => activate(kind === 'email' ? 'AAAAAAAAAAAAA' : pinOtherThan(t, dave.code), stranger(t)))
    const [answers, own] = await Promise.all([Promise.all(guesses), activate(dave.code, from(OWN))])
    strangers.push(...answers.map(({ status }) => status))
    return own.status === 200 ? undefined : `${kind}: ${own.status} ${own.text}`
  })
  claim.seen = `strangers: ${tally(strangers)}`
  t.claim('and no wrong code activates').check(!strangers.includes(200), tally(strangers))
}

async function changes(t) {
  const people = await makePeople(t, t.times(100, 6), { prefix: 'changing' })
  await t.claim('nor from confirming another address or number').each(people, 2, async (person) => {
    const [email, phone] = [`changing.${++made}@example.org`, newPhone()]
    await t.api.post('/api/accounts/me/email/request', { email }, { as: person })
    await t.api.post('/api/accounts/me/phone/request', { phone }, { as: person })
    const code = (await sentTo(t.dataDir, 'email', email)).data.code
    const pin = (await sentTo(t.dataDir, 'sms', phone)).data.code
    const guess = (text) => t.api.post(`/api/accounts/${person.username}@${DOMAIN}/activate/email`, { code: text }, stranger(t))
    await Promise.all(times(12).flatMap(() => [guess('AAAAAAAAAAAAA'), guess(pinOtherThan(t, pin))]))
    const answers = [
      await t.api.post('/api/accounts/me/email', { code }, { as: person }),
      await t.api.post('/api/accounts/me/phone', { code: pin }, { as: person }),
    ]
    return answers.every(({ status }) => status === 200) ? undefined : answers.map(({ text }) => text).join(', ')
  })
}

async function passwords(t) {
  const list = readFileSync(join(packageRoot(), 'generated', 'common-passwords.txt'), 'utf8').split('\n')
  const [person] = await makePeople(t, 1, { prefix: 'choosing' })
  const good = await token(t)
  const spelt = (word) => (t.random.below(2) === 0 ? word : word.toUpperCase())
  const weak = [
    person.username,
    DOMAIN,
    `${person.username}@${DOMAIN}`,
    ...times(t.times(1000, 30)).map(() => list[t.random.below(list.length)]),
  ]
  await t.claim('no weak password is chosen: at sign-up, or in place of another').each(weak.map(spelt), 4, async (password) => {
    const { username } = person
    const answers = [
      await t.api.post('/api/accounts/with-token', { username, password, algorithm: 'MD5', token: good }),
      await t.api.post('/api/accounts/me/password', { algorithm: 'MD5', password, old_password: person.password }, { as: person }),
    ]
    return answers.every(({ body }) => body.errors?.password) ? undefined : `${password}: ${answers.map(({ text }) => text).join(', ')}`
  })
}

async function dates(t) {
  const two = (n) => String(n).padStart(2, '0')
  const date = () => {
    const year = t.random.below(3) === 0 ? t.random.below(3) : t.random.below(10_000)
    const [month, day, hour, minute, second] = [14, 33, 26, 62, 62].map((n) => two(t.random.below(n)))
    return `${String(year).padStart(4, '0')}-${month}-${day} ${hour}:${minute}:${second}`
  }
  /** By another way than the service's: a calendar of its own. */
  const exists = (text) => {
    const [year, month, day, hour, minute, second] = text.split(/\D/).map(Number)
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
    return year >= 1970 && day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60
  }
  const rows = times(t.times(2000, 200)).map(date)
  await t
    .claim('a time is taken if it exists and is of after 1970, and refused by its field otherwise')
    .each(times(rows.length / 100), 1, async (page) => {
      const some = rows.slice(page * 100, page * 100 + 100)
      const accounts = some.map((confirmation_key_expires) => ({
        ...{ username: `dated.${++made}`, password: 'a secret of dates', algorithm: 'MD5', confirmation_key_expires },
      }))
      const { status, body } = await t.api.post('/api/accounts/bulk', { accounts }, { headers: t.key })
      if (status !== 200) return `${status}`
      const wrong = body.results.findIndex((result, i) => (result.status === 'created') !== exists(some[i]))
      return wrong < 0 ? undefined : `${some[wrong]}: ${body.results[wrong].status}`
    })
}

const AT_ONCE = 100
/** Different PINs, none of which is the right one. */
const wrongPins = (t, pin, count) => {
  const range = 10 ** pin.length
  const first = t.random.below(range)
  const all = times(count + 1).map((i) => String((first + i * 7) % range).padStart(pin.length, '0'))
  return all.filter((one) => one !== pin).slice(0, count)
}
const triesOf = async (t, { id }, channel) => {
  const [row] = await t.db.rows(`select tries, tries_elsewhere from codes where account_id = ${id} and channel = '${channel}'`)
  return { own: Number(row?.tries ?? 0), elsewhere: Number(row?.tries_elsewhere ?? 0) }
}

async function guesses(t) {
  const people = await makePeople(t, t.times(40, 3), { prefix: 'guessed' })
  /** @type {Record<'email' | 'recovery', any[]>} */
  const seen = { email: [], recovery: [] }
  const change = t.claim(`of ${AT_ONCE} guesses at once at the PIN for another e-mail address three are looked at`)
  await change.each(people, 1, async (person) => {
    const email = `${person.username}@new.example.org`
    const path = '/api/accounts/me/email'
    await asPerson(t, person, 'POST', `${path}/request`, { body: { email } })
    const pin = (await sentTo(t.dataDir, 'email', email)).data.code
    const answers = await Promise.all(wrongPins(t, pin, AT_ONCE).map((code) => asPerson(t, person, 'POST', path, { body: { code } })))
    const statuses = answers.map(({ status, body }) => `${status} ${body.code}`)
    seen.email.push(...statuses)
    const looked = statuses.filter((one) => one === '422 wrong_code').length
    const right = (await asPerson(t, person, 'POST', path, { body: { code: pin } })).status
    const { own } = await triesOf(t, person, 'email')
    return looked === 3 && own === 3 && right === 429 ? undefined : `${looked} (${own}), the right one ${right}: ${tally(statuses)}`
  })
  change.seen = tally(seen.email)
  const recovery = t.claim(`and of ${AT_ONCE} at the one for a forgotten password: three from where it was asked for, three from elsewhere`)
  await recovery.each(people, 1, async (person) => {
    const email = `${person.username}@example.org`
    await t.db.run(`update accounts set email = '${email}' where id = ${person.id}`)
    const asked = await forgotten(t, email, from(OWN))
    const pin = (await sentTo(t.dataDir, 'email', email)).data.code
    const tried = wrongPins(t, pin, 2 * AT_ONCE)
    const answers = await Promise.all(tried.map((code, i) => confirm(asked, code, i % 2 ? from(OWN) : stranger(t))))
    seen.recovery.push(...answers.map(({ status }) => status))
    const right = [await confirm(asked, pin, from(OWN)), await confirm(asked, pin, stranger(t))]
    const { own, elsewhere } = await triesOf(t, person, 'recovery')
    const alike = [...answers, ...right].every(({ status }) => status === 422)
    return own === 3 && elsewhere === 3 && alike ? undefined : `${own} and ${elsewhere}, then ${right.map(({ status }) => status)}`
  })
  recovery.seen = tally(seen.recovery)
}

/** Who begins anew after each three guesses, as often as they like; a mail a minute would be limited besides. */
async function restarts(t) {
  const people = await makePeople(t, t.times(5, 1), { prefix: 'begun' })
  const claim = t.claim(
    'whoever begins anew all day has five guesses at an address from where the codes were asked for, and five from elsewhere',
  )
  await claim.each(people, 1, async (person) => {
    const email = `${person.username}@example.org`
    await t.db.run(`update accounts set email = '${email}' where id = ${person.id}`)
    const looked = { own: 0, elsewhere: 0 }
    for (const _ of times(t.times(30, 6))) {
      const asked = await forgotten(t, email, from(OWN))
      const before = await triesOf(t, person, 'recovery')
      const tried = wrongPins(t, (await sentTo(t.dataDir, 'email', email)).data.code, 12)
      await Promise.all(tried.map((code, i) => confirm(asked, code, i % 2 ? from(OWN) : stranger(t))))
      const after = await triesOf(t, person, 'recovery')
      looked.own += after.own - before.own
      looked.elsewhere += after.elsewhere - before.elsewhere
      // a code of a moment ago is not sent anew: this one is of an hour ago
      await t.db.run(`update codes set created_at = '2026-01-01T00:00:00.000+00:00' where account_id = ${person.id}`)
    }
    claim.seen = `${looked.own} and ${looked.elsewhere}`
    return looked.own <= 5 && looked.elsewhere <= 5 && looked.own + looked.elsewhere > 0 ? undefined : claim.seen
  })
}
