import { ok, told, useAuditLog } from '../support/audit.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

describeApp('the audit log', () => {
  const { app, alice, list } = useAuditLog()
  /** What was done to an account, the oldest first. */
  const of = async (account: string | number) => (await list({ account: String(account), per_page: '100' })).data.reverse()

  test('has what an administrator does to an account, with the address, the time and the request', async () => {
    const username = `erin.${unique()}`
    const created = ok(
      await app.api.post('/api/accounts', { username, password: '3rin-secret', algorithm: 'MD5', email: newAddress() }, { as: alice }),
    )
    const { id } = created.body
    ok(await app.api.post(`/api/accounts/${id}/activate`, undefined, { as: alice }))
    ok(await app.api.get(`/api/accounts/${id}/deactivate`, { as: alice }))
    ok(await app.api.delete(`/api/accounts/${id}`, { as: alice, by: 'digest' }))

    const entries = await of(id)
    const actions = ['createAccount', 'activateAccount', 'deactivateAccount', 'deleteAccount']
    expect(told(entries)).toEqual(actions.map((action) => [action, 'admin', alice.id]))
    expect(entries[0]).toEqual({
      id: expect.any(Number),
      created_at: `${new Date(app.clock.time).toISOString().slice(0, -1)}000Z`,
      action: 'createAccount',
      account_id: id,
      account: `${username}@sip.example.org`,
      actor_kind: 'admin',
      actor_id: alice.id,
      actor_address: '127.0.0.1',
      request_id: created.header('x-request-id'),
      detail: null,
    })
    // also by name, after the account is gone
    expect(await of(`sip:${username}@sip.example.org`)).toEqual(entries)
  })

  test('has what people do to their own accounts, and what codes do', async () => {
    const email = newAddress()
    const { person: dave } = await signUp(app, { email, algorithm: 'MD5' })
    const code = async (channel: 'email' | 'sms', to: string) => ({ code: (await app.outbox.last(channel, to)).data.code })
    ok(await app.api.post(`/api/accounts/${dave.username}@${dave.domain}/activate/email`, await code('email', email)))
    const [address, phone] = [newAddress(), newPhone()]
    ok(await app.api.post('/api/accounts/me/email/request', { email: address }, { as: dave }))
    ok(await app.api.post('/api/accounts/me/email', await code('email', address), { as: dave }))
    ok(await app.api.post('/api/accounts/me/phone/request', { phone }, { as: dave }))
    ok(await app.api.post('/api/accounts/me/phone', await code('sms', phone), { as: dave }))
    ok(await app.api.delete('/api/accounts/me/devices/known', { as: dave }))
    const changed = { algorithm: 'MD5', password: 'another-9', old_password: dave.password }
    ok(await app.api.post('/api/accounts/me/password', changed, { as: dave }))
    ok(await app.api.delete('/api/accounts/me', { as: { ...dave, password: 'another-9' } }))

    expect(told(await of(dave.id))).toEqual([
      ['createAccount', 'anonymous', null],
      ['activateAccount', 'anonymous', null],
      ...['changeEmail', 'changePhone', 'deleteDevice', 'changePassword', 'deleteAccount'].map((action) => [action, 'account', dave.id]),
    ])
  })

  test('has nothing of what was refused', async () => {
    const bob = await app.make.user()
    const before = (await list({ per_page: '1' })).data[0].id
    expect((await app.api.post('/api/accounts', { ...bob.record, password: 'x-secret', algorithm: 'MD5' }, { as: alice })).status).toBe(422)
    const wrong = { algorithm: 'MD5', password: 'another-9', old_password: 'wrong-1' }
    expect((await app.api.post('/api/accounts/me/password', wrong, { as: bob })).status).toBe(422)
    expect((await app.api.delete('/api/accounts/me/devices/unknown', { as: bob })).status).toBe(404)
    expect((await app.api.post('/api/accounts/2147483647/activate', undefined, { as: alice })).status).toBe(404)
    expect((await app.api.delete('/api/accounts/2147483647', { as: alice })).status).toBe(404)
    expect((await list({ per_page: '1' })).data[0].id).toBe(before)
  })

  test('has the accounts of a bulk request that were kept, and which of them are administrators', async () => {
    const row = (more: object = {}) => ({ username: `bulk.${unique()}`, password: 'bulk-secret', algorithm: 'MD5', ...more })
    const rows = [row(), row({ admin: true, activated: true })]
    const send = async (more: object = {}, accounts: object[] = rows) =>
      ok(await app.api.post('/api/accounts/bulk', { accounts, ...more }, { as: alice })).body.results
    await send({ dry_run: true })
    await send({ all_or_nothing: true }, [...rows, rows[0]!])
    for (const { username } of rows) expect(await of(`${username}@sip.example.org`)).toEqual([])
    const [first, second] = await send()
    expect(told(await of(first.id))).toEqual([['createAccount', 'admin', alice.id]])
    expect(told(await of(second.id))).toEqual([
      ['createAccount', 'admin', alice.id],
      ['grantAdmin', 'admin', alice.id],
    ])
  })

  test('has what is done in the panel', async () => {
    const panel = new PanelClient(app)
    await panel.logIn(alice)
    const bob = await app.make.user()
    for (const what of ['deactivate', 'activate', 'make-admin', 'take-admin']) {
      await panel.get(`/accounts/${bob.id}`)
      expect((await panel.post(`/accounts/${bob.id}/${what}`)).status).toBe(303)
    }
    expect((await panel.send(`/accounts/${bob.id}/delete`, { username: bob.username })).status).toBe(303)
    const actions = ['deactivateAccount', 'activateAccount', 'grantAdmin', 'revokeAdmin', 'deleteAccount']
    expect(told(await of(bob.id))).toEqual([['createAccount', 'operator', null], ...actions.map((action) => [action, 'admin', alice.id])])

    await panel.get('/keys')
    expect((await panel.post('/keys', { name: 'Monitoring', scope: 'read' })).status).toBe(303)
    const key = (await app.deps.db.prisma.apiKey.findFirstOrThrow({ where: { accountId: alice.id }, orderBy: { id: 'desc' } })).id
    await panel.get(`/keys/${key}/revoke`)
    expect((await panel.post(`/keys/${key}/revoke`)).status).toBe(303)
    const last = (await of(alice.id)).slice(-2)
    expect(told(last)).toEqual([
      ['createApiKey', 'admin', alice.id],
      ['revokeApiKey', 'admin', alice.id],
    ])
    expect(last).toMatchObject([{ detail: 'Monitoring (read)' }, { detail: 'Monitoring (read)' }])
    expect((await panel.get('/activity')).text).toContain('<small>Monitoring – scope: Read</small>')

    const visitor = new PanelClient(app)
    const [username, email] = [`frank.${unique()}`, newAddress()]
    const fields = { username, domain: 'sip.example.org', email, password: 'fr4nk-secret', again: 'fr4nk-secret' }
    expect((await visitor.send('/register/email', fields)).status).toBe(303)
    expect(told(await of(`${username}@sip.example.org`))).toEqual([['createAccount', 'anonymous', null]])
  })
})
