import { auditStamp } from '../../src/services/audit/stamp.js'
import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { Clock } from '../support/clock.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { registrarWith } from '../support/registeredDevices.js'
import { newAddress, newPhone, signUp } from '../support/signUp.js'

describeApp('the audit log', () => {
  // today, so that the database's own clock has not passed what is kept for a year
  const clock = new Clock(Date.now())
  const registrar = registrarWith({ remove: async (_aor, uuid) => uuid === 'known' })
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' }, replaced: { registrar }, clock })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin({ algorithm: 'MD5' })
  })

  const list = async (query: Record<string, string> = {}) => {
    const { status, body } = await app.api.get(`/api/audit?${new URLSearchParams(query)}`, { as: alice })
    expect(status).toBe(200)
    return body as { data: any[]; next_cursor: string | null; per_page: number }
  }
  /** What was done to an account, the oldest first. */
  const of = async (account: string | number) => (await list({ account: String(account), per_page: '100' })).data.reverse()
  const told = (entries: any[]) => entries.map(({ action, actor_kind, actor_id }) => [action, actor_kind, actor_id])
  const ok = (response: ApiResponse) => {
    expect([response.status, response.text]).toEqual([200, response.text])
    return response
  }

  test('has what an administrator does to an account, with the address, the time and the request', async () => {
    const username = `erin.${unique()}`
    const created = ok(
      await app.api.post('/api/accounts', { username, password: '3rin-secret', algorithm: 'MD5', email: newAddress() }, { as: alice }),
    )
    const { id } = created.body
    ok(await app.api.post(`/api/accounts/${id}/activate`, undefined, { as: alice }))
    ok(await app.api.get(`/api/accounts/${id}/deactivate`, { as: alice }))
    ok(await app.api.delete(`/api/accounts/${id}`, { as: alice, by: 'digest' }))

    const entries = await of(id)
    const actions = ['createAccount', 'activateAccount', 'deactivateAccount', 'deleteAccount']
    expect(told(entries)).toEqual(actions.map((action) => [action, 'admin', alice.id]))
    expect(entries[0]).toEqual({
      id: expect.any(Number),
      created_at: `${new Date(app.clock.time).toISOString().slice(0, 19)}Z`,
      action: 'createAccount',
      account_id: id,
      account: `${username}@sip.example.org`,
      actor_kind: 'admin',
      actor_id: alice.id,
      actor_address: '127.0.0.1',
      request_id: created.header('x-request-id'),
    })
    // also by name, after the account is gone
    expect(await of(`sip:${username}@sip.example.org`)).toEqual(entries)
  })

  test('has what people do to their own accounts, and what codes do', async () => {
    const email = newAddress()
    const { person: dave } = await signUp(app, { email, algorithm: 'MD5' })
    const code = async (channel: 'email' | 'sms', to: string) => ({ code: (await app.outbox.last(channel, to)).data.code })
    ok(await app.api.post(`/api/accounts/${dave.username}@${dave.domain}/activate/email`, await code('email', email)))
    const [address, phone] = [newAddress(), newPhone()]
    ok(await app.api.post('/api/accounts/me/email/request', { email: address }, { as: dave }))
    ok(await app.api.post('/api/accounts/me/email', await code('email', address), { as: dave }))
    ok(await app.api.post('/api/accounts/me/phone/request', { phone }, { as: dave }))
    ok(await app.api.post('/api/accounts/me/phone', await code('sms', phone), { as: dave }))
    ok(await app.api.delete('/api/accounts/me/devices/known', { as: dave }))
    const changed = { algorithm: 'MD5', password: 'another-9', old_password: dave.password }
    ok(await app.api.post('/api/accounts/me/password', changed, { as: dave }))
    ok(await app.api.delete('/api/accounts/me', { as: { ...dave, password: 'another-9' } }))

    expect(told(await of(dave.id))).toEqual([
      ['createAccount', 'anonymous', null],
      ['activateAccount', 'anonymous', null],
      ...['changeEmail', 'changePhone', 'deleteDevice', 'changePassword', 'deleteAccount'].map((action) => [action, 'account', dave.id]),
    ])
  })

  test('has nothing of what was refused', async () => {
    const bob = await app.make.user()
    const before = (await list({ per_page: '1' })).data[0].id
    expect((await app.api.post('/api/accounts', { ...bob.record, password: 'x-secret', algorithm: 'MD5' }, { as: alice })).status).toBe(422)
    const wrong = { algorithm: 'MD5', password: 'another-9', old_password: 'wrong-1' }
    expect((await app.api.post('/api/accounts/me/password', wrong, { as: bob })).status).toBe(422)
    expect((await app.api.delete('/api/accounts/me/devices/unknown', { as: bob })).status).toBe(404)
    expect((await app.api.post('/api/accounts/2147483647/activate', undefined, { as: alice })).status).toBe(404)
    expect((await app.api.delete('/api/accounts/2147483647', { as: alice })).status).toBe(404)
    expect((await list({ per_page: '1' })).data[0].id).toBe(before)
  })

  test('has the accounts of a bulk request that were kept, and which of them are administrators', async () => {
    const row = (more: object = {}) => ({ username: `bulk.${unique()}`, password: 'bulk-secret', algorithm: 'MD5', ...more })
    const rows = [row(), row({ admin: true, activated: true })]
    const send = async (more: object = {}, accounts: object[] = rows) =>
      ok(await app.api.post('/api/accounts/bulk', { accounts, ...more }, { as: alice })).body.results
    await send({ dry_run: true })
    await send({ all_or_nothing: true }, [...rows, rows[0]!])
    for (const { username } of rows) expect(await of(`${username}@sip.example.org`)).toEqual([])
    const [first, second] = await send()
    expect(told(await of(first.id))).toEqual([['createAccount', 'admin', alice.id]])
    expect(told(await of(second.id))).toEqual([
      ['createAccount', 'admin', alice.id],
      ['grantAdmin', 'admin', alice.id],
    ])
  })

  test('has what is done in the panel', async () => {
    const panel = new PanelClient(app)
    await panel.logIn(alice)
    const bob = await app.make.user()
    for (const what of ['deactivate', 'activate', 'make-admin', 'take-admin']) {
      await panel.get(`/accounts/${bob.id}`)
      expect((await panel.post(`/accounts/${bob.id}/${what}`)).status).toBe(303)
    }
    expect((await panel.send(`/accounts/${bob.id}/delete`, { username: bob.username })).status).toBe(303)
    const actions = ['deactivateAccount', 'activateAccount', 'grantAdmin', 'revokeAdmin', 'deleteAccount']
    expect(told(await of(bob.id))).toEqual([['createAccount', 'operator', null], ...actions.map((action) => [action, 'admin', alice.id])])

    await panel.get('/keys')
    expect((await panel.post('/keys')).status).toBe(303)
    const key = (await app.deps.db.prisma.apiKey.findFirstOrThrow({ where: { accountId: alice.id }, orderBy: { id: 'desc' } })).id
    await panel.get(`/keys/${key}/revoke`)
    expect((await panel.post(`/keys/${key}/revoke`)).status).toBe(303)
    expect(told(await of(alice.id)).slice(-2)).toEqual([
      ['createApiKey', 'admin', alice.id],
      ['revokeApiKey', 'admin', alice.id],
    ])

    const visitor = new PanelClient(app)
    const [username, email] = [`frank.${unique()}`, newAddress()]
    const fields = { username, domain: 'sip.example.org', email, password: 'fr4nk-secret', again: 'fr4nk-secret' }
    expect((await visitor.send('/register', fields)).status).toBe(303)
    expect(told(await of(`${username}@sip.example.org`))).toEqual([['createAccount', 'anonymous', null]])
  })

  test('tells what one administrator did, one action, and one time', async () => {
    const carol = await app.make.admin()
    app.clock.advance(3600)
    const since = new Date(app.clock.time).toISOString()
    const bob = await app.make.user()
    ok(await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: carol }))
    app.clock.advance(3600)
    const until = new Date(app.clock.time).toISOString()
    ok(await app.api.post(`/api/accounts/${bob.id}/activate`, undefined, { as: carol }))

    expect(told((await list({ actor: String(carol.id) })).data)).toEqual([
      ['activateAccount', 'admin', carol.id],
      ['deactivateAccount', 'admin', carol.id],
    ])
    expect((await list({ actor: `${carol.username}@${carol.domain}`, action: 'activateAccount' })).data).toHaveLength(1)
    expect((await list({ actor: 'nobody.here@sip.example.org' })).data).toEqual([])
    expect(told((await list({ since, until })).data)).toEqual([
      ['deactivateAccount', 'admin', carol.id],
      ['createAccount', 'operator', null],
    ])
    expect((await list({ since: '0000-01-01T00:00:00Z', until: '1969-12-31T00:00:00Z' })).data).toEqual([])
  })

  test('is walked by cursor, the newest first, without repetition', async () => {
    const walked: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list({ per_page: '7', cursor })
      expect(page.per_page).toBe(7)
      walked.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor
    }
    const all = await app.deps.db.prisma.auditEntry.findMany({ select: { id: true }, orderBy: { id: 'desc' } })
    expect(walked).toEqual(all.map(({ id }) => id))
    expect(walked.length).toBeGreaterThan(20)
  })

  test.each([
    ['account', 'no address'],
    ['actor', 'not@an@address'],
    ['action', 'hack'],
    ['since', 'yesterday'],
    ['until', '2026-12-31T23:59:60Z'],
    ['cursor', 'YTI'],
    ['per_page', '101'],
  ])('refuses %s=%s', async (name, value) => {
    const { status, body } = await app.api.get(`/api/audit?${new URLSearchParams({ [name]: value })}`, { as: alice })
    expect(status).toBe(422)
    expect(Object.keys(body.errors)).toEqual([name])
  })

  test('refuses to be changed, and to be cut before its time, whoever asks', async () => {
    const { prisma } = app.deps.db
    const count = await prisma.auditEntry.count()
    await expect(prisma.$executeRaw`update audit_log set action = 'nothing'`).rejects.toThrow('append-only')
    await expect(prisma.$executeRaw`delete from audit_log`).rejects.toThrow('append-only')
    await expect(prisma.auditEntry.deleteMany({ where: { accountId: alice.id } })).rejects.toThrow('append-only')
    if (app.deps.db.provider === 'postgresql') await expect(prisma.$executeRaw`truncate audit_log`).rejects.toThrow('append-only')
    expect(await prisma.auditEntry.count()).toBe(count)
  })

  describe('keeps entries for AUDIT_DAYS', () => {
    const DAY = 86_400_000
    /** An entry made so many days ago, by a service that keeps them for `auditDays`. */
    async function entryOf(daysAgo: number, auditDays: number): Promise<number> {
      const past = {
        ...app.deps,
        config: { ...app.config, auditDays },
        clock: { ...app.deps.clock, now: () => Date.now() - daysAgo * DAY },
      }
      const { actor, address, ...times } = auditStamp(past, CLIENT)
      const who = { actorKind: actor.kind, actorId: actor.id, actorAddress: address }
      return (await app.deps.db.prisma.auditEntry.create({ data: { ...times, ...who, action: 'createAccount' } })).id
    }
    const exists = async (id: number) => (await app.deps.db.prisma.auditEntry.count({ where: { id } })) === 1

    test('and clear-expired removes those alone that have expired', async () => {
      const [old, young, forEver] = [await entryOf(31, 30), await entryOf(29, 30), await entryOf(10_000, 0)]
      expect((await clearExpired(app.deps)).audit_entries).toBe(1)
      expect([await exists(old), await exists(young), await exists(forEver)]).toEqual([false, true, true])
    })

    test('also when the clock of this machine is years ahead of the database', async () => {
      const young = await entryOf(0, 30)
      expect((await clearExpired({ ...app.deps, clock: { ...app.deps.clock, now: () => Date.now() + 2000 * DAY } })).audit_entries).toBe(0)
      expect(await exists(young)).toBe(true)
    })
  })
})
