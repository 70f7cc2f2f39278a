import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'

describeApp('log-ins, on pages', () => {
  const app = useApp({ env: { TRUST_PROXY: '1' } })

  async function desk(language = 'en') {
    const alice = await app.make.admin()
    const browser = new PanelClient(app, language)
    expect((await browser.logIn(alice)).status).toBe(303)
    return { alice, browser }
  }
  /** The answer to the last of so many wrong passwords. */
  async function wrong(person: Person, times: number, language = 'en'): Promise<ApiResponse> {
    const answers: ApiResponse[] = []
    for (let i = 0; i < times; i++) answers.push(await new PanelClient(app, language).logIn({ ...person, password: 'wrong-1' }))
    return answers.at(-1)!
  }

  test('say that nothing is in the way, and where the last one came from', async () => {
    const { browser } = await desk()
    const bob = await app.make.user()
    const before = await browser.get(`/accounts/${bob.id}/log-ins`)
    expect(before.text).toContain('Nothing prevents the owner from logging in.')
    expect(before.text).toContain('No successful log-in has been recorded.')
    await new PanelClient(app).logIn(bob)
    const after = await browser.get(`/accounts/${bob.id}/log-ins`)
    expect(after.text).toContain('Last successful log-in: ')
    expect(after.text).toContain('logged in')
    expect(after.text).not.toContain('/log-ins/lift')
  })

  test('say why not: who has to wait and how long, on the overview too; a button lifts that', async () => {
    const { browser } = await desk()
    const bob = await app.make.user()
    const last = await wrong(bob, 9)
    expect(last.status).toBe(429)
    const path = `/accounts/${bob.id}/log-ins`
    expect((await browser.get(`/accounts/${bob.id}`)).text).toMatch(
      /has to wait another \d+ (seconds?|minutes?)\. <a href="[^"]*\/log-ins">/,
    )
    const page = await browser.get(path)
    expect(page.text).toMatch(/After several wrong passwords, [\d.:]+ has to wait another \d+ seconds?/)
    expect(page.text).toMatch(/The last password tried from [\d.:]+ was wrong \(/)
    const lifted = await browser.submit(page, `${path}/lift`)
    expect(lifted.text).toContain(`The delay for ${bob.username}@${bob.domain} has been lifted.`)
    expect(lifted.text).not.toContain('has to wait for')
    expect((await new PanelClient(app).logIn(bob)).status).toBe(303)
    expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'liftLoginDelay' } })).toBe(1)
  })

  test('a delay is lifted only by who has just entered the password', async () => {
    const { browser } = await desk()
    const bob = await app.make.user()
    await wrong(bob, 9)
    await app.deps.db.prisma.session.updateMany({ data: { provenAt: new Date(0) } })
    const page = await browser.get(`/accounts/${bob.id}/log-ins`)
    expect((await browser.submit(page, `/accounts/${bob.id}/log-ins/lift`)).text).toContain('held_password')
    expect((await new PanelClient(app).logIn(bob)).status).toBe(429)
  })

  test('say the state of the account', async () => {
    const { alice, browser } = await desk()
    const [bob, carol] = [await app.make.user(), await app.make.unconfirmed()]
    await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
    expect((await browser.get(`/accounts/${bob.id}/log-ins`)).text).toContain('The account is blocked')
    expect((await browser.get(`/accounts/${carol.id}/log-ins`)).text).toContain('The account is not activated yet')
  })

  test('people are told how long to wait, in their language', async () => {
    const [bob, eve] = [await app.make.user(), await app.make.user()]
    expect((await wrong(bob, 9)).text).toMatch(/Too many attempts\. Try again in \d+ seconds?\./)
    expect((await wrong(eve, 9, 'fr')).text).toMatch(/Trop de tentatives\. Réessayez dans \d+\s(secondes?|minutes?)\./)
    const carol = await app.make.user()
    const browser = new PanelClient(app)
    await browser.logIn(carol)
    await app.deps.db.prisma.session.updateMany({ where: { accountId: carol.id }, data: { provenAt: new Date(0) } })
    const held = await browser.send('/delete', { username: carol.username })
    const form = /name="(held_[a-z]+)" value="([^"]+)"/.exec(held.text)!
    let answer = held
    for (let i = 0; i < 9; i++) answer = await browser.post('/delete', { [form[1]!]: form[2]!, held_password: 'wrong-1' })
    expect([answer.status, /Try again in \d+ seconds?/.test(answer.text)]).toEqual([429, true])
  })

  test('people see their own recent ones, and those that failed', async () => {
    const bob = await app.make.user()
    await wrong(bob, 2)
    const browser = new PanelClient(app)
    await browser.logIn(bob)
    const page = await browser.get('/sessions')
    expect(page.text).toContain('Recent log-ins')
    expect(page.text).toContain('wrong password')
    expect(page.text).toContain('2 times')
  })
})
