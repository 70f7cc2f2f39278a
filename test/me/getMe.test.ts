import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { NOTHING_KEPT, type Person } from '../support/factory.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

describeApp('my account', () => {
  const app = useApp()

  test('is shown whole, and no hash or key of it', async () => {
    const [email, phone] = [newAddress(), newPhone()]
    const bob = await app.make.user({ email, phone })
    const response = await app.api.get('/api/accounts/me', { as: bob })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      id: bob.id,
      username: bob.username,
      domain: 'sip.example.org',
      email,
      phone,
      activated: true,
      admin: false,
      realm: 'sip.example.org',
      ip_address: null,
      user_agent: null,
      creation_time: '2026-11-24 12:00:00',
      confirmation_key_expires: null,
      passwords: [{ algorithm: 'MD5' }],
      email_changed: null,
      sip_uri: `sip:${bob.username}@sip.example.org`,
      created_at: '2026-11-24T12:00:00.000000Z',
      updated_at: '2026-11-24T12:00:00.000000Z',
      ...NOTHING_KEPT,
      email_change_code: null,
      provisioning_token: null,
      provisioning_token_expire_at: null,
    })
    for (const { password } of bob.record.passwords) expect(response.text).not.toContain(password)
  })

  test('says where it was made from only to who made it, and to administrators', async () => {
    const alice = await app.make.admin()
    const [bob, dave] = [await app.make.user(), (await signUp(app, {}, { 'user-agent': 'Linphone' })).person]
    const shown = async (id: number, as: Person, path = '/me') => {
      const { body } = await app.api.get(`/api/accounts${path}`, { as })
      const { ip_address, user_agent } = path === '/me' ? body : (body.data?.find((one: { id: number }) => one.id === id) ?? body)
      return [ip_address, user_agent]
    }
    expect(await shown(bob.id, bob)).toEqual([null, null])
    expect(await shown(dave.id, dave)).toEqual(['127.0.0.1', 'Linphone'])
    for (const path of [`/${bob.id}`, '?per_page=100', '?cursor=&per_page=100'])
      expect([path, await shown(bob.id, alice, path)]).toEqual([path, ['127.0.0.1', 'tests']])
    const carol = await app.make.unconfirmed()
    const activated = await app.api.post(`/api/accounts/${carol.username}@${carol.domain}/activate/email`, {
      code: carol.record.confirmationKey,
    })
    expect(activated).toMatchObject({ status: 200, body: { ip_address: null, user_agent: null } })
    const email = newAddress()
    await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })
    const { code } = (await app.outbox.last('email', email)).data
    expect((await app.api.post('/api/accounts/me/email', { code }, { as: bob })).body).toMatchObject({ email, ip_address: null })
  })

  test('lists every algorithm that is stored, the clear text of imported databases too', async () => {
    const bob = await app.make.user()
    await app.make.storePassword(bob, 'SHA-256')
    await app.make.storePassword(bob, 'CLRTXT')
    const { body, text } = await app.api.get('/api/accounts/me', { as: bob })
    expect(body.passwords.map((p: { algorithm: string }) => p.algorithm).sort()).toEqual(['CLRTXT', 'MD5', 'SHA-256'])
    expect(text).not.toContain(bob.password)
  })

  test('is the one of the key or password used, whoever else there is', async () => {
    const [bob, alice] = [await app.make.user(), await app.make.admin()]
    expect((await app.api.get('/api/accounts/me', { as: bob })).body.id).toBe(bob.id)
    expect((await app.api.get('/api/accounts/me', { as: alice })).body).toMatchObject({ id: alice.id, admin: true })
    expect((await app.api.get('/api/accounts/me', { as: alice, by: 'digest' })).body.id).toBe(alice.id)
  })

  test('shows what another request has just changed', async () => {
    const bob = await app.make.user()
    const email = newAddress()
    await app.api.post('/api/accounts/me/email/request', { email }, { as: bob })
    const { body } = await app.api.get('/api/accounts/me', { as: bob })
    expect(body).toMatchObject({
      email: null,
      email_changed: { new_email: email, created_at: '2026-11-24 12:00:00' },
      ...NOTHING_KEPT,
      email_change_code: { email, created_at: '2026-11-24T12:00:00.000000Z', updated_at: '2026-11-24T12:00:00.000000Z' },
    })
  })
})
