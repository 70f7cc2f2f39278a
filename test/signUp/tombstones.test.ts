import { createAccount } from '../../src/services/accounts/accounts.js'
import { clearExpired, clearUnconfirmed } from '../../src/services/housekeeping/expired.js'
import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAccount, newAddress, newPhone, receiveToken } from '../support/signUp.js'

const DAY = 86_400

describeApp('the name of a deleted account', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off', TOMBSTONE_DAYS: '10' } })

  const withToken = async (username: string, more: object = {}, on = app) =>
    on.api.post('/api/accounts/with-token', newAccount({ token: await receiveToken(on), username, ...more }))
  const register = (username: string, email = newAddress(), on = app) =>
    new PanelClient(on).send('/register/email', { username, email, password: 'a new secret', again: 'a new secret' })
  const seen = ({ status, body, text }: Awaited<ReturnType<typeof withToken>>) => {
    const { request_id: _, ...rest } = (body ?? {}) as Record<string, unknown>
    return { status, ...rest, said: /This user name is taken/.test(text) }
  }
  const deleted = async (by: 'me' | 'admin' | 'panel' | 'admin-panel' = 'me'): Promise<Person> => {
    const bob = await app.make.user()
    const alice = await app.make.admin()
    if (by === 'me') await app.api.delete('/api/accounts/me', { as: bob })
    else if (by === 'admin') await app.api.delete(`/api/accounts/${bob.id}`, { as: alice })
    else {
      const browser = new PanelClient(app)
      await browser.logIn(by === 'panel' ? bob : alice)
      await browser.send(by === 'panel' ? '/delete' : `/accounts/${bob.id}/delete`, { username: bob.username })
    }
    expect((await app.api.get(`/api/accounts/${bob.username}@${bob.domain}/info`)).status).toBe(404)
    return bob
  }

  test.each(['me', 'admin', 'panel', 'admin-panel'] as const)('is taken for sign-up when it was deleted by %s', async (by) => {
    const bob = await deleted(by)
    for (const more of [{}, { email: newAddress() }, { phone: newPhone() }])
      expect(await withToken(bob.username, more)).toMatchObject({ status: 422, body: { code: 'username_taken' } })
    expect((await register(bob.username)).status).toBe(422)
    expect(await app.deps.db.prisma.account.count({ where: { username: bob.username } })).toBe(0)
  })

  test('is answered as one that somebody has, the token stays good and no mail is sent or counted', async () => {
    const [bob, erin] = [await deleted(), await app.make.user()]
    expect(seen(await withToken(bob.username))).toEqual(seen(await withToken(erin.username)))
    const page = async (username: string) =>
      (await register(username)).text.replaceAll(/name="form_token" value="[^"]*"|value="[^"]*"/g, '')
    expect(await page(bob.username)).toBe(await page(erin.username))
    const token = await receiveToken(app)
    const email = newAddress()
    expect((await app.api.post('/api/accounts/with-token', newAccount({ token, username: bob.username, email }))).status).toBe(422)
    expect(await app.outbox.to(email)).toEqual([])
    expect((await app.api.post('/api/accounts/with-token', newAccount({ token }))).status).toBe(200)
  })

  test('is taken on the panel for whoever has used up the codes to an address, as one that somebody has', async () => {
    const limited = await startApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off', RATE_LIMIT: 'on' } })
    try {
      const [bob, erin] = [await limited.make.user(), await limited.make.user()]
      await limited.api.delete('/api/accounts/me', { as: bob })
      const email = newAddress()
      for (let i = 0; i < 3; i++) expect((await register(`newcomer.${i}`, email, limited)).status).toBe(303)
      expect((await register('newcomer.4', email, limited)).status).toBe(429)
      for (const { username } of [bob, erin]) expect((await register(username, email, limited)).status).toBe(422)
    } finally {
      await limited.close()
    }
  })

  test('is free in another domain, and after TOMBSTONE_DAYS in its own', async () => {
    const bob = await deleted()
    expect((await withToken(bob.username, { domain: 'other.example.org' })).status).toBe(200)
    app.clock.advance(10 * DAY - 1)
    expect((await withToken(bob.username)).status).toBe(422)
    app.clock.advance(1)
    expect((await withToken(bob.username)).status).toBe(200)
  })

  test('is removed by housekeeping when it is free, and no earlier', async () => {
    const bob = await deleted()
    const kept = () => app.deps.db.prisma.tombstone.count({ where: { username: bob.username } })
    app.clock.advance(10 * DAY - 1)
    await clearExpired(app.deps)
    expect(await kept()).toBe(1)
    app.clock.advance(1)
    expect((await clearExpired(app.deps)).tombstones).toBeGreaterThanOrEqual(1)
    expect(await kept()).toBe(0)
  })

  test('may be used by administrators: API, bulk, panel and command line', async () => {
    const alice = await app.make.admin()
    const password = 'n3w-secret'
    const [one, two, three, four] = [await deleted(), await deleted(), await deleted(), await deleted()]
    const account = ({ username }: Person) => ({ username, password, algorithm: 'SHA-256' as const })
    expect((await app.api.post('/api/accounts', account(one), { as: alice })).status).toBe(200)
    expect((await app.api.post('/api/accounts/bulk', { accounts: [account(two)] }, { as: alice })).body).toMatchObject({ created: 1 })
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    expect((await browser.send('/accounts/new', { ...account(three), domain: three.domain })).status).toBe(303)
    expect((await createAccount(app.deps, account(four), CLIENT)).username).toBe(four.username)
  })

  test('is free at once when the account was never activated, whoever had the name before', async () => {
    const alice = await app.make.admin()
    const [one, two] = [await deleted(), await deleted()]
    const waiting = async ({ username }: Person) => app.make.unconfirmed({ username })
    await app.api.delete(`/api/accounts/${(await waiting(one)).id}`, { as: alice })
    expect((await withToken(one.username)).status).toBe(200)
    await waiting(two)
    app.clock.advance(2 * DAY)
    expect(await clearUnconfirmed(app.deps, 1, true, CLIENT)).toBeGreaterThanOrEqual(1)
    expect((await withToken(two.username)).status).toBe(200)
  })

  test('of a deactivated account is kept as any other', async () => {
    const alice = await app.make.admin()
    const bob = await app.make.user()
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
    await app.api.delete(`/api/accounts/${bob.id}`, { as: alice })
    expect((await withToken(bob.username)).status).toBe(422)
  })

  test('is free at once with TOMBSTONE_DAYS=0, those of before too', async () => {
    const database = { url: app.config.databaseUrl, drop: async () => undefined }
    const bob = await deleted()
    const off = await startApp({ env: { TOMBSTONE_DAYS: '0' }, database, clock: app.clock })
    try {
      expect((await withToken(bob.username, {}, off)).status).toBe(200)
      const erin = await off.make.user()
      await off.api.delete('/api/accounts/me', { as: erin })
      expect((await withToken(erin.username, {}, off)).status).toBe(200)
    } finally {
      await off.close()
    }
  })

  test('is nobody else’s when deletion and sign-ups come at once', async () => {
    for (let round = 0; round < 10; round++) {
      const bob = await app.make.user()
      const tokens = await Promise.all(Array.from({ length: 4 }, () => receiveToken(app)))
      const signUp = (token: string) => app.api.post('/api/accounts/with-token', newAccount({ token, username: bob.username }))
      const [gone, ...others] = await Promise.all([
        app.api.delete('/api/accounts/me', { as: bob }),
        ...tokens.map(signUp),
        register(bob.username),
      ])
      expect([gone.status, ...others.map(({ status }) => status)]).toEqual([200, 422, 422, 422, 422, 422])
    }
  })
})
