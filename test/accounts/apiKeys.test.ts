import { grantAdmin, revokeAdmin } from '../../src/services/accounts/change/administrators.js'
import { createApiKey, listApiKeys } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

const ME = '/api/accounts/me'
/** A key of before keys had names, or made without one. */
const UNNAMED = { id: expect.any(Number), name: null, scope: 'admin', networks: [], idle_minutes: null, personal: false, ends_at: null }

describeApp('the API keys of an account', () => {
  const app = useApp()
  const byKey = async (key: string) => (await app.api.get(ME, { headers: { 'x-api-key': key } })).status
  const keysOf = (id: number, as: Person) => app.api.get(`/api/accounts/${id}/api-keys`, { as })
  const entries = async (id: number) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id, action: 'revokeApiKey' } })).map(({ actorId }) => actorId)

  test('are seen and revoked by other administrators', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const second = await app.make.apiKey(other)
    expect(await byKey(other.apiKey)).toBe(200)
    const { status, body, text } = await keysOf(other.id, alice)
    expect([status, body]).toEqual([
      200,
      {
        data: [
          { ...UNNAMED, created_at: '2026-11-24T12:00:00.000000Z', last_used_at: '2026-11-24T12:00:00.000000Z' },
          { ...UNNAMED, created_at: expect.any(String), last_used_at: null },
        ],
      },
    ])
    expect(text).not.toContain(other.apiKey)
    const path = `/api/accounts/${other.id}/api-keys/${body.data[0].id}`
    expect(await app.api.delete(path, { as: alice })).toMatchObject({ status: 200, body: {} })
    expect([await byKey(other.apiKey), await byKey(second)]).toEqual([401, 200])
    expect(await entries(other.id)).toEqual([alice.id])
    expect((await app.api.delete(path, { as: alice })).status).toBe(404)
  })

  test('are 404 for an account that does not exist, and those of another account', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const bob = await app.make.user()
    expect(await keysOf(bob.id, alice)).toMatchObject({ status: 200, body: { data: [] } })
    expect((await keysOf(2_147_483_647, alice)).status).toBe(404)
    const { id } = (await listApiKeys(app.deps, other.id))[0]!
    expect((await app.api.delete(`/api/accounts/${bob.id}/api-keys/${id}`, { as: alice })).status).toBe(404)
    expect(await byKey(other.apiKey)).toBe(200)
  })

  test.each<[string, (id: number) => Promise<unknown>, (id: number, as: Person) => Promise<unknown>]>([
    ['the role', (id) => revokeAdmin(app.deps, id, CLIENT), (id) => grantAdmin(app.deps, id, CLIENT)],
    [
      'the activation',
      async (id) => app.api.post(`/api/accounts/${id}/deactivate`, undefined, { as: await app.make.admin() }),
      (id, as) => app.api.post(`/api/accounts/${id}/activate`, undefined, { as }),
    ],
  ])('end with %s, and do not come back with it', async (_, take, give) => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const second = await app.make.apiKey(other)
    await take(other.id)
    expect([await byKey(other.apiKey), await byKey(second)]).toEqual([401, 401])
    expect(await entries(other.id)).toHaveLength(2)
    await give(other.id, alice)
    expect([await byKey(other.apiKey), await byKey(second)]).toEqual([401, 401])
    expect(await listApiKeys(app.deps, other.id)).toEqual([])
  })

  test('are none of an account that is no active administrator, also when one is made while the role goes', async () => {
    const bob = await app.make.user()
    await expect(createApiKey(app.deps, bob.id, CLIENT)).rejects.toMatchObject({ status: 403, code: 'admin_required' })
    for (let round = 0; round < 10; round++) {
      const [, other] = [await app.make.admin(), await app.make.admin()]
      await Promise.allSettled([
        createApiKey(app.deps, other.id, CLIENT),
        revokeAdmin(app.deps, other.id, CLIENT),
        createApiKey(app.deps, other.id, CLIENT),
      ])
      expect(await listApiKeys(app.deps, other.id)).toEqual([])
    }
  })

  test('stay when the password changes, unless that is asked for', async () => {
    const alice = await app.make.admin({ algorithm: 'SHA-256' })
    const change = (old_password: string, password: string, more: object = {}) =>
      app.api.post(`${ME}/password`, { algorithm: 'SHA-256', password, old_password, ...more }, { as: alice })
    expect((await change(alice.password, 'wonderland-8')).status).toBe(200)
    expect(await byKey(alice.apiKey)).toBe(200)
    expect((await change('not-hers', 'wonderland-9', { revoke_keys: true })).status).toBe(422)
    expect((await change('wonderland-8', 'wonderland-9', { revoke_keys: false })).status).toBe(200)
    expect(await byKey(alice.apiKey)).toBe(200)
    expect((await change('wonderland-9', 'wonderland-10', { revoke_keys: '1' })).status).toBe(200)
    expect(await byKey(alice.apiKey)).toBe(401)
    expect(await entries(alice.id)).toEqual([alice.id])
  })

  test('go with the password on the panel unless the box is cleared, which only those who have keys see', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    const { text } = await browser.get('/password')
    expect(text).toContain('Also revoke your API key')
    expect(/<input[^>]*name="revoke"[^>]*>/.exec(text)?.[0]).toContain('checked')
    const fields = (old: string, fresh: string) => ({ old, new: fresh, again: fresh, algorithm: 'SHA-256' })
    const wrong = await browser.post('/password', { ...fields('not-hers', 'wonderland-8') })
    expect(/<input[^>]*name="revoke"[^>]*>/.exec(wrong.text)?.[0]).not.toContain('checked')
    expect((await browser.post('/password', fields(alice.password, 'wonderland-8'))).status).toBe(303)
    expect(await byKey(alice.apiKey)).toBe(200)
    expect((await browser.post('/password', { ...fields('wonderland-8', 'wonderland-9'), revoke: 'on' })).status).toBe(303)
    expect(await byKey(alice.apiKey)).toBe(401)
    const bobs = new PanelClient(app)
    await bobs.logIn(bob)
    expect((await bobs.get('/password')).text).not.toContain('name="revoke"')
  })

  test('are on its page of the panel, where each is revoked after a question', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    const { id } = (await listApiKeys(app.deps, other.id))[0]!
    const path = `/accounts/${other.id}/keys/${id}/revoke`
    expect((await browser.get(`/accounts/${other.id}/keys`)).text).toContain(`<a href="${path}" class="button danger"`)
    const page = await browser.get(path)
    expect(page.text).toContain(`${other.username}@`)
    for (const none of [`/accounts/${alice.id}/keys/${id}/revoke`, `/accounts/${other.id}/keys/x/revoke`])
      expect((await browser.get(none)).status).toBe(404)
    expect(await byKey(other.apiKey)).toBe(200)
    const after = await browser.submit(page, path)
    expect(after.text).toContain(`The key ${id} has been revoked.`)
    expect(after.text).not.toContain('API keys</h2>')
    expect(await byKey(other.apiKey)).toBe(401)
    expect((await browser.submit(page, path)).text).toContain('This key had already been revoked.')
  })
})
