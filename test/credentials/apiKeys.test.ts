import { listApiKeys, revokeApiKey } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

const ME = '/api/accounts/me'

describeApp('an API key', () => {
  const app = useApp()

  const withKey = (key: string) => app.api.get(ME, { headers: { 'x-api-key': key } })

  test('acts as the account that it was made for', async () => {
    const alice = await app.make.admin()
    const response = await withKey(alice.apiKey)
    expect(response.status).toBe(200)
    expect(response.body.id).toBe(alice.id)
    expect(response.header('authentication-info')).toBeUndefined()
  })

  test('is stored as a hash alone', async () => {
    const { apiKey } = await app.make.admin()
    const rows = await app.deps.db.prisma.apiKey.findMany()
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(apiKey)
    expect((await withKey(rows.at(-1)!.keyHash)).status).toBe(401)
  })

  test.each(['', ' ', 'x', 'a'.repeat(40), "' or 1=1 --", 'é'])('that nobody has is refused: %p', async (key) => {
    expect((await withKey(key)).status).toBe(401)
  })

  test('in another case, or with more behind it, is refused', async () => {
    const { apiKey } = await app.make.admin()
    for (const key of [apiKey.toUpperCase(), apiKey.toLowerCase(), `${apiKey}x`, apiKey.slice(1)])
      expect((await withKey(key)).status).toBe(401)
  })

  test('in a query or as a bearer token is no credential', async () => {
    const { apiKey } = await app.make.admin()
    expect((await app.api.get(`${ME}?x-api-key=${apiKey}`)).status).toBe(401)
    expect((await app.api.get(ME, { headers: { authorization: `Bearer ${apiKey}` } })).status).toBe(401)
  })

  test('is refused on the next request once it is revoked; the account’s other keys are not', async () => {
    const alice = await app.make.admin()
    const second = await app.make.apiKey(alice)
    expect((await withKey(alice.apiKey)).status).toBe(200)
    const [first] = await listApiKeys(app.deps, alice.id)
    await revokeApiKey(app.deps, alice.id, first!.id, CLIENT)
    expect((await withKey(alice.apiKey)).status).toBe(401)
    expect((await withKey(second)).status).toBe(200)
  })

  test('notes when it was last used, to the minute', async () => {
    const alice = await app.make.admin()
    const lastUse = async () => (await listApiKeys(app.deps, alice.id))[0]!.lastUsedAt?.getTime()
    expect(await lastUse()).toBeUndefined()
    const first = app.clock.now()
    await withKey(alice.apiKey)
    expect(await lastUse()).toBe(first)
    app.clock.advance(59)
    await withKey(alice.apiKey)
    expect(await lastUse()).toBe(first)
    app.clock.advance(1)
    await withKey(alice.apiKey)
    expect(await lastUse()).toBe(first + 60_000)
  })

  test('suffices beside a digest that is wrong, and beside one that was used', async () => {
    const alice = await app.make.admin()
    const response = await app.api.get(ME, { headers: { 'x-api-key': alice.apiKey, authorization: 'Digest username="bob"' } })
    expect(response.status).toBe(200)
  })

  test('beside a right digest leaves the digest’s nonce unused', async () => {
    const bob = await app.make.user()
    const key = await app.make.apiKey(bob)
    const challenge = await app.api.get(ME)
    const authorization = answerChallenge(challenge, bob, 'GET', ME, { algorithm: 'MD5' })
    expect((await app.api.get(ME, { headers: { 'x-api-key': key, authorization } })).status).toBe(200)
    expect((await app.api.get(ME, { headers: { authorization } })).status).toBe(200)
  })

  test('of an account that is deleted goes with it', async () => {
    const alice = await app.make.admin()
    const other = await app.make.admin()
    expect((await app.api.delete(`/api/accounts/${alice.id}`, { as: other })).status).toBe(200)
    expect((await withKey(alice.apiKey)).status).toBe(401)
    expect(await app.deps.db.prisma.apiKey.count({ where: { accountId: alice.id } })).toBe(0)
  })
})
