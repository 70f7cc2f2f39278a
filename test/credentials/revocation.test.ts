import { grantAdmin, revokeAdmin } from '../../src/services/accounts/change/administrators.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

const ME = '/api/accounts/me'

describeApp('what an account may do changes with its next request', () => {
  const app = useApp()

  test('one that is deactivated is refused, by digest and by key', async () => {
    const alice = await app.make.admin()
    const bob = await app.make.user()
    const key = await app.make.apiKey(bob)
    const byKey = () => app.api.get(ME, { headers: { 'x-api-key': key } })
    expect((await app.api.get(ME, { as: bob })).status).toBe(200)
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
    expect(await app.api.get(ME, { as: bob })).toMatchObject({ status: 403, body: { code: 'account_not_activated' } })
    expect((await byKey()).status).toBe(401)
    await app.api.post(`/api/accounts/${bob.id}/activate`, undefined, { as: alice })
    expect((await app.api.get(ME, { as: bob })).status).toBe(200)
    expect((await byKey()).status).toBe(401)
  })

  test('the refusal of an account that is not activated still proves the server to it', async () => {
    const carol = await app.make.unconfirmed()
    const response = await app.api.get(ME, { as: carol })
    expect(response.status).toBe(403)
    expect(response.header('authentication-info')).toMatch(/^rspauth="[0-9a-f]{64}", /)
  })

  test('one that is no administrator any more is refused what takes one, keeps the rest, and has no keys any more', async () => {
    const alice = await app.make.admin()
    expect((await app.api.get('/api/accounts', { as: alice })).status).toBe(200)
    await revokeAdmin(app.deps, alice.id, CLIENT, { evenLast: true })
    const list = () => app.api.get('/api/accounts', { as: alice, by: 'digest' })
    expect(await list()).toMatchObject({ status: 403, body: { code: 'admin_required' } })
    expect((await app.api.get(ME, { as: alice, by: 'digest' })).status).toBe(200)
    expect((await app.api.get(ME, { as: alice, by: 'apiKey' })).status).toBe(401)
    await grantAdmin(app.deps, alice.id, CLIENT)
    expect((await list()).status).toBe(200)
    expect((await app.api.get(ME, { as: alice, by: 'apiKey' })).status).toBe(401)
  })

  test('an administrator who is deactivated is refused as not activated', async () => {
    const alice = await app.make.admin()
    const other = await app.make.admin()
    await app.api.post(`/api/accounts/${alice.id}/deactivate`, undefined, { as: other })
    const response = await app.api.get('/api/accounts', { as: alice, by: 'digest' })
    expect(response.status).toBe(403)
    expect(response.body.code).toBe('account_not_activated')
  })

  test('one that is deleted is nobody', async () => {
    const alice = await app.make.admin()
    const bob = await app.make.user()
    await app.api.delete(`/api/accounts/${bob.id}`, { as: alice })
    expect((await app.api.get(ME, { as: bob })).status).toBe(401)
  })
})
