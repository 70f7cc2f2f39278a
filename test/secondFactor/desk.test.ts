import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { addApp, halfIn, loggedIn } from '../support/secondFactor.js'

describeApp('the support desk', () => {
  const app = useApp()
  const entries = ({ id }: Person, action: string) => app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id, action } })

  test('removes the second factor of who has lost it, who is told, and logged out', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user({ email: 'bob.lost@example.org' })]
    const browser = await loggedIn(app, bob)
    await addApp(app, browser)
    const half = await halfIn(app, bob)
    const desk = await loggedIn(app, alice)
    const page = await desk.get(`/accounts/${bob.id}/password`)
    expect([page.text.includes('an authenticator app'), page.text.includes('recovery codes left: 10')]).toEqual([true, true])
    const done = await desk.submit(page, `/accounts/${bob.id}/second-factor/remove`)
    expect([done.text.includes('has been removed.'), done.text.includes('/second-factor/remove')]).toEqual([true, false])
    expect(await browser.isIn()).toBe(false)
    expect((await half.browser.post('/login/second', { code: '000000' })).status).toBe(403)
    expect(await app.deps.db.prisma.recoveryCode.count({ where: { accountId: bob.id } })).toBe(0)
    expect(await entries(bob, 'removeSecondFactor')).toMatchObject([{ detail: 'all', actorKind: 'admin', actorId: alice.id }])
    expect((await app.outbox.last('email', 'bob.lost@example.org')).subject).toBe('A second factor was removed from your account')
    await loggedIn(app, bob)
    await desk.get(`/accounts/${bob.id}/password`)
    await desk.post(`/accounts/${bob.id}/second-factor/remove`)
    expect((await desk.get(`/accounts/${bob.id}/password`)).text).toContain('It had already been removed.')
    expect(await entries(bob, 'removeSecondFactor')).toHaveLength(1)
  })

  test('removes it by the API as well', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const browser = await loggedIn(app, bob)
    await addApp(app, browser)
    const path = `/api/accounts/${bob.id}/second_factor`
    expect((await app.api.delete(path, { as: bob })).status).toBe(403)
    const done = await app.api.delete(path, { as: alice })
    expect([done.status, done.body, await browser.isIn()]).toEqual([200, {}, false])
    expect(await entries(bob, 'removeSecondFactor')).toMatchObject([{ detail: 'all', actorKind: 'admin', actorId: alice.id }])
    for (const gone of [path, '/api/accounts/999999/second_factor'])
      expect((await app.api.delete(gone, { as: alice })).body).toMatchObject({ code: 'not_found' })
    await loggedIn(app, bob)
  })

  test('does not remove its own there', async () => {
    const alice = await app.make.admin()
    const desk = await loggedIn(app, alice)
    await addApp(app, desk)
    const page = await desk.get(`/accounts/${alice.id}/password`)
    expect(page.text).not.toContain('/second-factor/remove')
    await desk.post(`/accounts/${alice.id}/second-factor/remove`)
    // nor does a script, which shows no factor
    for (const by of ['digest', 'apiKey'] as const)
      expect(await app.api.delete(`/api/accounts/${alice.id}/second_factor`, { as: alice, by })).toMatchObject({
        status: 403,
        body: { code: 'admin_required' },
      })
    expect(await app.deps.db.prisma.authenticatorApp.count({ where: { accountId: alice.id } })).toBe(1)
  })

  test('sees the log-ins of an account, with the factor of each, and ends one', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const { codes } = await addApp(app, await loggedIn(app, bob))
    const { browser: other } = await halfIn(app, bob)
    await other.post('/login/second', { code: codes[0]! })
    const desk = await loggedIn(app, alice)
    const page = await desk.get(`/accounts/${bob.id}/password`)
    for (const text of ['Password and authenticator app', 'Password and recovery code', '127.0.0.1']) expect(page.text).toContain(text)
    const ids = [...page.text.matchAll(/name="session" value="([^"]+)"/g)].map((match) => match[1]!)
    expect(ids).toHaveLength(2)
    const erin = await app.make.user()
    expect((await desk.post(`/accounts/${erin.id}/sessions/end`, { session: ids[0]! })).header('location')).toBe(
      `/accounts/${erin.id}/password`,
    )
    expect(await app.deps.db.prisma.session.count({ where: { accountId: bob.id } })).toBe(2)
    for (const session of ['a\0b', '', ids[0]!, ids[0]!]) await desk.post(`/accounts/${bob.id}/sessions/end`, { session })
    expect((await desk.get(`/accounts/${bob.id}/password`)).text).toContain('was already logged out')
    expect(await app.deps.db.prisma.session.findMany({ where: { accountId: bob.id }, select: { idHash: true } })).toEqual([
      { idHash: ids[1] },
    ])
    expect(await entries(bob, 'endSession')).toMatchObject([{ actorKind: 'admin', actorId: alice.id }])
  })

  test('deletes an account with all its factors', async () => {
    const bob = await app.make.user()
    await addApp(app, await loggedIn(app, bob))
    expect((await app.api.delete(`/api/accounts/${bob.id}`, { as: await app.make.admin() })).status).toBeLessThan(300)
    const where = { accountId: bob.id }
    expect([await app.deps.db.prisma.authenticatorApp.count({ where }), await app.deps.db.prisma.recoveryCode.count({ where })]).toEqual([
      0, 0,
    ])
  })
})
