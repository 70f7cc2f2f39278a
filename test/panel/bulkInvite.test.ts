import { blockAccount, deactivateAccount } from '../../src/services/accounts/change/state.js'
import { messageTable } from '../../src/services/messages/messageTable.js'
import { useApp } from '../support/app.js'
import { bulkDesk, type Desk, plain, rowsOf } from '../support/bulk.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'

describeApp('invitations to many', () => {
  const app = useApp()
  let desk: Desk
  let count = 0
  beforeEach(async () => {
    desk = await bulkDesk(app)
  })
  const address = () => `many${++count}@example.org`
  const results = async (path: string) => rowsOf(await desk.browser.get(`${path}?show=all`)).map((row) => row.at(-1))
  const invitations = (accountId: number) => app.deps.db.prisma.message.count({ where: { accountId, kind: 'invitation' } })

  test('go to each account that a mail can let in, once, and to nobody else', async () => {
    const invited = await app.make.unconfirmed({ email: address() })
    const active = await app.make.user({ email: address() })
    const noMail = await app.make.unconfirmed()
    const [blocked, off] = [await app.make.user({ email: address() }), await app.make.user({ email: address() })]
    await blockAccount(app.deps, blocked.id, CLIENT)
    await deactivateAccount(app.deps, off.id, CLIENT)
    const own = await app.make.unconfirmed({ email: address() })
    await app.deps.db.prisma.account.update({ where: { id: own.id }, data: { selfMade: true } })
    const all = [invited, active, noMail, blocked, off, own]
    const path = await desk.draft(
      'invite',
      all.map(({ id }) => id),
    )
    expect(plain((await desk.browser.get(path)).text)).toContain('To be invited: 2')
    expect(await Promise.all(all.map(({ id }) => invitations(id)))).toEqual([0, 0, 0, 0, 0, 0])
    await desk.run(path)
    const not = 'Left out: blocked, deactivated, or waiting for its owner to confirm the sign-up'
    expect(await results(path)).toEqual(['Done', 'Done', 'Left out: no e-mail address', not, not, not])
    expect(await Promise.all(all.map(({ id }) => invitations(id)))).toEqual([1, 1, 0, 0, 0, 0])
    const mail = await app.outbox.last('email', invited.record.email!)
    expect(mail.data.link).toMatch(/\/invitation\/[A-Za-z0-9]{16}$/)
    const entries = await app.deps.db.prisma.auditEntry.findMany({ where: { action: 'sendInvitation', accountId: invited.id } })
    expect(entries).toMatchObject([{ actorKind: 'admin', actorId: desk.alice.id }])
  })

  test('are not sent again a moment later, nor to who was blocked since they were shown', async () => {
    const [again, blocked] = [await app.make.unconfirmed({ email: address() }), await app.make.user({ email: address() })]
    await desk.run(await desk.draft('invite', [again.id]))
    const path = await desk.draft('invite', [again.id, blocked.id])
    await blockAccount(app.deps, blocked.id, CLIENT)
    await desk.run(path)
    expect(await results(path)).toEqual([
      'Left out: nothing to change',
      'Left out: blocked, deactivated, or waiting for its owner to confirm the sign-up',
    ])
    expect([await invitations(again.id), await invitations(blocked.id)]).toEqual([1, 0])
  })

  test('leave a code that somebody waits for the first place in the queue', async () => {
    const { prisma } = app.deps.db
    const many = await Promise.all(Array.from({ length: 3 }, () => app.make.unconfirmed({ email: address() })))
    await desk.run(
      await desk.draft(
        'invite',
        many.map(({ id }) => id),
      ),
    )
    const due = await prisma.message.findMany({ where: { accountId: { in: many.map(({ id }) => id) } } })
    await prisma.message.updateMany({ where: { id: { in: due.map(({ id }) => id) } }, data: { sentAt: null, nextTryAt: new Date(0) } })
    const code = await prisma.message.create({
      data: {
        channel: 'email',
        kind: 'recovery',
        recipient: address(),
        createdAt: new Date(),
        nextTryAt: new Date(1),
        expiresAt: new Date(),
      },
    })
    const table = messageTable(prisma, 'email', 0, app.clock.now)
    expect((await table.due(new Date(2), 2, [])).map(({ kind }) => kind)).toEqual(['recovery', 'invitation'])
    await prisma.message.delete({ where: { id: code.id } })
  })

  test('follow an import: to those whom it has made and a mail can reach', async () => {
    const [mail, name] = [address(), `csv.${Date.now()}`]
    const checked = await desk.check(
      `username,email,status\n${name}.1,${mail},inactive\n${name}.2,${address()},active\n${name}.3,,inactive\n`,
    )
    const path = checked.header('location')!
    const page = await desk.run(path)
    expect(plain(page.text)).toContain('Can be invited by e-mail to choose a password: 2 accounts')
    const draft = (await desk.browser.post(`${path}/invite`)).header('location')!
    expect(rowsOf(await desk.browser.get(draft))).toEqual([[`${name}.1@sip.example.org`], [`${name}.2@sip.example.org`]])
    await desk.run(draft)
    expect(await results(draft)).toEqual(['Done', 'Done'])
    expect((await app.outbox.last('email', mail)).data.link).toContain('/invitation/')
    // no import: nothing to follow
    expect((await desk.browser.post(`${draft}/invite`)).status).toBe(404)
    expect((await desk.browser.get(draft)).text).not.toContain(`${draft}/invite`)
  })

  test.each(['en', 'fr'])('have pages in %s', async (language) => {
    const own = await bulkDesk(app, language)
    const carol = await app.make.unconfirmed({ email: address() })
    const path = await own.draft('invite', [carol.id])
    expect((await own.browser.get(path)).status).toBe(200)
    const page = await own.run(path)
    expect(plain(page.text)).toContain(language === 'fr' ? 'Inviter les propriétaires de comptes' : 'Invite owners of accounts')
  })
})
