import { describeApp } from '../support/database.js'
import { OTHER, useWebhooks } from '../support/webhooks.js'

const URL_OF = 'https://crm.example.org/sip-events'

describeApp('webhooks', () => {
  const { app, alice, call, hook } = useWebhooks()

  const create = (body: object) => call('POST', '', { name: 'CRM', url: URL_OF, ...body })
  const ended = async (body: object = {}) => {
    const made = await create(body)
    expect((await call('DELETE', `/${made.body.id}`)).status).toBe(200)
    return made
  }

  test('are made, read, changed and deleted', async () => {
    const made = await create({ events: ['account.deleted', 'account.created', 'account.deleted'] })
    const facts = {
      id: expect.any(Number),
      name: 'CRM',
      url: URL_OF,
      events: ['account.created', 'account.deleted'],
      enabled: true,
      failing_since: null,
      dropped: 0,
      domain: 'sip.example.org',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    }
    expect(made).toMatchObject({ status: 201 })
    expect(made.body).toEqual({ ...facts, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) })
    const { id, secret } = made.body
    expect((await call('GET', `/${id}`)).body).toEqual({ ...facts, id })
    expect((await call('GET', '')).body.data).toContainEqual({ ...facts, id })
    const wanted = { name: 'Other', url: 'https://other.example.org:8443/', events: ['device.removed'], enabled: false }
    const changed = await call('PUT', `/${id}`, wanted)
    expect(changed).toMatchObject({ status: 200, body: wanted })
    expect((await call('GET', `/${id}`)).body).toEqual(changed.body)
    expect(await call('DELETE', `/${id}`)).toMatchObject({ status: 200, text: '{}' })
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['GET', '/deliveries'],
    ] as const)
      expect(await call(method, `/${id}${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await call('PUT', `/${id}`, wanted)).status).toBe(404)
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { actorId: alice.id, action: { endsWith: 'Webhook' } } })
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
      ['createWebhook', `${id} CRM`],
      ['updateWebhook', `${id} Other`],
      ['deleteWebhook', `${id} Other`],
    ])
    expect(JSON.stringify(entries)).not.toContain(secret)
  })

  test('are told of everything if they name no events', async () => {
    const { body } = await ended()
    expect(body.events).toEqual([
      'account.created',
      'account.activated',
      'account.deactivated',
      'account.blocked',
      'account.unblocked',
      'account.changed',
      'account.deleted',
      'device.attached',
      'device.provisioned',
      'device.removed',
    ])
  })

  test('have a secret that nothing shows again, and that is sealed in the database', async () => {
    const { id, secret } = await hook()
    const answers = [
      await call('GET', `/${id}`),
      await call('GET', ''),
      await call('POST', `/${id}/test`),
      await call('GET', `/${id}/deliveries`),
    ]
    for (const { text } of answers) expect(text).not.toContain(secret.slice(6))
    const row = await app.deps.db.prisma.webhook.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(row)).not.toContain(secret.slice(6))
    expect(row.sealedSecret).toMatch(/^v1\./)
    await call('DELETE', `/${id}`)
  })

  test('belong to the space of the caller, or the one that is named', async () => {
    const own = await hook()
    const other = await hook({ domain: 'Other.Example.ORG' })
    const ids = async (query: string) => (await call('GET', query)).body.data.map(({ id }: { id: number }) => id)
    expect(await ids('')).toContain(own.id)
    expect(await ids('')).not.toContain(other.id)
    expect(await ids(`?domain=${OTHER}`)).toEqual([other.id])
    const none = { status: 422, body: { errors: { domain: ['There is no space with this domain.'] } } }
    expect(await call('GET', '?domain=nowhere.example.net')).toMatchObject(none)
    expect(await create({ domain: 'nowhere.example.net' })).toMatchObject(none)
    for (const { id } of [own, other]) await call('DELETE', `/${id}`)
  })

  test.each([
    ['name', undefined],
    ['name', 'x'],
    ['name', 'a\u0000bc'],
    ['url', undefined],
    ['url', 'crm.example.org'],
    ['url', 'ftp://crm.example.org/'],
    ['url', 'https://user:password@crm.example.org/'],
    ['url', 'https://crm.example.org/#part'],
    ['url', 'https://crm.example.org:25/'],
    ['url', 'https://10.0.0.1/'],
    ['url', `https://crm.example.org/${'x'.repeat(2000)}`],
    ['url', 'https://crm.example.org/\u0000'],
    ['events', []],
    ['events', ['account.lost']],
    ['events', 'account.created'],
  ])('have no %s %j', async (name, value) => {
    expect(await create({ [name]: value })).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    const { id } = (await create({})).body
    const wanted = { name: 'CRM', url: URL_OF, events: ['account.created'], enabled: true, [name]: value }
    expect((await call('PUT', `/${id}`, wanted)).status).toBe(422)
    await call('DELETE', `/${id}`)
  })

  test('of a space are 20 at most, however many are made at once', async () => {
    const full = 'full.example.org'
    await app.deps.db.prisma.space.create({ data: { domain: full } })
    const answers = await Promise.all(Array.from({ length: 23 }, () => create({ domain: full })))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(20).fill(201), 422, 422, 422])
    expect((await create({ domain: full })).body.errors).toEqual({ name: ['A space has 20 webhooks at most. Delete one first.'] })
  })
})
