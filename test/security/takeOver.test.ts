import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAccount, newAddress, newPhone, personOf, receiveToken } from '../support/signUp.js'

const NEW = 'n3w-secret'

describeApp('who had an account', () => {
  const app = useApp({ env: { CAPTCHA: 'off', LEGACY_APPS: 'on' } })

  const change = (bob: Person) =>
    app.api.post('/api/accounts/me/password', { algorithm: bob.algorithm, password: NEW, old_password: bob.password }, { as: bob })
  const attached = async (bob: Person): Promise<string> => {
    const { token } = (await app.api.post('/api/accounts/auth_token')).body
    expect((await app.api.get(`/api/accounts/auth_token/${token}/attach`, { as: bob })).status).toBe(200)
    return token
  }
  const ask = (bob: Person, email: string) => app.api.post('/api/accounts/me/email/request', { email }, { as: bob })
  const linkTo = async (email: string) => new URL((await app.outbox.last('email', email)).data.link!)
  const emailOf = async (id: number) => (await app.deps.db.prisma.account.findUniqueOrThrow({ where: { id } })).email

  test('has no device that they let in before the password was changed, or the account closed', async () => {
    const [alice, bob, erin] = [await app.make.admin(), await app.make.user(), await app.make.user()]
    const [his, hers] = [await attached(bob), await attached(erin)]
    expect((await change(bob)).status).toBe(200)
    await app.api.post(`/api/accounts/${erin.id}/deactivate`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${erin.id}/activate`, undefined, { as: alice })
    for (const token of [his, hers]) {
      expect((await app.api.get(`/api/accounts/me/api_key/${token}`)).status).toBe(404)
      expect((await app.api.raw('GET', `/provisioning/auth_token/${token}`)).status).toBe(404)
    }
  })

  test('cannot confirm an address any more once a link has set a new password', async () => {
    const bob = await app.make.user()
    const evil = newAddress()
    await ask(bob, evil)
    const { provisioning_token: token } = (await app.api.get('/api/accounts/me/provision', { as: bob })).body
    const headers = { 'x-linphone-provisioning': '1' }
    expect((await app.api.raw('GET', `/provisioning/${token}?reset_password=1`, { headers })).status).toBe(200)
    const browser = new PanelClient(app)
    const link = await linkTo(evil)
    await browser.submit(await browser.get(link.pathname + link.search), '/confirm-email')
    expect(await emailOf(bob.id)).toBeNull()
  })

  test('cannot use what was sent to the former address', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user({ email: newAddress() })]
    const before = bob.record.email!
    await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: alice })
    const reset = await linkTo(before)
    const browser = new PanelClient(app)
    await browser.get('/recovery/email')
    await browser.post('/recovery', { email: before, username: '' })
    const recovery = await linkTo(before)
    const email = newAddress()
    await ask(bob, email)
    const { code } = (await app.outbox.last('email', email)).data
    expect((await app.api.post('/api/accounts/me/email', { code }, { as: bob })).status).toBe(200)
    expect((await browser.get(reset.pathname)).status).toBe(404)
    expect((await browser.submit(await browser.get(recovery.pathname + recovery.search), '/recovery/link')).status).toBe(404)
  })

  test('does not get a phone number as a name by proving something else', async () => {
    const phone = newPhone()
    const wanted = newAccount({ username: phone, account_creation_token: await receiveToken(app) })
    const made = await app.api.post('/api/accounts/with-account-creation-token', wanted)
    const mallory = personOf(made, wanted)
    const email = newAddress()
    await ask(mallory, email)
    const { code } = (await app.outbox.last('email', email)).data
    expect((await app.api.post('/api/accounts/me/email', { code }, { as: mallory })).status).toBe(422)
    expect((await app.api.post(`/api/accounts/${encodeURIComponent(phone)}@sip.example.org/activate/email`, { code })).status).toBe(404)
    const owner = await app.make.user()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: owner })).status).toBe(200)
  })

  test('does not go around the key that an administrator has made', async () => {
    const carol = { ...(await app.make.unconfirmed()), apiKey: undefined } as unknown as Person
    const consumed = await app.api.post(
      '/api/account_creation_tokens/consume',
      { account_creation_token: await receiveToken(app) },
      { as: carol },
    )
    expect(consumed.status).toBe(200)
    const email = newAddress()
    await ask(carol, email)
    const { code } = (await app.outbox.last('email', email)).data
    expect(await app.api.post('/api/accounts/me/email', { code }, { as: carol })).toMatchObject({
      status: 200,
      body: { activated: false, email },
    })
    expect((await app.api.get('/api/accounts/me/devices', { as: carol })).status).toBe(403)
  })

  test('is sent one code by equal requests at once', async () => {
    const bob = await app.make.user()
    const as = { ...bob, apiKey: await app.make.apiKey(bob) }
    const phone = newPhone()
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.api.post('/api/accounts/me/phone/request', { phone }, { as })))
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200))
    expect(await app.outbox.to(phone)).toHaveLength(1)
  })

  test('activates by the code of either address, and spoils neither', async () => {
    const wanted = newAccount({ account_creation_token: await receiveToken(app) })
    const dave = personOf(await app.api.post('/api/accounts/with-account-creation-token', wanted), wanted)
    const [email, phone] = [newAddress(), newPhone()]
    await ask(dave, email)
    await app.api.post('/api/accounts/me/phone/request', { phone }, { as: dave })
    const { code } = (await app.outbox.last('email', email)).data
    const activated = await app.api.post(`/api/accounts/${dave.username}@sip.example.org/activate/email`, { code })
    expect(activated).toMatchObject({ status: 200, body: { activated: true, email } })
    const pin = (await app.outbox.last('sms', phone)).data.code!
    expect((await app.api.post('/api/accounts/me/phone', { code: pin }, { as: dave })).body).toMatchObject({ phone })
  })

  test('tells an account that is not active yet of three numbers that are somebody’s', async () => {
    const phone = newPhone()
    await app.make.user({ phone })
    const wanted = newAccount({ account_creation_token: await receiveToken(app) })
    const dave = personOf(await app.api.post('/api/accounts/with-account-creation-token', wanted), wanted)
    const statuses = []
    for (let n = 0; n < 4; n++) statuses.push((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: dave })).status)
    expect(statuses).toEqual([422, 422, 422, 429])
  })

  test('is sent another mail when the link of the first was used', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user({ email: newAddress() })]
    const send = () => app.api.post(`/api/accounts/${bob.id}/send_provisioning_email`, undefined, { as: alice })
    await send()
    await send()
    expect(await app.outbox.to(bob.record.email!)).toHaveLength(1)
    const headers = { 'x-linphone-provisioning': '1' }
    expect((await app.api.raw('GET', (await linkTo(bob.record.email!)).pathname, { headers })).status).toBe(200)
    await send()
    expect(await app.outbox.to(bob.record.email!)).toHaveLength(2)
  })
})
