import { createHmac } from 'node:crypto'
import { loadConfig } from '../../src/config/load.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'

const TURN = '/api/accounts/me/services/turn'
const SECRET = 'a secret of the TURN server'
const URIS = ['turn:turn.example.org:3478', 'turns:turn.example.org:5349?transport=tcp', 'turn:[2001:db8::1]']

describeApp('TURN credentials', () => {
  const app = useApp({ env: { TURN_URIS: URIS.join(','), TURN_SECRET: SECRET, TURN_TTL: '600' } })

  test('are what the TURN server computes from the same secret, and others each time', async () => {
    const bob = await app.make.user()
    const { status, body } = await app.api.get(TURN, { as: bob })
    expect(status).toBe(200)
    expect(body).toEqual({ username: expect.any(String), password: expect.any(String), ttl: 600, uris: URIS })
    expect(body.username).toMatch(new RegExp(`^${Math.floor(app.clock.now() / 1000) + 600}:[A-Za-z0-9]{16}$`))
    expect(body.password).toBe(createHmac('sha1', SECRET).update(body.username).digest('base64'))
    expect((await app.api.get(TURN, { as: bob })).body.username).not.toBe(body.username)
  })

  test('are not for accounts that are not activated, or blocked', async () => {
    const alice = await app.make.admin()
    const bob = await app.make.user()
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
    expect(await app.api.get(TURN, { as: bob })).toMatchObject({ status: 403, body: { code: 'account_blocked' } })
    expect((await app.api.get(TURN, { as: await app.make.unconfirmed() })).status).toBe(403)
    expect((await app.api.get(TURN)).status).toBe(401)
  })
})

describeApp('without a TURN server', () => {
  const app = useApp()
  test('there are no credentials', async () => {
    expect(await app.api.get(TURN, { as: await app.make.user() })).toMatchObject({ status: 404, body: { code: 'not_enabled' } })
  })

  test.each([
    [{ TURN_URIS: 'turn:turn.example.org' }, 'TURN_URIS, TURN_SECRET: set both, or none'],
    [{ TURN_SECRET: SECRET }, 'TURN_URIS, TURN_SECRET: set both, or none'],
    [{ TURN_URIS: 'stun:turn.example.org', TURN_SECRET: SECRET }, "TURN_URIS: 'stun:turn.example.org' is no TURN server"],
    [{ TURN_URIS: 'turn:a b', TURN_SECRET: SECRET }, 'is no TURN server'],
  ])('%j is refused at the start', (env, text) => {
    expect(() => loadConfig({ SECRET: 'a secret for tests alone', ...env })).toThrow(text)
  })
})
