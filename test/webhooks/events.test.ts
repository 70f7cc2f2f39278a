import { attachAuthToken } from '../../src/services/authTokens/authTokens.js'
import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { clearUnconfirmed } from '../../src/services/housekeeping/expired.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { CLIENT, type Person } from '../support/factory.js'
import { newAddress } from '../support/signUp.js'
import { verified } from '../support/webhookServer.js'
import { accountOf, OTHER, useWebhooks } from '../support/webhooks.js'

describeApp('what webhooks are told', () => {
  const { app, alice, call, hook, told, drain } = useWebhooks()
  const send = (method: string, path: string, body?: object, as: Person = alice) =>
    app.api.send(method, `/api/accounts/${path}`, { as, ...(body && { body }) })
  const wanted = (bob: Person, more: object = {}) => ({ username: bob.username, ...more })

  /** What becomes of each change: the event's type and what it says. */
  async function events(work: () => Promise<unknown>, options: object = {}): Promise<[string, object][]> {
    const one = await hook(options)
    await work()
    const found = await told(one)
    await call('DELETE', `/${one.id}`)
    return found.map(({ body }) => [body.type, body.data])
  }

  test('is an event with the account, signed', async () => {
    const one = await hook({ events: ['account.created'] })
    const username = unique()
    const made = await send('POST', '', { username, password: 'n3w-secret', email: newAddress() })
    expect(made.status).toBe(200)
    const [found, ...more] = await told(one)
    expect(more).toEqual([])
    expect(found!.body).toEqual({
      id: expect.stringMatching(/^evt_\d+$/),
      type: 'account.created',
      created_at: new Date(app.clock.now()).toISOString(),
      domain: 'sip.example.org',
      account: { id: made.body.id, username, domain: 'sip.example.org' },
      data: { actor: 'admin', activated: false },
    })
    expect(found!.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': found!.body.id,
      'user-agent': expect.stringMatching(/^flexisip-accounts\//),
    })
    expect(verified(found!, one.secret)).toEqual(found!.body)
    const { secret: another } = await hook()
    expect(() => verified(found!, another)).toThrow()
  })

  test('is each change of an account by an administrator', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const by = (type: string, more: object = {}) => [type, { actor: 'admin', ...more }]
    const changed = (...names: string[]) => by('account.changed', { changed: names })
    const found = await events(async () => {
      await send('POST', `${bob.id}/deactivate`)
      await send('POST', `${bob.id}/activate`)
      await send('POST', `${bob.id}/block`)
      await send('POST', `${bob.id}/unblock`)
      await send('PUT', `${bob.id}`, wanted(bob, { display_name: 'Bob', dtmf_protocol: 'sipinfo', dictionary: { floor: '2' } }))
      await send('PUT', `${bob.id}`, wanted(bob, { display_name: 'Bob', dtmf_protocol: 'sipinfo', email: newAddress() }))
      await send('PUT', `${bob.id}`, wanted(bob, { display_name: 'Bob', dtmf_protocol: 'sipinfo', password: 'an0ther-secret' }))
      await send('POST', `${bob.id}/dictionary/door`, { value: 'left' })
      await send('POST', `${bob.id}/actions`, { key: 'open', code: '1' })
      await send('POST', `${bob.id}/contacts/${alice.id}`)
      await send('DELETE', `${bob.id}`)
    })
    expect(found).toEqual([
      by('account.deactivated'),
      by('account.activated'),
      by('account.blocked'),
      by('account.unblocked', { activated: true }),
      changed('email'), // it is left out, and so taken
      changed('display_name', 'dtmf_protocol', 'dictionary'),
      changed('email'),
      changed('email'),
      changed('password'),
      changed('dictionary'),
      changed('actions'),
      changed('contacts'),
      by('account.deleted'),
    ])
  })

  test('is what people do themselves', async () => {
    const bob = await app.make.user()
    const found = await events(async () => {
      const password = 'bobs-0wn-secret'
      const body = { old_password: bob.password, algorithm: 'SHA-256', password }
      expect((await send('POST', 'me/password', body, bob)).status).toBe(200)
      await send('DELETE', 'me', undefined, { ...bob, password, algorithm: 'SHA-256' })
    })
    expect(found).toEqual([
      ['account.changed', { actor: 'account', changed: ['password'] }],
      ['account.deleted', { actor: 'account' }],
    ])
  })

  test('is each device that is let in, set up or removed', async () => {
    const bob = await app.make.user()
    const found = await events(async () => {
      const { token } = (await app.api.post('/api/accounts/auth_token')).body
      await attachAuthToken(app.deps, token, bob.record, { ...CLIENT, actor: { kind: 'account', id: bob.id } })
      const { provisioning_token: link } = (await send('GET', `${bob.id}/provision`)).body
      expect((await app.api.get(`/provisioning/${link}`, { headers: { 'x-linphone-provisioning': 'true' } })).status).toBe(200)
      await send('DELETE', `${bob.id}/devices/known`)
      expect((await send('DELETE', `${bob.id}/devices/unknown`)).status).toBe(404)
    })
    expect(found).toEqual([
      ['device.attached', { actor: 'account' }],
      ['device.provisioned', { actor: 'anonymous' }],
      ['device.removed', { actor: 'admin' }],
    ])
  })

  test('is what housekeeping and the operator do', async () => {
    const found = await events(
      async () => {
        await app.make.unconfirmed({ domain: OTHER })
        app.clock.advance(2 * 86_400)
        await clearUnconfirmed(app.deps, 1, true, CLIENT)
      },
      { domain: OTHER },
    )
    expect(found).toEqual([
      ['account.created', { actor: 'operator', activated: false }],
      ['account.deleted', { actor: 'operator' }],
    ])
  })

  test('is nothing of another space, but that an account leaves and comes', async () => {
    const [here, there] = [await hook(), await hook({ domain: OTHER })]
    const bob = await app.make.user()
    expect((await told(there)).length).toBe(0)
    expect((await told(here)).map(({ body }) => body.account)).toEqual([accountOf(bob)])
    const moved = await send('PUT', `${bob.id}`, wanted(bob, { domain: OTHER, password: 'an0ther-secret' }))
    expect(moved.status).toBe(200)
    const data = { actor: 'admin', changed: ['domain'] }
    expect((await told(here)).map(({ body }) => [body.account, body.data])).toEqual([[accountOf(bob), data]])
    const arrived = { ...accountOf(bob), domain: OTHER }
    expect((await told(there)).map(({ body }) => [body.domain, body.account, body.data])).toEqual([
      [OTHER, arrived, data],
      [OTHER, arrived, { actor: 'admin', changed: ['password'] }],
    ])
    for (const { id } of [here, there]) await call('DELETE', `/${id}`)
  })

  test('is what they ask for, and nothing while they are not enabled', async () => {
    const one = await hook({ events: ['account.deleted'] })
    const all = await hook()
    const { name, url } = (await call('GET', `/${all.id}`)).body
    const enabled = (on: boolean) => call('PUT', `/${all.id}`, { name, url, events: ['account.created'], enabled: on })
    await enabled(false)
    const bob = await app.make.user()
    await call('POST', `/${all.id}/test`)
    expect(await told(all)).toEqual([])
    await enabled(true)
    await send('DELETE', `${bob.id}`)
    expect((await told(all)).map(({ body }) => body.type)).toEqual(['webhook.test'])
    expect((await told(one)).map(({ body }) => body.type)).toEqual(['account.deleted'])
  })

  test('is nothing of what is not committed', async () => {
    const one = await hook()
    const bob = await app.make.user()
    await told(one)
    const taken = await app.make.user()
    await told(one)
    expect((await send('PUT', `${bob.id}`, wanted(taken, { password: 'an0ther-secret' }))).status).toBe(422)
    expect((await send('PUT', '2147483647', wanted(bob))).status).toBe(404)
    await expect(
      app.deps.db.prisma.$transaction(async (tx) => {
        await tx.auditEntry.create({
          data: {
            createdAt: new Date(app.clock.now()),
            actorKind: 'system',
            action: 'deleteAccount',
            accountId: bob.id,
            account: `${bob.username}@${bob.domain}`,
          },
        })
        expect(await tx.webhookDelivery.count({ where: { webhookId: one.id, nextTryAt: { not: null } } })).toBe(1)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await told(one)).toEqual([])
    expect(await drain()).toBe(0)
  })

  test('is an event for each of many accounts that are made at once', async () => {
    const one = await hook({ events: ['account.created'] })
    const people = await Promise.all(Array.from({ length: 30 }, () => app.make.user()))
    const found = await told(one)
    expect(found.map(({ body }) => body.account.id).sort()).toEqual(people.map(({ id }) => id).sort())
    expect(found.every(({ body }) => body.data.activated)).toBe(true)
  })

  test('fails no change of an account when webhooks come and go meanwhile', async () => {
    const work = Array.from({ length: 8 }, async () => {
      const one = await hook()
      await app.make.user()
      expect((await call('DELETE', `/${one.id}`)).status).toBe(200)
    })
    const people = Array.from({ length: 20 }, () => app.make.user())
    await Promise.all([...work, ...people])
  })

  test('is at an address of which a key that reads sees the origin alone', async () => {
    const { id } = await hook()
    const whole = (await call('GET', `/${id}`)).body.url
    const { key } = await createApiKey(app.deps, alice.id, CLIENT, { scope: 'read' })
    const headers = { 'x-api-key': key }
    const { body } = await app.api.get(`/api/webhooks/${id}`, { headers })
    expect([body.url, whole.startsWith(`${body.url}/`)]).toEqual([new URL(whole).origin, true])
    const listed = await app.api.get('/api/webhooks', { headers })
    expect(listed.status).toBe(200)
    expect(listed.text).not.toContain(whole)
    await call('DELETE', `/${id}`)
  })
})
