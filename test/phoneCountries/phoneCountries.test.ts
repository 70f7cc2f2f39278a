import { startApp, useApp } from '../support/app.js'
import { Clock } from '../support/clock.js'
import { describeApp, emptyDatabase } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAccount, newPhone, receiveToken } from '../support/signUp.js'
import { message } from '../support/sms.js'
import { useForEach } from '../support/use.js'

const GERMAN = '+4915112345678'
type Country = { code: string; country_code: string; activated: boolean }

describeApp('phone countries', () => {
  const app = useApp({ env: { SMS_COUNTRIES: 'FR,BE' } }, useForEach)
  let alice: Person
  beforeEach(async () => {
    alice = await app.make.admin()
  })

  const list = async (): Promise<Country[]> => (await app.api.get('/api/phone_countries')).body
  const activated = async () => (await list()).filter((country) => country.activated).map(({ code }) => code)
  const change = (code: string, what: 'activate' | 'deactivate') =>
    app.api.post(`/api/phone_countries/${code}/${what}`, undefined, { as: alice })
  const askCode = async (phone: string) => app.api.post('/api/accounts/me/phone/request', { phone }, { as: await app.make.user() })

  test('are all that have a calling code, for anybody to read, and those of SMS_COUNTRIES at first', async () => {
    const countries = await list()
    expect(countries.length).toBeGreaterThan(230)
    expect(countries.map(({ code }) => code)).toEqual(countries.map(({ code }) => code).sort())
    expect(countries).toContainEqual({ code: 'FR', country_code: '33', activated: true })
    expect(countries).toContainEqual({ code: 'US', country_code: '1', activated: false })
    expect(await activated()).toEqual(['BE', 'FR'])
  })

  test('are activated and deactivated one by one, whatever their calling code, and again', async () => {
    for (let i = 0; i < 2; i++) expect(await change('us', 'activate')).toMatchObject({ status: 200, body: {} })
    expect(await activated()).toEqual(['BE', 'FR', 'US'])
    for (let i = 0; i < 2; i++) expect(await change('FR', 'deactivate')).toMatchObject({ status: 200, body: {} })
    expect(await activated()).toEqual(['BE', 'US'])
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { actorId: alice.id, accountId: null }, orderBy: { id: 'asc' } })
    expect(entries.map(({ action }) => action)).toContain('activatePhoneCountry')
    expect(entries.at(-1)).toMatchObject({ action: 'deactivatePhoneCountry' })
  })

  test.each(['XX', 'F', 'FRA', '33', '%00%00'])('are none with the code %s', async (code) => {
    for (const what of ['activate', 'deactivate'] as const)
      expect(await change(code, what)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })

  test('decide whose numbers are taken, for changes and sign-ups, at once', async () => {
    const refused = { status: 422, body: { errors: { phone: ['This server sends SMS to numbers of FR, BE only. Use another number.'] } } }
    expect(await askCode(GERMAN)).toMatchObject(refused)
    await change('DE', 'activate')
    expect((await askCode(GERMAN)).status).toBe(200)
    await change('FR', 'deactivate')
    expect(await askCode(newPhone())).toMatchObject({
      status: 422,
      body: { errors: { phone: ['This server sends SMS to numbers of BE, DE only. Use another number.'] } },
    })
    const account = newAccount({ token: await receiveToken(app) })
    expect((await app.api.post('/api/accounts/with-token', { ...account, phone: newPhone() })).status).toBe(422)
    expect((await app.api.post('/api/accounts/with-token', { ...account, phone: '+4915112345679' })).status).toBe(200)
  })

  test('decide in the panel too', async () => {
    const bob = await app.make.user()
    const panel = new PanelClient(app)
    await panel.logIn(bob)
    expect((await panel.send('/phone', { phone: GERMAN })).status).toBe(422)
    await app.deps.db.prisma.phoneCountry.create({ data: { code: 'DE', activated: true } })
    app.clock.advance(2)
    expect((await panel.send('/phone', { phone: GERMAN })).status).toBe(303)
  })

  test('can be none', async () => {
    await change('FR', 'deactivate')
    await change('BE', 'deactivate')
    expect(await askCode(newPhone())).toMatchObject({
      body: { errors: { phone: ['This server sends no SMS to numbers of this country. Use another number.'] } },
    })
  })
})

describeApp('without SMS_COUNTRIES', () => {
  const app = useApp()
  test('all countries are activated, but those that were deactivated', async () => {
    const alice = await app.make.admin()
    const list = async (): Promise<Country[]> => (await app.api.get('/api/phone_countries')).body
    expect((await list()).every(({ activated }) => activated)).toBe(true)
    await app.api.post('/api/phone_countries/DE/deactivate', undefined, { as: alice })
    expect((await list()).filter(({ activated }) => !activated).map(({ code }) => code)).toEqual(['DE'])
    const bob = await app.make.user()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone: GERMAN }, { as: bob })).status).toBe(422)
    expect((await app.api.post('/api/accounts/me/phone/request', { phone: newPhone() }, { as: bob })).status).toBe(200)
  })

  test('several processes agree within seconds, and send no SMS that waits', async () => {
    const database = await emptyDatabase()
    const clock = new Clock()
    const options = { database, clock, env: { SMS_URL: 'https://127.0.0.1:9/sms' } }
    const [one, other] = [await startApp(options), await startApp(options)]
    try {
      const alice = await one.make.admin()
      const isGerman = async () => (await other.api.get('/api/phone_countries')).body.find(({ code }: Country) => code === 'DE').activated
      expect(await isGerman()).toBe(true)
      await one.api.post('/api/phone_countries/DE/deactivate', undefined, { as: alice })
      clock.advance(3)
      expect(await isGerman()).toBe(false)
      const sent = other.deps.senders.messages.sms.send(message({ to: GERMAN }))
      await expect(sent).rejects.toMatchObject({ permanent: true, message: 'the country of this number is not activated' })
    } finally {
      await one.close()
      await other.close()
      await database.drop()
    }
  })
})
