import type { Caller } from '../../src/caller.js'
import { revokeAdmin } from '../../src/services/accounts/change/administrators.js'
import { blockAccount, deactivateAccount } from '../../src/services/accounts/change/state.js'
import { updateAccount } from '../../src/services/accounts/change/update.js'
import { deleteAccount } from '../../src/services/accounts/deletion.js'
import type { Deps } from '../../src/services/deps.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { whileTaken } from '../support/rows.js'
import { useForEach } from '../support/use.js'

describeApp('the last administrator', () => {
  const app = useApp({}, useForEach)

  const left = () => app.deps.db.prisma.account.count({ where: { admin: true, activated: true } })

  test.each([
    ['DELETE', ''],
    ['POST', '/deactivate'],
    ['GET', '/deactivate'],
  ])('stays, whatever %s /accounts/{id}%s asks for; one who is not activated does not count', async (method, rest) => {
    const alice = await app.make.admin()
    await app.make.admin({ activated: false })
    const ask = () => app.api.send(method, `/api/accounts/${alice.id}${rest}`, { as: alice })
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'last_administrator' } })
    expect((await app.api.get('/api/accounts/me', { as: alice })).body).toMatchObject({ admin: true, activated: true })
    await app.make.admin()
    expect((await ask()).status).toBe(200)
    expect(await left()).toBe(1)
  })

  test('may go of their own accord, by DELETE /accounts/me', async () => {
    expect((await app.api.delete('/api/accounts/me', { as: await app.make.admin() })).status).toBe(200)
    expect(await left()).toBe(0)
  })

  test('is one of two who take the role from each other at once, every time', async () => {
    for (let round = 0; round < 10; round++) {
      const [alice, other] = [await app.make.admin(), await app.make.admin()]
      const done = await Promise.allSettled([revokeAdmin(app.deps, alice.id, CLIENT), revokeAdmin(app.deps, other.id, CLIENT)])
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(done.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 403, code: 'last_administrator' } })
      await app.deps.db.prisma.account.updateMany({ data: { admin: false } })
    }
  })

  test.each([
    ['deleted', deleteAccount],
    ['deactivated', deactivateAccount],
    ['blocked', blockAccount],
    ['deprived of the role', revokeAdmin],
    [
      'changed',
      (deps: Deps, id: number, caller: Caller) => updateAccount(deps, id, { username: 'alice', admin: false }, () => undefined, caller),
    ],
  ])('is who becomes it while they are %s', async (_, change) => {
    const [alice, other] = [await app.make.admin({ activated: false }), await app.make.admin()]
    // two requests more: she is activated, and the other one loses the role
    const changed = whileTaken<unknown>(
      app,
      alice.id,
      () => change(app.deps, alice.id, CLIENT),
      async (tx) => {
        await tx.account.update({ where: { id: alice.id }, data: { activated: true } })
        await tx.account.update({ where: { id: other.id }, data: { admin: false } })
      },
    )
    await expect(changed).rejects.toMatchObject({ status: 403, code: 'last_administrator' })
    expect(await left()).toBe(1)
  })

  test.each([['take-admin'], ['deactivate'], ['delete']])('is one of two who send each other the form %s at once', async (action) => {
    const people = [await app.make.admin(), await app.make.admin()]
    const browsers = people.map(() => new PanelClient(app))
    for (const [i, browser] of browsers.entries()) {
      await browser.logIn(people[i]!)
      await browser.get('/')
    }
    const answers = await Promise.all(
      browsers.map((browser, i) => {
        const { id, username } = people[1 - i]!
        return browser.post(`/accounts/${id}/${action}`, { username })
      }),
    )
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
    expect(await left()).toBe(1)
  })

  test('is told so on the panel, and cannot delete the own account there', async () => {
    const [alice, other] = [await app.make.admin(), await app.make.admin()]
    const browser = new PanelClient(app)
    await browser.logIn(alice)
    await browser.get(`/accounts/${other.id}`)
    await app.deps.db.prisma.account.update({ where: { id: other.id }, data: { activated: false } })
    const answer = await browser.send('/delete', { username: alice.username })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('You are the last administrator')
    expect(await browser.isIn()).toBe(true)
    await app.deps.db.prisma.account.update({ where: { id: other.id }, data: { activated: true } })
    expect((await browser.send('/delete', { username: alice.username })).header('location')).toBe('/')
    expect(await left()).toBe(1)
  })
})
