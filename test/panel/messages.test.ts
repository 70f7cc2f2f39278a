import { signUp } from '../../src/services/signUp/signUp.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress } from '../support/signUp.js'

describeApp('messages, on pages', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' } })
  let people = 0

  async function desk() {
    const browser = new PanelClient(app)
    expect((await browser.logIn(await app.make.admin())).status).toBe(303)
    return browser
  }
  const failed = () => ({ sentAt: null, failedAt: new Date(app.clock.now()), nextTryAt: null, lastError: '550 no such user', tries: 2 })
  /** A message to somebody that could not be sent. */
  async function write(accountId: number | null, kind: string, more: object = {}): Promise<number> {
    const now = app.clock.now()
    const data = {
      accountId,
      channel: 'email',
      kind,
      recipient: 'some.body@example.org',
      createdAt: new Date(now),
      expiresAt: new Date(now + 3_600_000),
    }
    return (await app.deps.db.prisma.message.create({ data: { ...data, ...failed(), ...more } })).id
  }
  const newest = (accountId: number) => app.deps.db.prisma.message.findFirstOrThrow({ where: { accountId }, orderBy: { id: 'desc' } })
  const rows = (text: string): number => text.match(/<th scope="row">/g)?.length ?? 0

  test('are listed for administrators alone, and narrowed by what the form says', async () => {
    const browser = await desk()
    const bob = await app.make.user({ email: newAddress() })
    await write(bob.id, 'passwordReset')
    await write(bob.id, 'phoneChange', { channel: 'sms', recipient: '+33612345678' })
    const of = async (query: Record<string, string>) =>
      (await browser.get(`/messages?${new URLSearchParams({ account: bob.username, ...query })}`)).text
    expect(rows(await of({}))).toBe(2)
    expect(await of({})).toContain(`<a href="/accounts/${bob.id}">`)
    expect(await of({ channel: 'sms' })).toContain('+33***78')
    expect(rows(await of({ channel: 'sms' }))).toBe(1)
    expect(rows(await of({ state: 'sent' }))).toBe(0)
    expect(rows(await of({ kind: 'passwordReset', to: 'some.body@example.org', since: '2026-11-24', until: '2026-11-24' }))).toBe(1)
    expect(rows(await of({ until: '2026-11-23' }))).toBe(0)
    for (const odd of [{ account: 'a b@c' }, { account: 'x\0y' }, { to: 'nonsense' }, { cursor: 'nonsense' }] as Record<string, string>[])
      expect(rows(await of(odd))).toBe(0)
    expect(rows(await of({ state: 'nonsense', kind: '__proto__', since: '2026-02-31' }))).toBe(2)
    const member = new PanelClient(app)
    await member.logIn(bob)
    expect((await member.get('/messages')).status).toBe(403)
  })

  test('go over several pages, here and at an account', async () => {
    const browser = await desk()
    const bob = await app.make.user()
    for (let i = 0; i < 21; i++) await write(bob.id, 'passwordSet')
    for (const path of [`/messages?account=${bob.id}`, `/accounts/${bob.id}/messages`]) {
      const page = await browser.get(path)
      const older = /href="([^"]+)" rel="next"/.exec(page.text)![1]!.replaceAll('&amp;', '&')
      expect([rows(page.text), rows((await browser.get(older)).text)]).toEqual([20, 1])
    }
  })

  test('a code that could not be sent is sent anew, from the list with its filter, as long as it is waited for', async () => {
    const browser = await desk()
    const to = newAddress()
    const name = { username: `waits.mail${++people}`, domain: 'sip.example.org' }
    await signUp(app.deps, { ...name, password: 'g00d-secret-1', to: { channel: 'email', address: to } }, CLIENT)
    const { id } = (await app.deps.accounts.byAor(name))!
    await app.deps.db.prisma.message.updateMany({ where: { accountId: id }, data: failed() })
    const { id: message } = await newest(id)
    const page = await browser.get(`/messages?account=${id}&state=failed`)
    const sent = await browser.submit(page, `/messages/${message}/send`)
    expect(sent.text).toContain(`A new code is on its way to ${to}`)
    expect(sent.text).toContain('<option value="failed" selected>')
    expect((await app.outbox.to(to)).length).toBe(2)
    await app.deps.db.prisma.account.update({ where: { id }, data: { activated: true } })
    await app.deps.db.prisma.code.deleteMany({ where: { accountId: id } })
    const after = await browser.get(`/messages?account=${id}&state=failed`)
    expect(after.text).toContain('The account no longer needs this code.')
    expect(after.text).not.toContain(`/messages/${message}/send`)
    expect((await browser.submit(page, `/messages/${message}/send`)).text).toContain('no longer needs this code')
  })

  test('links that could not be sent are made and sent anew, from the page of the account', async () => {
    const browser = await desk()
    const bob = await app.make.user({ email: newAddress() })
    const path = `/accounts/${bob.id}/messages`
    const [reset, link] = [await write(bob.id, 'passwordReset'), await write(bob.id, 'provisioning')]
    const invitation = await write(bob.id, 'invitation')
    const page = await browser.get(path)
    expect((await browser.submit(page, `${path}/${reset}/send`)).text).toContain(
      `A new link to choose a password is on its way to ${bob.record.email}`,
    )
    expect((await app.outbox.last('email', bob.record.email!)).data.link).toContain('/reset_password/')
    expect((await browser.submit(page, `${path}/${link}/send`)).text).toContain('A new link to set up a device is on its way')
    expect((await app.outbox.last('email', bob.record.email!)).data.link).toContain('/provisioning/')
    expect((await browser.submit(page, `${path}/${invitation}/send`)).text).toContain(
      `A new invitation is on its way to ${bob.record.email}`,
    )
    expect((await app.outbox.last('email', bob.record.email!)).data.link).toContain('/invitation/')
    const actions = (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: bob.id } })).map(({ action }) => action)
    expect(actions).toEqual(expect.arrayContaining(['sendPasswordReset', 'createProvisioningLink']))
    const carol = await app.make.user()
    expect((await browser.post(`/accounts/${carol.id}/messages/${reset}/send`, {})).status).toBe(404)
    expect((await browser.post('/messages/2147483647/send', {})).status).toBe(404)
  })

  test.each<[string, string, (of: { bob: Person }) => Promise<number>]>([
    ['a notice', 'Notices are not sent again.', ({ bob }) => write(bob.id, 'passwordSet')],
    ['a forgotten password', 'Only the owner can request it again.', ({ bob }) => write(bob.id, 'recovery')],
    ['an address that is gone', 'no longer has an e-mail address', ({ bob }) => write(bob.id, 'passwordReset')],
    [
      'what is tried within a minute',
      'It will be sent within a minute anyway.',
      ({ bob }) => write(bob.id, 'recovery', { failedAt: null, nextTryAt: new Date(app.clock.now() + 59_000) }),
    ],
  ])('says honestly what is not sent again: %s', async (_, text, make) => {
    const browser = await desk()
    const bob = await app.make.user()
    const id = await make({ bob })
    const path = `/accounts/${bob.id}/messages`
    const page = await browser.get(path)
    expect(page.text).toContain(text)
    expect(page.text).not.toContain(`/messages/${id}/send`)
    expect((await browser.post(`${path}/${id}/send`, {})).header('location')).toBe(path)
    expect((await browser.get(path)).text).toContain(text)
  })

  test('one that waits for its next try is tried now', async () => {
    const browser = await desk()
    const bob = await app.make.user({ email: newAddress() })
    await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: await app.make.admin() })
    const { id, createdAt } = await newest(bob.id)
    const again = await app.deps.db.prisma.message.findUniqueOrThrow({ where: { id } })
    await app.deps.db.prisma.message.delete({ where: { id } })
    const waits = {
      ...again,
      sentAt: null,
      failedAt: null,
      nextTryAt: new Date(createdAt.getTime() + 600_000),
      tries: 3,
      lastError: 'connect ETIMEDOUT',
    }
    await app.deps.db.prisma.message.create({ data: waits })
    const page = await browser.get(`/accounts/${bob.id}/messages`)
    expect((await browser.submit(page, `/accounts/${bob.id}/messages/${id}/send`)).text).toContain('is being sent now')
    // nothing of it is kept once it was sent, and so it fails: but it was tried
    expect(await newest(bob.id)).toMatchObject({ tries: 4, nextTryAt: null })
  })
})
