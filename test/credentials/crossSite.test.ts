import { useApp } from '../support/app.js'
import { operations } from '../support/contract.js'
import { describeApp } from '../support/database.js'

const LISTED = 'https://phone.example.org'

describeApp('a request that a page of another site sends', () => {
  const app = useApp({ env: { CORS_ORIGINS: LISTED } })
  const secured = operations.filter(({ security }) => security!.length > 0)

  test.each(secured.map(({ operationId, method, path }) => [operationId, method.toUpperCase(), path] as const))(
    'is refused by %s, before anything else is looked at',
    async (_, method, path) => {
      const alice = await app.make.admin()
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example.net' },
        { origin: 'null' },
        { origin: 'null', 'sec-fetch-site': 'cross-site' },
        { origin: `${LISTED}.evil.example.net`, 'sec-fetch-site': 'cross-site' },
        { origin: 'file://' },
      ] as Record<string, string>[]) {
        const response = await app.api.raw(method, `/api${path.replace(/\{\w+\}/g, '999999')}`, {
          headers: { 'x-api-key': alice.apiKey!, ...headers },
        })
        expect([headers, response.status, response.body.code]).toEqual([headers, 403, 'cross_site'])
      }
    },
  )

  test('changes nothing', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    for (const method of ['GET', 'POST']) {
      const headers = { 'x-api-key': alice.apiKey!, 'sec-fetch-site': 'cross-site' }
      expect((await app.api.raw(method, `/api/accounts/${bob.id}/deactivate`, { headers })).status).toBe(403)
    }
    expect((await app.api.get('/api/accounts/me', { as: bob })).body.activated).toBe(true)
  })

  test('is let through from a listed origin, from our own, from none, and to what is public', async () => {
    const bob = await app.make.user()
    for (const headers of [
      {},
      { origin: LISTED, 'sec-fetch-site': 'cross-site' },
      { origin: 'http://accounts.test', 'sec-fetch-site': 'same-origin' },
      { origin: app.url },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ] as Record<string, string>[]) {
      expect([headers, (await app.api.get('/api/accounts/me', { as: bob, headers })).status]).toEqual([headers, 200])
    }
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example.net' }
    expect((await app.api.get(`/api/accounts/sip:${bob.username}@${bob.domain}/info`, { headers: foreign })).status).toBe(200)
  })
})
