import { startApp, useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { challengeFor } from '../support/digestHeader.js'
import { PanelClient } from '../support/panel.js'

const ME = '/api/accounts/me'

describeApp('the log-ins of an account', () => {
  const app = useApp({ env: { TRUST_PROXY: '1' } })
  const of = async (id: number) => {
    const { status, body } = await app.api.get(`/api/accounts/${id}/logins`, { as: await app.make.admin() })
    expect(status).toBe(200)
    return body as { hindrances: Record<string, unknown>[]; data: Record<string, unknown>[] }
  }
  const reasons = async (id: number) => (await of(id)).hindrances.map(({ reason }) => reason)
  const me = (as: object, ip = '192.0.2.1') => app.api.get(ME, { as: as as never, headers: { 'x-forwarded-for': ip } })

  test('are listed, good and bad ones, by all schemes, with what sent them', async () => {
    const alice = await app.make.admin()
    await me({ ...alice, apiKey: undefined })
    await new PanelClient(app).logIn({ ...alice, password: 'wrong-1' })
    app.clock.advance(1)
    await new PanelClient(app).logIn(alice)
    await app.api.get(ME, { as: alice, headers: { 'user-agent': 'script/1.0' } })
    const { data, hindrances } = await of(alice.id)
    const told = data.map(({ scheme, result, times }) => `${scheme} ${result} ${times}`)
    expect(told.sort()).toEqual(['api_key ok 1', 'digest ok 1', 'panel ok 1', 'panel wrong 1'])
    expect(data.find(({ scheme }) => scheme === 'api_key')).toMatchObject({ user_agent: 'script/1.0', asked: null, until: null })
    expect(hindrances).toEqual([])
  })

  test('say what is in the way: the state of the account first', async () => {
    const [bob, carol] = [await app.make.user(), await app.make.unconfirmed()]
    await me(carol)
    expect(await of(carol.id)).toMatchObject({ hindrances: [{ reason: 'not_activated', at: null }], data: [{ result: 'inactive' }] })
    expect(await reasons(bob.id)).toEqual([])
    const as = await app.make.admin()
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as })
    expect(await reasons(bob.id)).toEqual(['deactivated'])
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as })
    await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
    expect(await reasons(bob.id)).toEqual(['blocked', 'no_password'])
  })

  test('say of the last tries what was wrong, until a good one comes from there or a day is over', async () => {
    const bob = await app.make.user()
    await me({ ...bob, password: 'wrong-1' })
    await me({ ...bob, password: 'wrong-1' }, '192.0.2.2')
    expect((await of(bob.id)).hindrances).toMatchObject([
      { reason: 'wrong', address: '192.0.2.2', scheme: 'digest' },
      { reason: 'wrong', address: '192.0.2.1', scheme: 'digest' },
    ])
    app.clock.advance(1)
    await me(bob)
    expect((await of(bob.id)).hindrances).toMatchObject([{ reason: 'wrong', address: '192.0.2.2' }])
    app.clock.advance(86_400)
    expect(await reasons(bob.id)).toEqual([])
  })

  test('say that an app asks with another algorithm or realm, or repeats an answer', async () => {
    const bob = await app.make.user({ algorithm: 'SHA-256' })
    const other = await challengeFor(app.api, await app.make.user({ algorithm: 'MD5' }))
    const send = (authorization: string, from = '192.0.2.1') =>
      app.api.get(ME, { headers: { authorization, from: `sip:${bob.username}@${bob.domain}`, 'x-forwarded-for': from } })
    await send(answerChallenge(other, bob, 'GET', ME, { algorithm: 'MD5' }))
    const own = answerChallenge(await challengeFor(app.api, bob), bob, 'GET', ME, { algorithm: 'SHA-256' })
    await send(own.replace(/realm="[^"]*"/, 'realm="elsewhere"'), '192.0.2.2')
    await send(own, '192.0.2.3')
    app.clock.advance(1)
    await send(own, '192.0.2.3')
    const { hindrances } = await of(bob.id)
    expect(hindrances.map(({ reason, address, asked }) => [reason, address, asked]).sort()).toEqual([
      ['other_algorithm', '192.0.2.1', 'MD5'],
      ['other_realm', '192.0.2.2', null],
      ['replayed', '192.0.2.3', null],
    ])
    await app.make.storePassword(bob, 'MD5')
    expect(await reasons(bob.id)).not.toContain('other_algorithm')
  })

  test('name nobody who does not exist: what was typed is kept nowhere', async () => {
    const before = await app.deps.db.prisma.login.count()
    await me({ username: 'my-secret-password', domain: 'sip.example.org', password: 'x', algorithm: 'MD5' })
    await new PanelClient(app).logIn({ username: 'my-secret-password', domain: 'sip.example.org', password: 'x' } as never)
    await app.deps.credentials.history.flush()
    expect(await app.deps.db.prisma.login.count()).toBe(before)
  })

  test('a delay is told until when and for whom, and lifted, which the audit log has', async () => {
    const [bob, as] = [await app.make.user(), await app.make.admin()]
    const wrong = () => me({ ...bob, password: 'wrong-1' }, '2001:db8:7:8::9')
    for (let i = 0; i < 8; i++) await wrong()
    expect((await me(bob, '2001:db8:7:8::9')).status).toBe(429)
    const { hindrances, data } = await of(bob.id)
    const until = String(data.find(({ result }) => result === 'limited')!.until)
    expect(hindrances).toMatchObject([
      { reason: 'limited', address: '2001:db8:7:8::/64', until },
      { reason: 'wrong', address: '2001:db8:7:8::/64' },
    ])
    expect(new Date(until).getTime()).toBeGreaterThan(app.clock.now())
    expect((await app.api.delete(`/api/accounts/${bob.id}/login_delay`, { as })).body).toEqual({})
    expect(await reasons(bob.id)).toEqual(['wrong'])
    expect((await me(bob, '2001:db8:7:8::9')).status).toBe(200)
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id, action: 'liftLoginDelay' } })
    expect(entries).toMatchObject([{ actorId: as.id }])
  })

  test('many wrong passwords from everywhere slow down who is new to the account: told, and lifted', async () => {
    const [bob, as] = [await app.make.user(), await app.make.admin()]
    for (let i = 0; i < 100; i++) await me({ ...bob, password: 'wrong-1' }, `10.9.${i}.1`)
    expect(await reasons(bob.id)).toContain('guessed')
    await app.api.delete(`/api/accounts/${bob.id}/login_delay`, { as })
    expect(await reasons(bob.id)).not.toContain('guessed')
    expect((await me(bob, '203.0.113.9')).status).toBe(200)
  })

  test('are of an account that exists', async () => {
    const as = await app.make.admin()
    expect((await app.api.get('/api/accounts/2147483647/logins', { as })).status).toBe(404)
    expect((await app.api.delete('/api/accounts/2147483647/login_delay', { as })).status).toBe(404)
  })

  test('what an address tried on all accounts together is told apart, and stays', async () => {
    const limited = await startApp({ env: { TRUST_PROXY: '1', RATE_LIMIT: 'on' } })
    try {
      const as = await limited.make.admin()
      const headers = { 'x-forwarded-for': '203.0.113.77' }
      const bob = await limited.make.user()
      await limited.api.get(ME, { as: { ...bob, password: 'wrong-1' }, headers })
      let slow = false
      for (let i = 0; i < 120 && !slow; i++) {
        const one = await limited.make.user()
        for (let n = 0; n < 4 && !slow; n++)
          slow = (await limited.api.get(ME, { as: { ...one, password: 'wrong-1' }, headers })).status === 429
      }
      const of = async () => (await limited.api.get(`/api/accounts/${bob.id}/logins`, { as })).body.hindrances
      expect(await of()).toContainEqual(expect.objectContaining({ reason: 'address_limited', address: '203.0.113.77' }))
      expect((await limited.api.delete(`/api/accounts/${bob.id}/login_delay`, { as })).status).toBe(200)
      expect(await of()).toContainEqual(expect.objectContaining({ reason: 'address_limited' }))
    } finally {
      await limited.close()
    }
  })
})
