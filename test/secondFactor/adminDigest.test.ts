import { createOwnKey } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

describeApp('ADMIN_DIGEST=off', () => {
  const app = useApp({ env: { ADMIN_DIGEST: 'off' } })

  test('keeps administrators with a password alone from what takes one, and from nothing else', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const refused = await app.api.get('/api/accounts', { as: alice, by: 'digest' })
    expect([refused.status, refused.body.code]).toEqual([403, 'admin_required'])
    const own = await createOwnKey(app.deps, alice.record, CLIENT)
    expect((await app.api.get('/api/accounts', { headers: { 'x-api-key': own } })).status).toBe(403)
    expect((await app.api.get('/api/accounts/me', { headers: { 'x-api-key': own } })).status).toBe(200)
    expect((await app.api.get('/api/accounts', { headers: { 'x-api-key': alice.apiKey } })).status).toBe(200)
    for (const as of [alice, bob]) expect((await app.api.get('/api/accounts/me', { as, by: 'digest' })).status).toBe(200)
  })
})
