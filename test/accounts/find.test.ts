import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { newAddress } from '../support/signUp.js'

describeApp('finding an account', () => {
  const app = useApp()
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const get = (path: string) => app.api.get(`/api/accounts/${path}`, { as: alice })

  test('by its SIP address, with or without the scheme, and with what Flexisip reads', async () => {
    const bob = await app.make.user()
    for (const sip of [`${bob.username}@sip.example.org`, `sip:${bob.username}@sip.example.org`, `${bob.username}%40sip.example.org`])
      expect(await get(`${sip}/search`)).toMatchObject({ status: 200, body: { id: bob.id, call_forwardings: [] } })
  })

  test('by its e-mail address: the oldest of several', async () => {
    const email = newAddress()
    const [bob] = [await app.make.user({ email }), await app.make.user({ email })]
    expect((await get(`${encodeURIComponent(email)}/search-by-email`)).body.id).toBe(bob.id)
    expect((await get(`${encodeURIComponent(email.toUpperCase())}/search-by-email`)).body.id).toBe(bob.id)
  })

  test('by an e-mail address in whatever case it was written and is asked for', async () => {
    const address = newAddress()
    const written = `Bob.${address}`.replace('@example', '@Example')
    const { body } = await app.api.post('/api/accounts', { username: 'written.so', password: 'b0b-secret', email: written }, { as: alice })
    expect(body.email).toBe(written.toLowerCase())
    for (const asked of [written, written.toLowerCase(), written.toUpperCase()])
      expect((await get(`${encodeURIComponent(asked)}/search-by-email`)).body.id).toBe(body.id)
    const changed = { username: 'written.so', email: `ANN.${address}` }
    await app.api.send('PUT', `/api/accounts/${body.id}`, { as: alice, body: changed })
    expect((await get(`${encodeURIComponent(`Ann.${address}`)}/search-by-email`)).body.id).toBe(body.id)
  })

  test.each(['nobody@sip.example.org', 'nobody', 'a%00b@sip.example.org', '%E3%87%80%0A%13%00', '%F0%9F%98%80'])(
    'is 404 for %s',
    async (odd) => {
      for (const way of ['search', 'search-by-email'])
        expect(await get(`${odd}/${way}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    },
  )
})
