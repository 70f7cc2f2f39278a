import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { useWebhooks } from '../support/webhooks.js'

describeApp('the pages of webhooks', () => {
  const { app, server, call, drain, told } = useWebhooks()
  const EVENTS = { 'account-created': 'on', 'account-deleted': 'on' }

  async function loggedIn(language?: string): Promise<PanelClient> {
    const browser = new PanelClient(app, language)
    await browser.logIn(await app.make.admin())
    await browser.get('/webhooks')
    return browser
  }
  /** The webhook that a page has just made, with the secret that it shows. */
  async function made(browser: PanelClient, fields: Record<string, string> = {}) {
    const path = `/panel-${Math.random().toString(36).slice(2)}`
    const answer = await browser.post('/webhooks', { name: ' CRM ', url: server.url + path, ...EVENTS, ...fields })
    expect([answer.status, answer.header('location')]).toEqual([303, '/webhooks'])
    const page = await browser.get('/webhooks')
    const secret = />(whsec_[^<]+)</.exec(page.text)?.[1]?.replaceAll('&#x3D;', '=') ?? ''
    const { id } = await app.deps.db.prisma.webhook.findFirstOrThrow({ orderBy: { id: 'desc' } })
    return { id, secret, path, page }
  }

  /** The events that a form has ticked. */
  const checked = (page: string): string[] =>
    [...page.matchAll(/name="([a-z-]+)" type="checkbox" value="on" checked/g)].map(([, name]) => name!)
  const hidden = (page: string, name: string): string =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=')
  const etagIn = (page: string): string => hidden(page, 'etag')

  test('make one, show its secret once, and list it', async () => {
    const browser = await loggedIn()
    expect((await browser.get('/webhooks')).text).toContain('There is no webhook yet.')
    const { id, secret, page } = await made(browser)
    expect(secret).toMatch(/^whsec_/)
    expect(page.text).toContain('The secret of the webhook “CRM”')
    const again = (await browser.get('/webhooks')).text
    expect(again).not.toContain('whsec_')
    expect(again).toContain('CRM')
    expect((await call('GET', `/${id}`)).body).toMatchObject({ name: 'CRM', events: ['account.created', 'account.deleted'], enabled: true })
  })

  test.each([
    ['name', { name: 'x' }, 'The name must have 3 to 64 characters'],
    ['address', { url: 'https://10.0.0.1/' }, 'Enter an address that begins with https://'],
    ['events', { 'account-created': '', 'account-deleted': '' }, 'Choose at least one event.'],
  ])('say what is wrong with the %s, and keep what was entered', async (_, wrong, text) => {
    const browser = await loggedIn()
    const before = await app.deps.db.prisma.webhook.count()
    const page = await browser.post('/webhooks', { name: 'Entered', url: 'https://crm.example.org/', ...EVENTS, ...wrong })
    expect([page.status, page.text.includes(text)]).toEqual([422, true])
    if (!('account-created' in wrong))
      expect(page.text.match(/field-[a-z-]+-error"/g)).toEqual(Array(2).fill(`field-${Object.keys(wrong)[0]}-error"`))
    if (!('name' in wrong)) expect(page.text).toContain('value="Entered"')
    expect(await app.deps.db.prisma.webhook.count()).toBe(before)
  })

  test('say that there are as many as may be', async () => {
    const browser = await loggedIn()
    const { id: spaceId } = await app.deps.db.prisma.space.findUniqueOrThrow({ where: { domain: 'sip.example.org' } })
    const full = { spaceId, name: 'Full', url: 'https://crm.example.org/', sealedSecret: 'v1.', createdAt: new Date() }
    await app.deps.db.prisma.webhook.createMany({ data: Array.from({ length: 20 }, () => full) })
    const page = await browser.post('/webhooks', { name: 'One more', url: 'https://crm.example.org/', ...EVENTS })
    expect([page.status, page.text.includes('at most 20 webhooks')]).toEqual([422, true])
    expect(page.text).not.toContain('The name must have 3 to 64 characters')
    await app.deps.db.prisma.webhook.deleteMany({ where: { name: 'Full' } })
  })

  test('test one, show its deliveries, and send one again', async () => {
    const browser = await loggedIn()
    const hook = await made(browser)
    const bob = await app.make.user()
    server.says[hook.path] = { status: 500 }
    expect((await browser.post(`/webhooks/${hook.id}/test`)).status).toBe(303)
    await drain()
    const page = (await browser.get(`/webhooks/${hook.id}`)).text
    for (const text of ['Account created', 'Test', bob.username, 'waiting', '500 from']) expect(page).toContain(text)
    server.take(hook.path)
    server.says[hook.path] = { status: 204 }
    const { id } = await app.deps.db.prisma.webhookDelivery.findFirstOrThrow({ where: { webhookId: hook.id } })
    expect((await browser.post(`/webhooks/${hook.id}/deliveries/${id}/replay`)).status).toBe(303)
    expect(await told(hook)).toHaveLength(1)
    expect((await browser.get(`/webhooks/${hook.id}`)).text).toContain('delivered')
    expect((await browser.post(`/webhooks/${hook.id}/deliveries/2147483647/replay`)).status).toBe(404)
    expect((await browser.get(`/webhooks/${hook.id}?cursor=foreign`)).status).toBe(200)
  })

  test('change one: its name, its address, its events; not its secret, nor whether it is on', async () => {
    const browser = await loggedIn()
    const { id } = await made(browser)
    await browser.post(`/webhooks/${id}/switch`, { enabled: 'off' })
    const sealed = async () => (await app.deps.db.prisma.webhook.findUniqueOrThrow({ where: { id } })).sealedSecret
    const secret = await sealed()
    expect((await browser.get(`/webhooks/${id}`)).text).toContain(`href="/webhooks/${id}/edit"`)
    const form = (await browser.get(`/webhooks/${id}/edit`)).text
    expect(form).toContain('value="CRM"')
    expect(checked(form)).toEqual(['account-created', 'account-deleted'])
    const fields = { etag: etagIn(form), url: `${server.url}/elsewhere`, 'account-blocked': 'on' }
    const wrong = await browser.post(`/webhooks/${id}/edit`, { ...fields, name: 'x' })
    expect([wrong.status, checked(wrong.text)]).toEqual([422, ['account-blocked']])
    expect(wrong.text).toContain('The name must have 3 to 64 characters')
    const answer = await browser.post(`/webhooks/${id}/edit`, { ...fields, name: ' Billing ' })
    expect([answer.status, answer.header('location')]).toEqual([303, `/webhooks/${id}`])
    expect((await browser.get(`/webhooks/${id}`)).text).toContain('The webhook “Billing” has been saved.')
    const changed = { name: 'Billing', url: `${server.url}/elsewhere`, events: ['account.blocked'], enabled: false }
    expect((await call('GET', `/${id}`)).body).toMatchObject(changed)
    expect(await sealed()).toBe(secret)
    expect((await browser.get('/webhooks/2147483647/edit')).status).toBe(404)
    expect((await browser.post('/webhooks/2147483647/edit', { ...fields, name: 'Nobody' })).status).toBe(404)
  })

  test('say what somebody else has changed meanwhile, and replace it only when asked again', async () => {
    const [alice, other] = [await loggedIn(), await loggedIn()]
    const { id } = await made(alice)
    const shown = (await alice.get(`/webhooks/${id}/edit`)).text
    const seen = { etag: etagIn(shown), was: hidden(shown, 'was') }
    const fields = { url: `${server.url}/a`, 'account-blocked': 'on' }
    const theirs = { ...fields, name: 'Theirs', etag: etagIn((await other.get(`/webhooks/${id}/edit`)).text) }
    expect((await other.post(`/webhooks/${id}/edit`, theirs)).status).toBe(303)
    const mine = { ...fields, name: 'Mine', etag: seen.etag, was: seen.was, 'account-deleted': 'on', 'account-created': 'on' }
    const refused = await alice.post(`/webhooks/${id}/edit`, mine)
    expect(refused.status).toBe(412)
    expect(refused.text).toContain('Someone else changed this webhook in the meantime')
    // both have changed the name; the other events are theirs, the address is the same
    for (const side of ['Theirs', 'Mine'])
      expect(refused.text).toMatch(new RegExp(`type="radio" id="field-name-[a-z]+" name="name" value="${side}"`))
    expect(refused.text).toContain('They also changed, and this is kept: Account created, Account deleted.')
    expect(checked(refused.text)).toEqual(['account-blocked'])
    expect((await call('GET', `/${id}`)).body).toMatchObject({ name: 'Theirs' })
    const again = await alice.post(`/webhooks/${id}/edit`, { ...fields, name: 'Mine', etag: etagIn(refused.text) })
    expect(again.status).toBe(303)
    expect((await call('GET', `/${id}`)).body).toMatchObject({ name: 'Mine' })
  })

  test('say that somebody else has switched one off meanwhile', async () => {
    const browser = await loggedIn()
    const { id } = await made(browser)
    const shown = (await browser.get(`/webhooks/${id}/edit`)).text
    await call('PUT', `/${id}`, { name: 'CRM', url: `${server.url}/a`, events: ['account.created'], enabled: false })
    const fields = { name: 'CRM', url: `${server.url}/a`, 'account-blocked': 'on', etag: etagIn(shown), was: hidden(shown, 'was') }
    const refused = await browser.post(`/webhooks/${id}/edit`, fields)
    expect(refused.status).toBe(412)
    expect(refused.text).toContain('They also changed, and this is kept: ')
    expect(refused.text).toMatch(/this is kept: [^.]*Status/)
  })

  test('tell when it is tried again, unless it is switched off', async () => {
    const browser = await loggedIn()
    const { id } = await made(browser)
    const { prisma } = app.deps.db
    const { spaceId } = await prisma.webhook.findUniqueOrThrow({ where: { id } })
    const createdAt = new Date(app.clock.now())
    const waiting = { webhookId: id, spaceId, action: 'test', actorKind: 'admin', createdAt, tries: 1, lastError: 'HTTP 500' }
    await prisma.webhookDelivery.create({ data: { ...waiting, nextTryAt: new Date(app.clock.now() + 600_000) } })
    expect((await browser.get(`/webhooks/${id}`)).text).toContain('Next attempt')
    await prisma.webhook.update({ where: { id }, data: { enabled: false } })
    expect((await browser.get(`/webhooks/${id}`)).text).not.toContain('Next attempt')
  })

  test('switch one off and on, and delete it', async () => {
    const browser = await loggedIn('fr')
    const { id } = await made(browser)
    const enabled = async () => (await call('GET', `/${id}`)).body
    const before = await enabled()
    await browser.post(`/webhooks/${id}/switch`, { enabled: 'off' })
    expect(await enabled()).toEqual({ ...before, enabled: false })
    expect((await browser.get(`/webhooks/${id}`)).text).toContain('Activer')
    await browser.post(`/webhooks/${id}/switch`, { enabled: 'on' })
    expect(await enabled()).toEqual(before)
    expect((await browser.get(`/webhooks/${id}/delete`)).text).toContain('Supprimer le webhook «\u00a0CRM\u00a0»')
    expect((await browser.post(`/webhooks/${id}/delete`)).status).toBe(303)
    expect((await call('GET', `/${id}`)).status).toBe(404)
    for (const path of ['', '/delete']) expect((await browser.get(`/webhooks/${id}${path}`)).status).toBe(404)
    for (const path of ['test', 'switch', 'delete']) expect((await browser.post(`/webhooks/${id}/${path}`)).status).toBe(404)
  })

  test('switch one off whose address is not allowed any more', async () => {
    const browser = await loggedIn()
    const { id } = await made(browser)
    // as after a change of WEBHOOK_NETWORKS
    await app.deps.db.prisma.webhook.update({ where: { id }, data: { url: 'https://10.1.2.3/' } })
    expect((await browser.post(`/webhooks/${id}/switch`, { enabled: 'off' })).status).toBe(303)
    expect((await call('GET', `/${id}`)).body).toMatchObject({ url: 'https://10.1.2.3/', enabled: false })
  })

  test('turn the pages of what it was told', async () => {
    const browser = await loggedIn()
    const { id } = await made(browser)
    for (let i = 0; i < 21; i++) await call('POST', `/${id}/test`)
    const first = (await browser.get(`/webhooks/${id}`)).text
    const older = /href="([^"]+)" rel="next"/.exec(first)?.[1]
    expect(older).toMatch(/\?cursor=/)
    const second = (await browser.get(older!)).text
    expect([first.match(/\/replay"/g)?.length, second.match(/\/replay"/g)?.length]).toEqual([20, 1])
  })

  test('are for administrators, and ask for the password again after ten minutes', async () => {
    const bob = new PanelClient(app)
    await bob.logIn(await app.make.user())
    expect((await bob.get('/webhooks')).status).toBe(403)
    const browser = await loggedIn()
    app.clock.advance(601)
    const page = await browser.post('/webhooks', { name: 'Later', url: 'https://crm.example.org/', ...EVENTS })
    expect(page.text).toContain('type="password"')
    expect(await app.deps.db.prisma.webhook.count({ where: { name: 'Later' } })).toBe(0)
  })
})
