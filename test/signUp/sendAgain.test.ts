import { sendActivationCode } from '../../src/services/accounts/accounts.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

/** What people may have to type has no look-alikes. */
const READABLE = /^[A-HJ-NP-Za-km-np-z2-9]{13}$/

describeApp('a code that has not arrived', () => {
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' } })
  let count = 0

  test('is sent again from the page that asks for it, to whoever it went to, and the former one is void', async () => {
    const [alice, carol] = [await app.make.admin(), await app.make.unconfirmed({ email: `carol${++count}@example.org` })]
    const desk = new PanelClient(app)
    await desk.logIn(alice)
    await desk.submit(await desk.get(`/accounts/${carol.id}`), `/accounts/${carol.id}/send-code`)
    const first = (await app.outbox.last('email', carol.record.email!)).data.code!
    expect(first).toMatch(READABLE)
    app.clock.advance(120)
    const browser = new PanelClient(app)
    const page = await browser.get(`/activate?account=${carol.username}`)
    expect(page.text).toContain('formaction="/activate/again"')
    const answer = await browser.post('/activate/again', { account: carol.username, code: '' })
    expect(answer.header('location')).toBe(`/activate?account=${carol.username}`)
    expect((await browser.get(answer.header('location')!)).text).toContain('If this account is waiting for a code')
    const second = (await app.outbox.last('email', carol.record.email!)).data.code!
    expect(second).not.toBe(first)
    expect((await browser.post('/activate', { account: carol.username, code: first })).status).not.toBe(303)
    expect((await browser.post('/activate', { account: carol.username, code: second })).header('location')).toBe('/login')
  })

  test('is entered where the former one was asked for, whoever has asked for this one', async () => {
    const carol = await app.make.unconfirmed({ phone: `+3361200${++count}`.padEnd(12, '7') })
    const caller = { ...CLIENT, ip: '192.0.2.7' }
    await app.deps.db.prisma.$transaction((tx) => sendActivationCode(app.deps, tx, carol, 'phone', carol.record.phone!, caller))
    const origin = async () => (await app.deps.db.prisma.code.findFirstOrThrow({ where: { accountId: carol.id } })).origin
    const before = await origin()
    app.clock.advance(120)
    const stranger = new PanelClient(app)
    await stranger.get('/activate')
    await stranger.post('/activate/again', { account: carol.username })
    expect(await app.outbox.to(carol.record.phone!)).toHaveLength(1)
    expect(await origin()).toBe(before)
  })

  test('is asked for with the same answer by whoever, for whatever account', async () => {
    const [active, idle] = [
      await app.make.user({ email: `bob${++count}@example.org` }),
      await app.make.unconfirmed({ email: `idle${count}@example.org` }),
    ]
    for (const account of [active.username, idle.username, 'nobody.here', 'no account at all', `${'x'.repeat(300)}`]) {
      const browser = new PanelClient(app)
      await browser.get('/activate')
      const sent = await browser.post('/activate/again', { account })
      expect([sent.status, sent.header('location')?.startsWith('/activate?account=')]).toEqual([303, true])
    }
    expect(await app.outbox.to(active.record.email!)).toHaveLength(0)
    expect(await app.outbox.to(idle.record.email!)).toHaveLength(0) // nobody has sent it one before
    expect((await new PanelClient(app).send('/activate', { account: '' })).status).toBe(422)
  })

  test('of a new e-mail address is sent again to it', async () => {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    await browser.logIn(bob)
    const email = `next${++count}@example.org`
    await browser.send('/email', { email })
    const page = await browser.get('/email/confirm')
    app.clock.advance(120)
    const again = await browser.submit(page, '/email/confirm/again')
    expect(again.text).toContain(email)
    expect(await app.outbox.to(email)).toHaveLength(2)
  })
})
