import { startApp, type TestApp, useApp } from '../support/app.js'
import { describeApp, emptyDatabase } from '../support/database.js'
import { answered, fromOf } from '../support/digestHeader.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress } from '../support/signUp.js'

const ME = '/api/accounts/me'
const HOUR = 3_600
/** All in one network, as `networkOf` counts them: they compete for the same tries. */
const address = (n: number): string => `2001:db8:${(n + 1).toString(16)}::1`
const [HOME, AWAY] = [address(9_000), address(9_001)]

const login = async (app: TestApp, person: Person, from: string, password = person.password) => {
  const { authorization } = await answered(app.api, person, { password })
  return (await app.api.raw('GET', ME, { headers: { from: fromOf(person), authorization, 'x-forwarded-for': from } })).status
}
/** Wrong passwords, each from a network of its own. @returns how each was answered */
async function spray(app: TestApp, person: Person, count: number, first = 0): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < count; n++) statuses.push(await login(app, person, address(first + n), 'guess'))
  return statuses
}

describeApp('wrong passwords of one account from everywhere', () => {
  const app = useApp({ env: { TRUST_PROXY: '1' } })
  const times = (statuses: number[], status: number) => statuses.filter((one) => one === status).length

  test('are a hundred in an hour, then one per delay of all new addresses of a network together', async () => {
    const bob = await app.make.user()
    expect(times(await spray(app, bob, 100), 401)).toBe(100)
    for (const delay of [8, 16, 32, 64, 128, 256, 512, 540]) {
      const statuses = await spray(app, bob, 5, 100)
      expect([times(statuses, 401), times(statuses, 429)]).toEqual([1, 4])
      app.clock.advance(delay)
    }
    app.clock.advance(HOUR)
    expect(times(await spray(app, bob, 20, 200), 401)).toBe(20)
  })

  test('never shut out an address from which the account has logged in, by digest or in the panel', async () => {
    const [bob, dave] = [await app.make.user(), await app.make.user()]
    expect(await login(app, bob, HOME)).toBe(200)
    const browser = new PanelClient(app)
    expect((await browser.logIn(dave)).status).toBe(303) // from 127.0.0.1
    for (const person of [bob, dave]) await spray(app, person, 101)
    expect(await login(app, bob, AWAY)).toBe(429)
    expect(await login(app, bob, HOME)).toBe(200)
    expect(await login(app, bob, HOME, 'a typo')).toBe(401)
    expect(await login(app, bob, HOME)).toBe(200)
    expect(await login(app, dave, '127.0.0.1')).toBe(200)
    expect(await login(app, dave, HOME)).toBe(429)
  })

  test('by those who do not wait cost the owner at a new address one wait, however near the guesses come from', async () => {
    const bob = await app.make.user()
    const asked = async () => {
      const { authorization } = await answered(app.api, bob)
      return app.api.raw('GET', ME, { headers: { from: fromOf(bob), authorization, 'x-forwarded-for': AWAY } })
    }
    await spray(app, bob, 103)
    const refused = await asked()
    expect(refused.status).toBe(429)
    const wait = Number(refused.header('retry-after'))
    expect(wait).toBe(8)
    for (let second = 0; second < wait; second++) {
      expect(times(await spray(app, bob, 4, 101), 429)).toBe(4)
      app.clock.advance(1)
    }
    expect(times(await spray(app, bob, 4, 101), 429)).toBe(4)
    expect((await asked()).status).toBe(200)
  })

  test('leave the owner a try in other networks than those that the guesses come from', async () => {
    const bob = await app.make.user()
    await spray(app, bob, 110)
    const statuses: number[] = []
    for (let n = 0; n < 20 && !statuses.includes(200); n++) statuses.push(await login(app, bob, `10.${n}.0.1`))
    expect(statuses.at(-1)).toBe(200)
  })

  test('are told to its owner by mail, once a day', async () => {
    const email = newAddress()
    const bob = await app.make.user({ email })
    const mails = async () => (await app.outbox.to(email)).map(({ subject }) => subject)
    await spray(app, bob, 99)
    expect(await mails()).toEqual([])
    await spray(app, bob, 1, 99)
    expect(await mails()).toEqual(['Somebody is trying passwords on your account'])
    app.clock.advance(HOUR)
    await spray(app, bob, 100)
    expect(await mails()).toHaveLength(1)
    app.clock.advance(24 * HOUR)
    await spray(app, bob, 100)
    expect(await mails()).toHaveLength(2)
  })
})

describeApp('an address that an account has logged in from', () => {
  test('is known to other processes and after a restart, for thirty days', async () => {
    const database = await emptyDatabase()
    const env = { TRUST_PROXY: '1' }
    const one = await startApp({ env, database })
    const bob = await one.make.user()
    expect(await login(one, bob, HOME)).toBe(200)
    await one.close()
    const two = await startApp({ env, database, clock: one.clock })
    try {
      two.clock.advance(30 * 24 * HOUR - 60)
      await spray(two, bob, 101)
      expect(await login(two, bob, HOME)).toBe(200)
      two.clock.advance(61 * 24 * HOUR)
      await spray(two, bob, 101)
      expect(await login(two, bob, HOME)).toBe(429)
    } finally {
      await two.close()
      await database.drop()
    }
  })

  test('is counted with others in one statement, which leaves what is counted already until its time is over', async () => {
    const app = await startApp()
    try {
      const { days } = app.deps.limits.counters
      await days.add('there', 2, 60)
      await days.mark(['there', 'new', `with "quotes" and '`], 10)
      const points = async () => (await Promise.all(['there', 'new', `with "quotes" and '`].map(days.get))).map((count) => count?.points)
      expect(await points()).toEqual([2, 1, 1])
      app.clock.advance(10)
      expect(await points()).toEqual([2, undefined, undefined])
      await days.mark(['there', 'new'], 60)
      app.clock.advance(50)
      expect(await points()).toEqual([undefined, 1, undefined])
    } finally {
      await app.close()
    }
  })

  test('is written once, however often it logs in', async () => {
    const app = await startApp({ env: { TRUST_PROXY: '1' } })
    try {
      const bob = await app.make.user()
      for (let n = 0; n < 5; n++) expect(await login(app, bob, '192.0.2.1')).toBe(200)
      await app.deps.credentials.known.flush()
      const rows = await app.deps.db.prisma.rateLimit.findMany({ where: { id: { startsWith: 'known:' } } })
      expect(rows.map(({ points }) => points)).toEqual([1])
      expect(rows[0]!.id).not.toContain(bob.username)
    } finally {
      await app.close()
    }
  })
})
