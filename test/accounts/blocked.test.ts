import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { RegisteredDevices } from '../support/registeredDevices.js'
import { newAddress } from '../support/signUp.js'

const registrar = new RegisteredDevices()

describeApp('a blocked account', () => {
  const app = useApp({ replaced: { registrar } })
  let alice: Person
  beforeAll(async () => {
    alice = await app.make.admin()
  })

  const change = (of: Person, what: string) => app.api.post(`/api/accounts/${of.id}/${what}`, undefined, { as: alice })
  const me = (of: Person) => app.api.get('/api/accounts/me', { as: of })
  const row = (of: Person) => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: of.id } })

  test('gets nothing, neither as user nor as administrator, and is as before once it is unblocked', async () => {
    const bob = await app.make.admin()
    const apiKey = await app.make.apiKey(bob)
    const byKey = (path: string) => app.api.get(path, { headers: { 'x-api-key': apiKey } })
    const blocked = await change(bob, 'block')
    expect(blocked).toMatchObject({ status: 200, body: { blocked: true, activated: true } })
    expect(await me(bob)).toMatchObject({ status: 403, body: { code: 'account_blocked' } })
    for (const path of ['/api/accounts/me', '/api/accounts', '/api/spaces']) {
      expect(await byKey(path)).toMatchObject({ status: 403, body: { code: 'account_blocked' } })
    }
    expect(await change(bob, 'block')).toMatchObject({ status: 200, body: { blocked: true } })
    expect(await change(bob, 'unblock')).toMatchObject({ status: 200, body: { blocked: false, activated: true } })
    expect((await me(bob)).status).toBe(200)
    expect((await byKey('/api/accounts')).status).toBe(200)
  })

  test('is refused by Flexisip too, whose query asks for `activated` alone, and its devices go', async () => {
    const bob = await app.make.user()
    registrar.register(bob, { uuid: 'urn:uuid:1', expiresAt: new Date('2099-01-01'), updateTime: new Date('2020-01-01'), userAgent: null })
    await change(bob, 'block')
    expect(await row(bob)).toMatchObject({ activated: false, blocked: true })
    await app.deps.outbound.removals.drain()
    expect(await registrar.list(bob)).toEqual([])
  })

  test('loses its sessions in the panel, and cannot log in there', async () => {
    const bob = await app.make.user()
    const panel = new PanelClient(app)
    await panel.logIn(bob)
    await change(bob, 'block')
    expect(await panel.isIn()).toBe(false)
    expect(await new PanelClient(app).logIn(bob)).toMatchObject({ status: 403 })
  })

  test('is not activated by codes and links that it had, nor recovered', async () => {
    const email = newAddress()
    const bob = await app.make.user({ email })
    await app.api.post('/api/accounts/me/email/request', { email: newAddress() }, { as: bob })
    const link = (await app.api.get(`/api/accounts/${bob.id}/provision`, { as: alice })).body.provisioning_token
    await change(bob, 'block')
    expect(await app.deps.db.prisma.code.count({ where: { accountId: bob.id } })).toBe(0)
    const headers = { 'x-linphone-provisioning': '1' }
    expect((await app.api.get(`/provisioning/${link}`, { headers })).status).toBe(404)
    expect((await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: alice })).body.code).toBe(
      'account_blocked',
    )
    const refused = { status: 403, body: { code: 'account_blocked' } }
    expect(await app.api.get(`/api/accounts/${bob.id}/provision`, { as: alice })).toMatchObject(refused)
    expect(await app.deps.db.prisma.oneTimeLink.count({ where: { accountId: bob.id } })).toBe(0)
    const panel = new PanelClient(app)
    await panel.logIn(alice)
    await panel.send(`/accounts/${bob.id}/provision`, {})
    expect(await app.deps.db.prisma.oneTimeLink.count({ where: { accountId: bob.id } })).toBe(0)
    expect(await row(bob)).toMatchObject({ activated: false, blocked: true })
  })

  test('that is activated or deactivated meanwhile comes back so', async () => {
    const bob = await app.make.user()
    await change(bob, 'block')
    expect(await change(bob, 'deactivate')).toMatchObject({ status: 200, body: { blocked: true, activated: false } })
    expect(await change(bob, 'activate')).toMatchObject({ status: 200, body: { blocked: true, activated: true } })
    expect(await row(bob)).toMatchObject({ activated: false })
    await change(bob, 'deactivate')
    expect(await change(bob, 'unblock')).toMatchObject({ body: { blocked: false, activated: false } })
    expect(await me(bob)).toMatchObject({ status: 403, body: { code: 'account_not_activated' } })
  })

  test('that is activated and unblocked at once is both afterwards', async () => {
    for (const order of [
      ['activate', 'unblock'],
      ['unblock', 'activate'],
    ]) {
      const carols = await Promise.all([1, 2, 3, 4, 5].map(() => app.make.unconfirmed()))
      await Promise.all(carols.map((carol) => change(carol, 'block')))
      await Promise.all(carols.flatMap((carol) => order.map((what) => change(carol, what))))
      for (const carol of carols) expect(await row(carol)).toMatchObject({ activated: true, blocked: false, activatedBeforeBlock: false })
    }
  })

  test('that waited for its code waits for an administrator afterwards', async () => {
    const carol = await app.make.unconfirmed({ email: newAddress() })
    await change(carol, 'block')
    expect(await change(carol, 'unblock')).toMatchObject({ body: { blocked: false, activated: false } })
    expect((await row(carol)).deactivatedAt).not.toBeNull()
  })

  test('no statement activates it: the database refuses', async () => {
    const bob = await app.make.user()
    await change(bob, 'block')
    await expect(app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { activated: true } })).rejects.toThrow()
  })

  test('is blocked and unblocked with an entry each in the audit log, and none for what it is already', async () => {
    const bob = await app.make.user()
    for (const what of ['unblock', 'block', 'block', 'unblock']) await change(bob, what)
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id }, orderBy: { id: 'asc' } })
    expect(entries.map(({ action }) => action).slice(1)).toEqual(['blockAccount', 'unblockAccount'])
  })

  test('there is always an administrator who is not', async () => {
    const other = await app.make.admin()
    const answers = await Promise.all([change(other, 'block'), app.api.post(`/api/accounts/${alice.id}/block`, undefined, { as: other })])
    const left = await app.deps.db.prisma.account.count({ where: { admin: true, activated: true } })
    expect(left).toBeGreaterThan(0)
    expect(answers.some(({ status }) => status === 200)).toBe(true)
  })

  test('is 404 for an account that there is not', async () => {
    for (const what of ['block', 'unblock']) {
      const asked = await app.deps.db.prisma.account.findFirstOrThrow({ where: { admin: true, activated: true } })
      expect(asked.id).toBeGreaterThan(0)
      const answer = await app.api.post(`/api/accounts/2000000/${what}`, undefined, { as: await app.make.admin() })
      expect(answer.status).toBe(404)
    }
  })
})
