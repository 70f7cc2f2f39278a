import { sendInvitation } from '../../src/services/recovery/resetLink.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

const PASSWORD = 'a fresh secret'
const WEEK = 7 * 86_400

describeApp('an invitation', () => {
  const app = useApp()
  let count = 0

  /** An account that an administrator has made, and nobody has activated. */
  const newcomer = (): Promise<Person> => app.make.unconfirmed({ email: `invited${++count}@example.org` })
  const send = (id: number, as: Person) => app.api.post(`/api/accounts/${id}/send_invitation_email`, undefined, { as })
  const linkTo = async ({ record }: Person) => new URL((await app.outbox.last('email', record.email!)).data.link!).pathname

  async function choose(browser: PanelClient, page: ApiResponse, password = PASSWORD): Promise<ApiResponse> {
    const [, state] = /name="state" value="([^"]*)"/.exec(page.text)!
    return browser.post('/recovery/password', { state: state!, password, again: password })
  }

  test('lets its owner choose a password, activates the account, and shows the code that sets up an app', async () => {
    const [alice, carol] = [await app.make.admin(), await newcomer()]
    expect(await send(carol.id, alice)).toMatchObject({ status: 200, text: '{}' })
    const mail = await app.outbox.last('email', carol.record.email!)
    expect(mail.text).toContain('valid for 7 days')
    const path = await linkTo(carol)
    expect(path).toMatch(/^\/invitation\/[A-Za-z0-9]{16}$/)
    const browser = new PanelClient(app)
    const page = await browser.get(path)
    expect(page.text).toContain('Welcome: choose your password')
    expect((await app.api.get(`/api/accounts/${carol.id}`, { as: alice })).body.activated).toBe(false) // looking at it changes nothing
    expect((await choose(browser, page)).header('location')).toBe('/set-up')
    const setUp = await browser.get('/set-up')
    expect(setUp.text).toMatch(/<img[^>]*src="data:image/)
    const { username, domain } = carol
    expect((await app.api.get('/api/accounts/me', { as: { ...carol, password: PASSWORD }, by: 'digest' })).body).toMatchObject({
      username,
      domain,
      activated: true,
    })
    const actions = await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: carol.id }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action, actorKind }) => `${action} ${actorKind}`)).toEqual(
      expect.arrayContaining([
        'sendInvitation admin',
        'activateAccount account',
        'recoverPassword account',
        'createProvisioningLink account',
      ]),
    )
  })

  test('is good once, for a week, and void once a newer one was sent', async () => {
    const [alice, carol] = [await app.make.admin(), await newcomer()]
    await send(carol.id, alice)
    const first = await linkTo(carol)
    await send(carol.id, alice)
    expect(await app.outbox.to(carol.record.email!)).toHaveLength(1) // the same again within two minutes
    app.clock.advance(120)
    await send(carol.id, alice)
    const second = await linkTo(carol)
    const gone = await new PanelClient(app).get(first)
    expect([gone.status, gone.text.includes('ask whoever invited you')]).toEqual([404, true])
    app.clock.advance(WEEK - 1)
    const browser = new PanelClient(app)
    const page = await browser.get(second)
    expect(page.status).toBe(200)
    await choose(browser, page)
    expect((await new PanelClient(app).get(second)).status).toBe(404)
    const late = await newcomer()
    await send(late.id, alice)
    app.clock.advance(WEEK)
    expect((await new PanelClient(app).get(await linkTo(late))).status).toBe(410)
  })

  test('of two who open it at once one has the account', async () => {
    const [alice, carol] = [await app.make.admin(), await newcomer()]
    await send(carol.id, alice)
    const path = await linkTo(carol)
    const browsers = [new PanelClient(app), new PanelClient(app)]
    const pages = await Promise.all(browsers.map((browser) => browser.get(path)))
    const statuses = await Promise.all(browsers.map(async (browser, i) => (await choose(browser, pages[i]!, `${PASSWORD} ${i}`)).status))
    expect(statuses.sort()).toEqual([303, 404])
  })

  test('does not open an account that was deactivated or blocked meanwhile, and is not sent to one', async () => {
    const alice = await app.make.admin()
    for (const change of ['deactivate', 'block'] as const) {
      const carol = await newcomer()
      await send(carol.id, alice)
      const path = await linkTo(carol)
      const browser = new PanelClient(app)
      const page = await browser.get(path)
      await app.api.post(`/api/accounts/${carol.id}/${change}`, undefined, { as: alice })
      expect((await choose(browser, page)).status).toBe(404)
      expect((await new PanelClient(app).get(path)).status).toBe(404)
      expect((await send(carol.id, alice)).body.code).toBe(change === 'block' ? 'account_blocked' : 'account_not_activated')
    }
  })

  test('is for accounts with an address, that do not wait for the code of their owner', async () => {
    const [alice, bare] = [await app.make.admin(), await app.make.user()]
    expect(await send(bare.id, alice)).toMatchObject({ status: 403, body: { code: 'no_email' } })
    const own = await newcomer()
    await app.deps.db.prisma.account.update({ where: { id: own.id }, data: { selfMade: true } })
    expect(await send(own.id, alice)).toMatchObject({ status: 403, body: { code: 'account_not_activated' } })
    expect((await send(own.id, bare)).status).toBe(403)
    expect((await send(999_999_999, alice)).status).toBe(404)
  })

  test('goes nowhere when the address is changed, or the account deleted, while it is on its way', async () => {
    const alice = await app.make.admin()
    for (const [change, status] of [
      [{ email: 'corrected@example.org' }, 403],
      [undefined, 404],
    ] as const) {
      const carol = await newcomer()
      const { db } = app.deps
      const meanwhile = async () =>
        change
          ? db.prisma.account.update({ where: { id: carol.id }, data: change })
          : db.prisma.account.deleteMany({ where: { id: carol.id } })
      const prisma = new Proxy(db.prisma, {
        get: (target, name) =>
          name === '$transaction'
            ? async (work: Parameters<typeof target.$transaction>[0]) => {
                await meanwhile()
                return target.$transaction(work)
              }
            : Reflect.get(target, name),
      })
      const deps = { ...app.deps, db: { ...db, prisma } }
      await expect(sendInvitation(deps, carol.id, { ...CLIENT, actor: { kind: 'admin', id: alice.id } })).rejects.toMatchObject({ status })
      expect(await app.outbox.to(carol.record.email!)).toHaveLength(0)
    }
  })

  test('is no link to reset a password, nor the other way round', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user({ email: `bob${++count}@example.org` })]
    await send(bob.id, alice)
    const invitation = await linkTo(bob)
    expect((await new PanelClient(app).get(invitation.replace('invitation', 'reset_password'))).status).toBe(404)
  })

  describe('from the panel', () => {
    async function opened(): Promise<PanelClient> {
      const browser = new PanelClient(app)
      await browser.logIn(await app.make.admin())
      return browser
    }

    test('goes out with a new account, whose password is shown to nobody then', async () => {
      const browser = await opened()
      const email = `fresh${++count}@example.org`
      const fields = { username: `fresh.${count}`, email, domain: 'sip.example.org', algorithm: 'SHA-256', password: '' }
      const made = await browser.send('/accounts/new', { ...fields, invite: 'on' })
      const page = await browser.get(made.header('location')!)
      expect(page.text).toContain(`an invitation is on its way to ${email}`)
      expect(page.text).not.toContain('id="secret"')
      expect(page.text).not.toContain('Copy')
      expect((await app.outbox.last('email', email)).data.link).toContain('/invitation/')
    })

    test('does not go out unless it is asked for, or without an address', async () => {
      const browser = await opened()
      const fields = { domain: 'sip.example.org', algorithm: 'SHA-256', password: '' }
      const email = `quiet${++count}@example.org`
      await browser.send('/accounts/new', { ...fields, username: `quiet.${count}`, email })
      expect(await app.outbox.to(email)).toHaveLength(0)
      const bare = await browser.send('/accounts/new', { ...fields, username: `quiet.${++count}`, invite: 'on' })
      expect((await browser.get(bare.header('location')!)).text).toContain('has been created')
    })

    test('is sent again by a button on the page of the account', async () => {
      const [browser, carol] = [await opened(), await newcomer()]
      const page = await browser.get(`/accounts/${carol.id}`)
      expect((await browser.submit(page, `/accounts/${carol.id}/invite`)).text).toContain('An invitation is on its way')
      expect(await linkTo(carol)).toMatch(/^\/invitation\//)
    })
  })
})
