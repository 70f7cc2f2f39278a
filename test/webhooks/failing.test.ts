import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { dropOverflow } from '../../src/services/webhooks/overflow.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { useForEach } from '../support/use.js'
import { type Hook, useWebhooks } from '../support/webhooks.js'

const DAY = 86_400
const HOUR = 3_600

describeApp('webhooks that fail', () => {
  const { app, server, call, hook, drain, told, deliveries } = useWebhooks({}, useForEach)
  const test_ = ({ id }: Hook) => call('POST', `/${id}/test`)
  const shown = async ({ id }: Hook) => (await call('GET', `/${id}`)).body
  const entries = () => app.deps.db.prisma.auditEntry.findMany({ where: { action: 'disableWebhook' } })
  /** Tries what is due each hour. */
  async function hours(count: number): Promise<void> {
    for (let hour = 0; hour < count; hour++) {
      app.clock.advance(HOUR)
      await drain()
    }
  }
  const panel = async () => {
    const browser = new PanelClient(app)
    await browser.logIn(await app.make.admin())
    return browser
  }

  test('are switched off after five days, and say so; switched on, they begin anew', async () => {
    const one = await hook()
    server.says[one.path] = { status: 500 }
    await test_(one)
    await drain()
    const { failing_since } = await shown(one)
    expect(new Date(failing_since).getTime()).toBeGreaterThan(app.clock.now() - 2_000)
    const pages = await Promise.all([`/webhooks/${one.id}`, '/webhooks'].map(async (path) => (await panel()).get(path)))
    for (const { text } of pages) expect(text).toMatch(/<span class="badge bad">failing<\/span>\s*<br><small>Deliveries have failed since/)
    // the first is given up after three days; the next one is tried for more than a day by the fifth
    await hours(76)
    await test_(one)
    await hours(43)
    expect(await shown(one)).toMatchObject({ enabled: true, failing_since })
    await hours(9)
    expect(await shown(one)).toMatchObject({ enabled: false, failing_since })
    expect(await entries()).toMatchObject([{ actorKind: 'system', accountId: null, detail: `${one.id} Hook ${one.path.slice(6)}` }])
    const browser = await panel() // the former session has ended meanwhile
    for (const path of [`/webhooks/${one.id}`, '/webhooks'])
      expect((await browser.get(path)).text).toContain('Switched off automatically: deliveries had failed since')
    expect((await call('PUT', `/${one.id}`, { ...(await wanted(one)), enabled: true })).body).toMatchObject({
      enabled: true,
      failing_since: null,
    })
    await hours(7)
    expect(await shown(one)).toMatchObject({ enabled: true })
    server.says[one.path] = { status: 200 }
    await hours(8) // six between two tries, a quarter more at most
    expect((await deliveries(one)).data[0].state).toBe('delivered')
    expect(await shown(one)).toMatchObject({ enabled: true, failing_since: null })
    expect(await entries()).toHaveLength(1)
  })
  const wanted = async (one: Hook) => {
    const { name, url, events } = await shown(one)
    return { name, url, events }
  }

  test('are not those that somebody switches off, nor do they begin anew when they are written without being switched on', async () => {
    const one = await hook()
    server.says[one.path] = { status: 500 }
    await test_(one)
    await drain()
    const { failing_since } = await shown(one)
    expect(failing_since).not.toBeNull()
    const put = async (enabled: boolean) => (await call('PUT', `/${one.id}`, { ...(await wanted(one)), enabled })).body
    expect(await put(true)).toMatchObject({ enabled: true, failing_since })
    expect(await put(false)).toMatchObject({ enabled: false, failing_since: null })
  })

  test('are not switched off as long as something arrives', async () => {
    const one = await hook()
    for (let day = 0; day < 7; day++) {
      server.says[one.path] = { status: 503 }
      await test_(one)
      await hours(20)
      server.says[one.path] = { status: 200 }
      await hours(7)
    }
    expect(await shown(one)).toMatchObject({ enabled: true, failing_since: null })
  })

  test('are not switched off by the first event after days without any, unless they are gone for good', async () => {
    const one = await hook()
    server.says[one.path] = { status: 410 }
    await test_(one)
    await drain()
    app.clock.advance(6 * DAY)
    server.says[one.path] = { status: 500 }
    await test_(one)
    await drain()
    expect(await shown(one)).toMatchObject({ enabled: true })
    server.says[one.path] = { status: 410 }
    await test_(one)
    await drain()
    expect(await shown(one)).toMatchObject({ enabled: false })
  })

  test('keep the newest of what waits, and count what was dropped', async () => {
    const [one, other] = [await hook(), await hook()]
    const { prisma } = app.deps.db
    const now = new Date(app.clock.now())
    for (const { id } of [one, other]) {
      const { spaceId } = await prisma.webhook.findUniqueOrThrow({ where: { id } })
      const row = { webhookId: id, spaceId, action: 'test', actorKind: 'system', createdAt: now, nextTryAt: now }
      await prisma.webhookDelivery.create({ data: { ...row, nextTryAt: null, deliveredAt: now } })
      await prisma.webhookDelivery.createMany({ data: Array(id === one.id ? 2_500 : 30).fill(row) })
    }
    const newest = await prisma.webhookDelivery.findMany({ where: { webhookId: one.id }, orderBy: { id: 'desc' }, take: 30 })
    expect(await dropOverflow(app.deps, async () => undefined, 30)).toBe(2_470)
    const left = await prisma.webhookDelivery.findMany({ where: { webhookId: one.id, nextTryAt: { not: null } }, orderBy: { id: 'desc' } })
    expect(left.map(({ id }) => id)).toEqual(newest.map(({ id }) => id))
    expect(await prisma.webhookDelivery.count({ where: { webhookId: one.id } })).toBe(31)
    expect([(await shown(one)).dropped, (await shown(other)).dropped]).toEqual([2_470, 0])
    expect((await (await panel()).get(`/webhooks/${one.id}`)).text).toContain('2470 waiting events were dropped')
    expect(await clearExpired(app.deps)).toMatchObject({ webhook_overflow: 0 })
    expect((await told(other)).filter(({ body }) => body.type === 'webhook.test')).toHaveLength(30)
  })
})
