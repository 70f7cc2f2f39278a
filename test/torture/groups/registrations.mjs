// Registrations at Flexisip while the service is killed, and while an intruder does what he can to stay.
import { join } from 'node:path'
import { FlexisipSocket } from '../../support/flexisipSocket.ts'
import { median, times } from '../lib/claims.mjs'
import { fromOf, makePeople } from '../lib/people.mjs'
import { until } from '../lib/service.mjs'

const seconds = () => Math.floor(Date.now() / 1000)
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export async function run(t) {
  const path = join(t.folder, 'flexisip-socket')
  const flexisip = await FlexisipSocket.listen({ path, generation: '2.7.0' })
  t.after(() => flexisip.close())
  await t.serve({ REGISTRAR_URL: `unix:${path}` })
  await spared(t, flexisip)
  await intruder(t, flexisip)
}

const keysOf = (flexisip, person) => (flexisip.registered.get(fromOf(person)) ?? []).map(({ key }) => key)
function register(flexisip, person, key, updateTime, more = {}) {
  const others = (flexisip.registered.get(fromOf(person)) ?? []).filter((one) => one.key !== key)
  flexisip.registered.set(fromOf(person), [...others, { key, updateTime, expiresAt: updateTime + 86_400, userAgent: 'Phone/1', ...more }])
}
async function changePassword(t, person) {
  const password = t.secret('password', `Pw${t.random.hex(12)}`)
  const body = { algorithm: person.algorithm, old_password: person.password, password }
  const { status } = await t.api.send('POST', '/api/accounts/me/password', { as: person, body }).catch(() => ({ status: 0 }))
  if (status === 200) person.password = password
  return status
}
const waiting = (t) => t.db.rows('select * from registration_removals where again_at is null')

/** The registrar is out of reach during the change, the service is killed, and a phone has registered with the new password by the time that all is back. */
async function spared(t, flexisip) {
  const rounds = t.times(10, 2)
  const stays = t.claim(`${rounds} kills while registrations wait to be removed: what registered after the change stays`)
  const goes = t.claim(`${rounds} kills while registrations wait to be removed: what registered before it goes`)
  for (let round = 0; round < rounds; round++) {
    const people = await makePeople(t, 20, { prefix: `changer.${round}`, algorithm: 'SHA-256' })
    for (const person of people) register(flexisip, person, '"<urn:uuid:old>"', seconds() - 60)
    flexisip.refuse = () => 'Error - 408 Timeout'
    const done = []
    await Promise.all(people.map(async (person) => (await changePassword(t, person)) === 200 && done.push(person)))
    await pause(t.random.below(200))
    await t.service.kill()
    await pause(1_020 - (Date.now() % 1_000)) // Flexisip tells seconds, and timers may be a little early
    for (const person of done) register(flexisip, person, '"<urn:uuid:new>"', seconds())
    flexisip.refuse = () => undefined
    // a process that died keeps what it had in hand for two minutes: nobody waits for that here
    await t.db.run('update registration_removals set next_try_at = created_at')
    await t.restart()
    // a worker that outlived its supervisor for a moment may have taken one up again, for two minutes
    await until('the removals', async () => (await waiting(t)).length === 0, 180_000)
    for (const person of done) {
      const keys = keysOf(flexisip, person)
      stays.check(keys.includes('"<urn:uuid:new>"'), () => `${person.username} has ${keys}`)
      goes.check(!keys.includes('"<urn:uuid:old>"'), () => `${person.username} has ${keys}`)
    }
  }
}

/** An account whose registrations cannot be removed, changed over and over. */
async function intruder(t, flexisip) {
  const odd = t.claim('a device whose id no command can name goes with the password, and with the account')
  const ids = ['"a b"', '"a\\"b"', '"é"', '"x', 'x'.repeat(480)]
  const victims = await makePeople(t, 2 * ids.length, { prefix: 'intruded', algorithm: 'SHA-256' })
  for (const [i, person] of victims.entries()) register(flexisip, person, ids[i % ids.length], seconds() - 60)
  await odd.each(victims, 4, async (person, i) => {
    if (i < ids.length) await changePassword(t, person)
    else await t.api.send('POST', `/api/accounts/${person.id}/deactivate`, { headers: t.key })
    await until(`${person.username} to be free`, () => keysOf(flexisip, person).length === 0, 10_000).catch(() => undefined)
    return keysOf(flexisip, person).length === 0 ? undefined : `${person.username} still has ${keysOf(flexisip, person)}`
  })

  const changes = t.times(600, 60)
  const late = t.claim(`${changes} changes of an account that cannot be purged keep nobody else waiting for a second`)
  const [stubborn, ...others] = await makePeople(t, 21, { prefix: 'neighbour', algorithm: 'SHA-256' })
  flexisip.refuse = (command) => (command.includes(`${stubborn.username}@`) ? 'Error - 408 Timeout' : undefined)
  for (const _ of times(changes)) await changePassword(t, stubborn)
  const spent = []
  await late.each(others, 1, async (person) => {
    register(flexisip, person, '"<urn:uuid:old>"', seconds() - 60)
    const begin = performance.now()
    await changePassword(t, person)
    await until(`${person.username} to be free`, () => keysOf(flexisip, person).length === 0, 30_000).catch(() => undefined)
    spent.push(performance.now() - begin)
    return spent.at(-1) < 1_000 ? undefined : `${person.username} waited ${Math.round(spent.at(-1))} ms`
  })
  late.seen = `${Math.round(median(spent))} ms in the middle, ${Math.round(Math.max(...spent))} at most`
  const rows = (await waiting(t)).length
  t.claim('those changes are one removal').check(rows === 1, `${rows} rows`)
}
