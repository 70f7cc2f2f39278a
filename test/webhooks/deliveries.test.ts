import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { replayFailed } from '../../src/services/webhooks/deliveries.js'
import { deliveryJob } from '../../src/services/webhooks/deliveryJob.js'
import { createWebhookFailures } from '../../src/services/webhooks/failing.js'
import { startApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'
import { useForEach } from '../support/use.js'
import { type Hook, useWebhooks } from '../support/webhooks.js'

const DAY_MS = 86_400_000
const DAY = 86_400
const HOUR = 3_600

describeApp('deliveries to webhooks', () => {
  const { app, alice, server, call, hook, drain, told, deliveries } = useWebhooks({}, useForEach)
  const test_ = async ({ id }: Hook) => {
    const sent = await call('POST', `/${id}/test`)
    expect(sent.status).toBe(200)
    return sent.body as { id: number; event_id: string }
  }
  const first = async (one: Hook) => (await deliveries(one)).data[0]

  test('are listed with what became of them', async () => {
    const one = await hook()
    expect(await deliveries(one)).toEqual({ data: [], next_cursor: null, per_page: 20 })
    const bob = await app.make.user()
    await drain()
    const { id, event_id } = await test_(one)
    await drain()
    server.says[one.path] = { status: 500 }
    await test_(one)
    await drain()
    expect((await deliveries(one)).data).toEqual([
      expect.objectContaining({
        type: 'webhook.test',
        state: 'waiting',
        tries: 1,
        last_error: expect.stringMatching(/^500 from 127\.0\.0\.1:\d+$/),
      }),
      {
        id,
        event_id,
        type: 'webhook.test',
        account_id: null,
        account: null,
        state: 'delivered',
        tries: 1,
        last_error: null,
        created_at: expect.any(String),
        next_try_at: null,
        delivered_at: expect.any(String),
      },
      expect.objectContaining({
        type: 'account.created',
        account_id: bob.id,
        account: `${bob.username}@${bob.domain}`,
        state: 'delivered',
      }),
    ])
    const states = async (state: string) => (await deliveries(one, `?state=${state}`)).data.length
    expect([await states('waiting'), await states('delivered'), await states('failed')]).toEqual([1, 2, 0])
    const page = await deliveries(one, '?per_page=2')
    expect(page.data).toHaveLength(2)
    expect((await deliveries(one, `?per_page=2&cursor=${page.next_cursor}`)).data).toHaveLength(1)
    expect((await call('GET', `/${one.id}/deliveries?cursor=ZTQx`)).status).toBe(422)
    expect((await call('GET', `/${one.id}/deliveries?state=lost`)).status).toBe(422)
  })

  test.each([301, 307, 400, 404, 429, 500])('are tried again after a %s, later and later, under the same id', async (status) => {
    const one = await hook()
    server.says[one.path] = { status, headers: { location: `${server.url}/elsewhere` } }
    const { event_id } = await test_(one)
    const pauses: number[] = []
    const ids: string[] = []
    for (let i = 0; i < 4; i++) {
      ids.push(...(await told(one)).map(({ headers }) => headers['webhook-id'] as string))
      const { nextTryAt } = await app.deps.db.prisma.webhookDelivery.findFirstOrThrow({ where: { webhookId: one.id } })
      pauses.push(nextTryAt!.getTime() - app.clock.now())
      expect(await told(one)).toEqual([]) // not before its time
      app.clock.advance(pauses.at(-1)! / 1000)
    }
    expect(ids).toEqual(Array(4).fill(event_id))
    expect(server.take('/elsewhere')).toEqual([])
    for (const [i, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(3_750 * 2 ** i)
      expect(pause).toBeLessThanOrEqual(6_250 * 2 ** i)
    }
    server.says[one.path] = { status: 200, body: 'x'.repeat(200_000) }
    expect(await told(one)).toHaveLength(1)
    expect(await first(one)).toMatchObject({ state: 'delivered', tries: 5, last_error: null })
  })

  test('wait as long as they are asked to', async () => {
    const one = await hook()
    server.says[one.path] = { status: 503, headers: { 'retry-after': '600' } }
    await test_(one)
    await drain()
    const { nextTryAt } = await app.deps.db.prisma.webhookDelivery.findFirstOrThrow({ where: { webhookId: one.id } })
    expect(nextTryAt!.getTime() - app.clock.now()).toBe(600_000)
  })

  test('are given up after three days, and at once when the far end is gone for good', async () => {
    const one = await hook()
    server.says[one.path] = { status: 500 }
    await test_(one)
    const since = app.clock.now()
    while ((await first(one)).state === 'waiting') {
      await drain()
      app.clock.advance(HOUR)
    }
    expect(app.clock.now() - since).toBeGreaterThan(2.5 * DAY_MS)
    expect(app.clock.now() - since).toBeLessThan(3.1 * DAY_MS)
    expect(await first(one)).toMatchObject({ state: 'failed', next_try_at: null, last_error: expect.stringContaining('500') })
    server.says[one.path] = { status: 410 }
    await test_(one)
    await drain()
    expect(await first(one)).toMatchObject({ state: 'failed', tries: 1 })
  })

  test('are sent again when they are asked for, delivered or given up', async () => {
    const one = await hook()
    const { id } = await test_(one)
    const [before] = await told(one)
    const replay = (delivery: number, of = one) => call('POST', `/${of.id}/deliveries/${delivery}/replay`)
    expect(await replay(id)).toMatchObject({ status: 200, body: { id, state: 'waiting', delivered_at: null } })
    const [after] = await told(one)
    expect([after!.text, after!.headers['webhook-id']]).toEqual([before!.text, before!.headers['webhook-id']])
    expect(await first(one)).toMatchObject({ state: 'delivered', tries: 2 })
    // given up, and a day later tried as if it were new
    server.says[one.path] = { status: 410 }
    await replay(id)
    await drain()
    app.clock.advance(4 * DAY)
    server.says[one.path] = { status: 500 }
    expect(await replayFailed(app.deps, one.id, CLIENT)).toBe(1)
    await drain()
    const { nextTryAt } = await app.deps.db.prisma.webhookDelivery.findFirstOrThrow({ where: { webhookId: one.id } })
    expect(nextTryAt!.getTime() - app.clock.now()).toBeLessThanOrEqual(6_250)
    // not those of another webhook
    const other = await hook()
    expect(await replay(id, other)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await replay(2_147_483_647)).status).toBe(404)
    const actions = await app.deps.db.prisma.auditEntry.findMany({ where: { actorId: alice.id, action: 'replayWebhookDelivery' } })
    expect(actions).toHaveLength(2)
  })

  test('to one that hangs keep no other waiting', async () => {
    const [slow, quick] = [await hook(), await hook()]
    server.says[slow.path] = 'silent'
    for (let i = 0; i < 70; i++) await app.deps.db.prisma.webhookDelivery.create({ data: await row(slow) })
    app.deps.outbound.webhooks.deliver()
    await test_(quick)
    await expect.poll(async () => (await first(quick)).state).toBe('delivered')
    expect(server.take(slow.path).length).toBeLessThanOrEqual(3)
    await app.deps.outbound.webhooks.stop()
  })
  const row = async ({ id }: Hook) => {
    const { spaceId } = await app.deps.db.prisma.webhook.findUniqueOrThrow({ where: { id } })
    const now = new Date(app.clock.now())
    return { webhookId: id, spaceId, action: 'test', actorKind: 'system', createdAt: now, nextTryAt: now }
  }

  test('leave no webhook out when there is room for one at a time', async () => {
    const hooks = [await hook(), await hook(), await hook()]
    for (const one of hooks) await app.deps.db.prisma.webhookDelivery.createMany({ data: Array(5).fill(await row(one)) })
    const { table } = deliveryJob({
      ...{ prisma: app.deps.db.prisma, key: app.deps.keys.webhooks, reach: { networks: [] } },
      ...{ now: () => app.clock.now(), count: () => undefined, failures: createWebhookFailures(app.deps) },
    })
    const seen: number[] = []
    for (let turn = 0; turn < 4; turn++) seen.push(...(await table.due(new Date(app.clock.now()), 1, [])).map(({ webhookId }) => webhookId))
    const [a, b, c] = hooks.map(({ id }) => id)
    expect(seen).toEqual([a, b, c, a])
  })

  test('go to none that is deleted, and go with it', async () => {
    const one = await hook()
    await test_(one)
    await drain()
    server.says[one.path] = { status: 500 }
    await test_(one)
    await drain() // it waits for its next try
    expect((await call('DELETE', `/${one.id}`)).status).toBe(200)
    server.take(one.path)
    app.clock.advance(HOUR)
    expect(await told(one)).toEqual([])
    expect(await app.deps.db.prisma.webhookDelivery.count({ where: { webhookId: one.id } })).toBe(0)
  })

  test('are sent again, and go, also when there are thousands', async () => {
    const [one, other] = [await hook(), await hook()]
    const many = Array(2_100).fill({ ...(await row(one)), nextTryAt: null, tries: 3, lastError: 'gone' })
    await app.deps.db.prisma.webhookDelivery.createMany({ data: many })
    await app.deps.db.prisma.webhookDelivery.create({
      data: { ...(await row(one)), nextTryAt: null, deliveredAt: new Date(app.clock.now()) },
    })
    await app.deps.db.prisma.webhookDelivery.create({ data: { ...(await row(other)), nextTryAt: null } })
    const paused = { name: 'Paused', url: server.url + one.path, events: ['account.created'], enabled: false }
    expect((await call('PUT', `/${one.id}`, paused)).status).toBe(200)
    expect(await replayFailed(app.deps, one.id, CLIENT)).toBe(2_100)
    const count = (where: object) => app.deps.db.prisma.webhookDelivery.count({ where })
    expect(await count({ webhookId: one.id, nextTryAt: { not: null }, triesBefore: 3, lastError: null })).toBe(2_100)
    expect((await call('DELETE', `/${one.id}`)).status).toBe(200)
    expect([await count({ webhookId: one.id }), await count({ webhookId: other.id })]).toEqual([0, 1])
  })

  test('are of the space of their webhook, in the database too', async () => {
    const one = await hook()
    const { id: spaceId } = await app.deps.db.prisma.space.findUniqueOrThrow({ where: { domain: 'other.example.org' } })
    await expect(app.deps.db.prisma.webhookDelivery.create({ data: { ...(await row(one)), spaceId } })).rejects.toThrow()
  })

  test('are forgotten after a week', async () => {
    const one = await hook()
    await test_(one)
    await drain()
    app.clock.advance(6.9 * DAY)
    await clearExpired(app.deps)
    expect((await deliveries(one)).data).toHaveLength(1)
    app.clock.advance(0.2 * DAY)
    expect(await clearExpired(app.deps)).toMatchObject({ webhook_deliveries: 1 })
    expect((await deliveries(one)).data).toEqual([])
  })

  test('are not sent with a secret that cannot be read', async () => {
    const one = await hook()
    await app.deps.db.prisma.webhook.update({ where: { id: one.id }, data: { sealedSecret: 'v1.AAAA' } })
    await test_(one)
    expect(await told(one)).toEqual([])
    expect(await first(one)).toMatchObject({ state: 'failed', last_error: 'the secret of the webhook cannot be read with this SECRET' })
  })

  test('reach a private network no more once the operator allows none', async () => {
    const one = await hook()
    const strict = await startApp({
      database: { url: app.config.databaseUrl, drop: async () => undefined },
      clock: app.clock,
    })
    try {
      const bob = await strict.make.user()
      await strict.deps.outbound.webhooks.drain()
      expect(server.take(one.path)).toEqual([])
      expect(await first(one)).toMatchObject({ state: 'waiting', account_id: bob.id, last_error: expect.any(String) })
    } finally {
      await strict.close()
    }
  })
})
