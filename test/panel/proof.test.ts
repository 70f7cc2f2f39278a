import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { newAddress } from '../support/signUp.js'

const ASKED = 'Enter your password to continue'
const TEN_MINUTES = 600

describeApp('an open session', () => {
  const app = useApp()

  async function idle(person: Person, language?: string): Promise<PanelClient> {
    const browser = new PanelClient(app, language)
    await browser.logIn(person)
    await browser.get('/')
    app.clock.advance(TEN_MINUTES)
    return browser
  }
  const held = (text: string) => /name="held_form" value="([^"]*)"/.exec(text)![1]!
  const prove = (browser: PanelClient, path: string, text: string, password: string) =>
    browser.post(path, { held_form: held(text), held_password: password })
  const exists = async ({ id }: Person) => (await app.deps.db.prisma.account.count({ where: { id } })) === 1

  test('is enough for ten minutes after the log-in, and not for longer, to delete the account', async () => {
    const [bob, erin] = [await app.make.user(), await app.make.user()]
    const young = new PanelClient(app)
    await young.logIn(bob)
    app.clock.advance(TEN_MINUTES - 1)
    expect((await young.send('/delete', { username: bob.username })).status).toBe(303)
    const browser = await idle(erin)
    const asked = await browser.post('/delete', { username: erin.username })
    expect([asked.status, asked.text.includes(ASKED), await exists(erin)]).toEqual([403, true, true])
    expect(asked.text).not.toContain(`"${erin.username}@`)
    expect((await prove(browser, '/delete', asked.text, 'not-hers')).text).toContain('This password is wrong.')
    expect((await prove(browser, '/delete', asked.text, '')).status).toBe(422)
    expect(await exists(erin)).toBe(true)
    const done = await prove(browser, '/delete', asked.text, erin.password)
    expect([done.status, done.header('location'), await exists(erin)]).toEqual([303, '/', false])
  })

  test('goes on with what was entered, and is asked no more for ten minutes', async () => {
    const bob = await app.make.user()
    const [browser, email] = [await idle(bob), newAddress()]
    const asked = await browser.post('/email', { email })
    expect(asked.text).not.toContain(email)
    expect([...browser.cookies.values()].join()).not.toContain(email)
    expect(await app.outbox.to(email)).toEqual([])
    expect((await prove(browser, '/email', asked.text, bob.password)).header('location')).toBe('/email/confirm')
    expect(await app.outbox.to(email)).toHaveLength(1)
    expect((await browser.send('/phone', { phone: '+33612009999' })).status).toBe(303)
    app.clock.advance(TEN_MINUTES)
    expect((await browser.send('/phone', { phone: '+33612009998' })).status).toBe(403)
  })

  test('shows what is wrong with the form after the password, as it would have without', async () => {
    const bob = await app.make.user()
    const browser = await idle(bob)
    const asked = await browser.post('/email', { email: 'nonsense' })
    const answer = await prove(browser, '/email', asked.text, bob.password)
    expect([answer.status, answer.text.includes('value="nonsense"')]).toEqual([422, true])
  })

  test('makes an administrator’s new account with the password that was chosen, which is not in the page meanwhile', async () => {
    const alice = await app.make.admin()
    const browser = await idle(alice)
    const fields = { username: 'made.after.proof', domain: 'sip.example.org', password: 'ch0sen-secret', algorithm: 'MD5', activated: 'on' }
    const asked = await browser.post('/accounts/new', fields)
    expect(asked.text).not.toContain('ch0sen-secret')
    expect((await prove(browser, '/accounts/new', asked.text, alice.password)).status).toBe(303)
    const made = new PanelClient(app)
    expect((await made.logIn({ ...alice, username: fields.username, password: fields.password })).header('location')).toBe('/')
  })

  test('shows a held form nowhere, also not as what a page has to say', async () => {
    const bob = await app.make.user()
    const browser = await idle(bob)
    const asked = await browser.post('/delete', { username: bob.username })
    browser.cookies.set('flash', held(asked.text))
    expect((await browser.get('/')).text).not.toContain('role="status"')
  })

  test('takes a held form for its own session and address alone, and not for ever', async () => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const browser = await idle(alice)
    const asked = await browser.post(`/accounts/${bob.id}/deactivate`)
    const elsewhere = await prove(browser, `/accounts/${bob.id}/delete`, asked.text, alice.password)
    expect([elsewhere.status, elsewhere.text.includes('Nothing was changed')]).toEqual([403, true])
    const another = await idle(alice)
    expect((await prove(another, `/accounts/${bob.id}/deactivate`, asked.text, alice.password)).status).toBe(403)
    for (const forged of ['v1.AAAA', 'x', held(asked.text).slice(0, -2)])
      expect((await browser.post(`/accounts/${bob.id}/deactivate`, { held_form: forged, held_password: alice.password })).status).toBe(403)
    app.clock.advance(900)
    expect((await prove(browser, `/accounts/${bob.id}/deactivate`, asked.text, alice.password)).status).toBe(403)
    expect(await app.deps.db.prisma.account.findUnique({ where: { id: bob.id } })).toMatchObject({ activated: true })
  })

  test('is slowed down after several wrong passwords, together with the log-in', async () => {
    const bob = await app.make.user()
    const browser = await idle(bob)
    const asked = await browser.post('/logout-everywhere')
    const statuses: number[] = []
    for (let i = 0; i < 7; i++) statuses.push((await prove(browser, '/logout-everywhere', asked.text, `wrong ${i}`)).status)
    expect(statuses.slice(0, 5)).toEqual([403, 403, 403, 403, 403])
    expect(statuses[6]).toBe(429)
    const slowed = await prove(browser, '/logout-everywhere', asked.text, bob.password)
    expect([slowed.status, slowed.header('retry-after')]).toEqual([429, expect.any(String)])
    expect((await new PanelClient(app).logIn(bob)).status).toBe(429)
    app.clock.advance(10)
    expect((await prove(browser, '/logout-everywhere', asked.text, bob.password)).header('location')).toBe('/')
    expect(await browser.isIn()).toBe(false)
  })

  test('is proven by a change of the password, too', async () => {
    const bob = await app.make.user()
    const browser = await idle(bob)
    const fields = { old: bob.password, new: 'another-one', again: 'another-one', algorithm: 'SHA-256' }
    expect((await browser.send('/password', fields)).status).toBe(303)
    expect((await browser.send('/delete', { username: bob.username })).header('location')).toBe('/')
  })

  test('that was open before this was kept is asked', async () => {
    const bob = await app.make.user()
    const browser = new PanelClient(app)
    await browser.logIn(bob)
    await app.deps.db.prisma.session.updateMany({ where: { accountId: bob.id }, data: { provenAt: null } })
    expect((await browser.send('/delete', { username: bob.username })).status).toBe(403)
  })

  test('asks in French', async () => {
    const browser = await idle(await app.make.user(), 'fr')
    expect((await browser.post('/logout-everywhere')).text).toContain('Saisissez votre mot de passe pour continuer')
  })

  /** Forms of the routes' tables that go without: they undo nothing, or ask for the old password or a code themselves. Those of bulk work make a draft, which another form confirms. */
  const DRAFTS = ['/bulk/import', '/bulk/:id/target', '/bulk/:id/drop', '/bulk/:id/undo', '/bulk/:id/invite']
  const WITHOUT = ['/logout', '/overview/check', '/devices/remove', '/password', '/email/confirm', '/phone/confirm', ...DRAFTS]
  const forms = ['routes.ts', 'adminRoutes.ts', 'accountRoutes.ts'].flatMap((file) =>
    [...readFileSync(join(packageRoot(), 'src', 'panel', file), 'utf8').matchAll(/(?:member|admin)\.form\('([^']+)'/g)].map(
      ([, path]) => path!,
    ),
  )

  test.each(forms.filter((path) => !WITHOUT.includes(path)))('is not enough for the form %s', async (path) => {
    const [alice, bob] = [await app.make.admin(), await app.make.user()]
    const browser = await idle(alice)
    const real = path.replace(':id', String(path.startsWith('/accounts') ? bob.id : 1)).replace(':key', '1')
    const before = await app.deps.db.prisma.auditEntry.count()
    const asked = await browser.post(real, { username: bob.username })
    expect([asked.status, asked.text.includes(ASKED)]).toEqual([403, true])
    expect(await app.deps.db.prisma.auditEntry.count()).toBe(before)
  })
})
