import { grantAdmin, revokeAdmin } from '../../src/services/accounts/change/administrators.js'
import { clearUnconfirmed } from '../../src/services/housekeeping/expired.js'
import { type Metrics, NO_METRICS } from '../../src/services/metrics.js'
import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, newPhone } from '../support/signUp.js'

const ME = '/api/accounts/me'

describeApp('the owner of an account is told by mail', () => {
  const app = useApp()
  const told = async (email: string) => (await app.outbox.to(email)).map(({ subject }) => subject)

  test.each(['me', 'admin'] as const)('that it was deleted, by %s', async (by) => {
    const [alice, email] = [await app.make.admin(), newAddress()]
    const bob = await app.make.user({ email })
    const headers = { 'accept-language': 'fr' }
    if (by === 'me') await app.api.delete(ME, { as: bob, headers })
    else await app.api.delete(`/api/accounts/${bob.id}`, { as: alice, headers })
    expect(await told(email)).toEqual(['Votre compte a été supprimé'])
    expect((await app.outbox.last('email', email)).text).toContain(`${bob.username}@${bob.domain}`)
  })

  test('that it has the role, or has it no more, and not again', async () => {
    const email = newAddress()
    const bob = await app.make.user({ email })
    await app.make.admin()
    for (const change of [grantAdmin, grantAdmin, revokeAdmin, revokeAdmin]) await change(app.deps, bob.id, CLIENT)
    expect(await told(email)).toEqual(['Your account is now an administrator', 'Your account is no longer an administrator'])
  })

  test('of a new API key, a new password and a new number', async () => {
    const email = newAddress()
    const alice = await app.make.admin({ email })
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    expect((await browser.send('/keys', { name: 'Monitoring', scope: 'read' })).status).toBe(303)
    const phone = newPhone()
    await app.api.post(`${ME}/phone/request`, { phone }, { as: alice })
    const { code } = (await app.outbox.last('sms', phone)).data
    expect((await app.api.post(`${ME}/phone`, { code }, { as: alice })).status).toBe(200)
    const body = { algorithm: 'MD5', password: 'another-one', old_password: alice.password }
    expect((await app.api.post(`${ME}/password`, body, { as: alice })).status).toBe(200)
    const subjects = [
      'A new API key for your account', // made with the account
      'A new API key for your account',
      'Your phone number was changed',
      'Your password was set',
    ]
    expect(await told(email)).toEqual(subjects)
  })

  test('of nothing that has failed, and not without an address or when nobody was ever there', async () => {
    const email = newAddress()
    const alice = await app.make.admin({ email })
    for (const other of await app.deps.db.prisma.account.findMany({ where: { admin: true, id: { not: alice.id } } }))
      await revokeAdmin(app.deps, other.id, CLIENT)
    const before = await app.deps.db.prisma.message.count()
    expect((await app.api.delete(`/api/accounts/${alice.id}`, { as: alice })).status).toBe(403)
    await expect(revokeAdmin(app.deps, alice.id, CLIENT)).rejects.toMatchObject({ code: 'last_administrator' })
    const bob = await app.make.user()
    expect((await app.api.delete(ME, { as: bob })).status).toBe(200)
    await app.make.unconfirmed({ email: newAddress() })
    app.clock.advance(2 * 86_400)
    expect(await clearUnconfirmed(app.deps, 1, true, CLIENT)).toBeGreaterThanOrEqual(1)
    expect(await app.deps.db.prisma.message.count()).toBe(before)
  })

  test('ten times an hour for one account, whatever its addresses are meanwhile', async () => {
    const dropped: unknown[] = []
    const count: Metrics = { ...NO_METRICS, message: (channel, state) => void (state === 'dropped' && dropped.push(channel)) }
    const limited = await startApp({ env: { RATE_LIMIT: 'on' }, replaced: { metrics: count } })
    try {
      const emails = [newAddress(), newAddress()]
      const bob = await limited.make.user({ email: emails[0]! })
      await limited.make.admin()
      const rounds = async (times: number) => {
        for (let i = 0; i < times; i++) {
          await grantAdmin(limited.deps, bob.id, CLIENT)
          await revokeAdmin(limited.deps, bob.id, CLIENT)
        }
      }
      await rounds(4)
      await limited.deps.db.prisma.account.update({ where: { id: bob.id }, data: { email: emails[1]! } })
      await rounds(4)
      const sent = async () => Promise.all(emails.map(async (email) => (await limited.outbox.to(email)).length))
      expect(await sent()).toEqual([8, 2])
      expect(dropped).toEqual(Array(6).fill('email'))
      limited.clock.advance(3_600)
      await rounds(1)
      expect(await sent()).toEqual([8, 4])
    } finally {
      await limited.close()
    }
  })

  test('twenty times a day at one address and no more, and of its deletion in any case; the changes are made', async () => {
    const limited = await startApp({ env: { RATE_LIMIT: 'on' } })
    try {
      const email = newAddress()
      const bob = await limited.make.user({ email })
      await limited.make.admin()
      for (let i = 0; i < 12; i++) {
        await grantAdmin(limited.deps, bob.id, CLIENT)
        expect((await revokeAdmin(limited.deps, bob.id, CLIENT)).admin).toBe(false)
        if (i % 5 === 4) limited.clock.advance(3_600)
      }
      expect(await limited.outbox.to(email)).toHaveLength(20)
      // codes are counted apart
      const other = await limited.make.user()
      expect((await limited.api.post(`${ME}/email/request`, { email }, { as: other })).status).toBe(200)
      expect((await limited.api.delete(ME, { as: bob })).status).toBe(200)
      expect((await limited.outbox.last('email', email)).subject).toBe('Your account was deleted')
      limited.clock.advance(86_400)
      const erin = await limited.make.user({ email })
      await grantAdmin(limited.deps, erin.id, CLIENT)
      expect(await limited.outbox.to(email)).toHaveLength(23)
    } finally {
      await limited.close()
    }
  })
})
