import { createApiKey } from '../../src/services/credentials/apiKeys.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { phone, RegisteredDevices } from '../support/registeredDevices.js'

const ME = '/api/accounts/me/export'

describeApp('the export of an account', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ replaced: { registrar } })
  const entriesOf = (accountId: number) => app.deps.db.prisma.auditEntry.findMany({ where: { accountId }, orderBy: { id: 'asc' } })

  test('is a file, and noted in the audit log, where it names itself', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const own = await app.api.get(ME, { as: bob })
    expect([own.status, own.header('content-disposition'), own.header('content-type'), own.header('cache-control')]).toEqual([
      ...[200, `attachment; filename="account-${bob.id}.json"`, 'application/json', 'no-store'],
    ])
    expect(own.body.audit_log.data[0]).toMatchObject({
      action: 'exportAccount',
      account_id: bob.id,
      actor_kind: 'account',
      actor_id: bob.id,
    })
    const { body } = await app.api.get(`/api/accounts/${bob.id}/export`, { as: alice })
    expect(body.audit_log.data[0]).toMatchObject({ action: 'exportAccount', account_id: bob.id, actor_kind: 'admin', actor_id: alice.id })
    expect((await entriesOf(bob.id)).map(({ action }) => action)).toEqual(['createAccount', 'exportAccount', 'exportAccount'])
  })

  test('has what an account has that nobody has given anything', async () => {
    const bob = await app.make.user()
    const { body } = await app.api.get(ME, { as: bob })
    const lists = Object.entries(body).filter(([, value]) => Array.isArray(value))
    expect(lists.map(([, value]) => value)).toEqual(lists.map(() => []))
    expect(body).toMatchObject({
      ...{ account: { id: bob.id, dictionary: {}, types: [], ip_address: null }, self_made: false, contact_of: 0 },
      ...{ deactivated_at: null, external_account: null, registration_removal_at: null, devices: { state: 'read', data: [] } },
      audit_log: { data: [{ action: 'exportAccount' }, { action: 'createAccount' }], next_cursor: null },
    })
  })

  test('has all actions, those too that nobody is shown, and any key of the dictionary', async () => {
    const { prisma } = app.deps.db
    const bob = await app.make.user()
    await prisma.accountAction.create({ data: { accountId: bob.id, key: 'open', code: '1' } })
    await prisma.dictionaryEntry.create({ data: { accountId: bob.id, key: '__proto__', value: 'x' } })
    const { body } = await app.api.get(ME, { as: bob })
    expect([body.account.actions, body.actions]).toEqual([[], [expect.objectContaining({ key: 'open' })]])
    expect(Object.entries(body.account.dictionary)).toEqual([['__proto__', 'x']])
  })

  test('names to the account neither an administrator nor whom it administrated, and to an administrator both', async () => {
    const [alice, mallory, bob] = [await app.make.admin(), await app.make.admin(), await app.make.user()]
    await app.api.post(`/api/accounts/${mallory.id}/block`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${mallory.id}/unblock`, undefined, { as: alice })
    await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: mallory })
    const find = ({ body }: { body: { audit_log: { data: { action: string }[] } } }, action: string, whom: object) =>
      body.audit_log.data.find((entry) => entry.action === action && Object.entries(whom).every(([k, v]) => entry[k as never] === v))
    const own = await app.api.get(ME, { as: mallory })
    expect(find(own, 'blockAccount', {})).toMatchObject({
      account_id: mallory.id,
      actor_kind: 'admin',
      actor_id: null,
      actor_address: null,
    })
    expect(find(own, 'deactivateAccount', { actor_id: mallory.id })).toMatchObject({
      account_id: null,
      account: null,
      actor_address: '127.0.0.1',
    })
    expect(own.text).not.toContain(bob.username)
    const admins = await app.api.get(`/api/accounts/${mallory.id}/export`, { as: alice })
    expect(find(admins, 'blockAccount', {})).toMatchObject({ actor_id: alice.id, actor_address: '127.0.0.1' })
    expect(find(admins, 'deactivateAccount', { actor_id: mallory.id })).toMatchObject({
      account_id: bob.id,
      account: `${bob.username}@${bob.domain}`,
    })
  })

  test('tells the account from where it was made only if it was its owner who did so', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const made = { ipAddress: '192.0.2.7', userAgent: 'a browser' }
    const shown = async (as: Person, path: string) => {
      const { ip_address, user_agent } = (await app.api.get(path, { as })).body.account
      return [ip_address, user_agent]
    }
    await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: made })
    expect(await shown(bob, ME)).toEqual([null, null])
    expect(await shown(alice, `/api/accounts/${bob.id}/export`)).toEqual(['192.0.2.7', 'a browser'])
    await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { selfMade: true } })
    expect(await shown(bob, ME)).toEqual(['192.0.2.7', 'a browser'])
  })

  test('has the devices, or says that the registrar does not answer', async () => {
    const bob = await app.make.user()
    registrar.register(bob, phone('urn:uuid:1', 'LinphoneAndroid/5.2.5'))
    expect((await app.api.get(ME, { as: bob })).body.devices).toEqual({
      state: 'read',
      data: [
        {
          ...{ uuid: 'urn:uuid:1', user_agent: 'LinphoneAndroid/5.2.5', app: 'LinphoneAndroid', version: '5.2.5', device_name: '' },
          ...{ expires_at: '2026-11-24T13:00:00.000000Z', update_time: '2026-11-24T11:59:58.000000Z' },
        },
      ],
    })
    registrar.down = true
    const { status, body } = await app.api.get(ME, { as: bob })
    registrar.down = false
    expect([status, body.devices]).toEqual([200, { state: 'unavailable', data: [] }])
  })

  test('has the newest 10,000 entries of the audit log, and by its cursor the others, each once', async () => {
    const bob = await app.make.user()
    const one = (actorId: number | null, accountId: number | null) => ({
      ...{ createdAt: new Date(app.clock.now()), actorKind: 'account', actorId, accountId, action: 'logIn' },
    })
    const entries = Array.from({ length: 10_000 }, (_, n) => one(n % 2 ? bob.id : null, n % 3 || n % 2 === 0 ? bob.id : null))
    await app.deps.db.prisma.auditEntry.createMany({ data: entries })
    const first = (await app.api.get(ME, { as: bob })).body.audit_log
    expect([first.data.length, first.next_cursor]).toEqual([10_000, expect.any(String)])
    const second = (await app.api.get(`${ME}?cursor=${first.next_cursor}`, { as: bob })).body.audit_log
    expect(second.next_cursor).toBeNull()
    const ids = [...first.data, ...second.data].map(({ id }: { id: number }) => id)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
    // the entries above, the creation, and the first export: what came after the cursor is not before it
    expect(ids.length).toBe(10_002)
  })

  test('knows no cursor of another list, and no account that is not there', async () => {
    const alice = await app.make.admin()
    for (const cursor of ['none', 'ZTQx']) {
      const { status, body } = await app.api.get(`${ME}?cursor=${cursor}`, { as: alice })
      expect([status, body.errors]).toEqual([422, { cursor: [expect.stringContaining('no cursor')] }])
      expect((await app.api.get(`/api/accounts/${alice.id}/export?cursor=${cursor}`, { as: alice })).status).toBe(422)
    }
    expect((await app.api.get('/api/accounts/999999/export', { as: alice })).status).toBe(404)
    expect((await entriesOf(alice.id)).map(({ action }) => action)).not.toContain('exportAccount')
  })

  test('of an administrator is for no key that may not touch one', async () => {
    const [alice, carol, bob] = [await app.make.admin(), await app.make.admin(), await app.make.user()]
    const { key } = await createApiKey(app.deps, alice.id, CLIENT, { scope: 'accounts' })
    const as = { ...alice, apiKey: key }
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: carol })
    const exported = await app.api.get(`/api/accounts/${bob.id}/export`, { as })
    expect(exported.status).toBe(200)
    // of the audit log it gets what the owner reads: not who blocked the account, nor from where
    const { data } = exported.body.audit_log
    const blocked = data.find(({ action }: { action: string }) => action === 'blockAccount')
    expect(blocked).toMatchObject({ actor_kind: 'admin', actor_id: null, actor_address: null })
    const refused = await app.api.get(`/api/accounts/${carol.id}/export`, { as })
    expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing'])
  })
})
