// runs once: a browser is slow, and test/panel asks for these pages over both databases
import type { Locator } from 'playwright-core'
import { useApp } from '../support/app.js'
import { describeBrowser, follow, inWindow, useBrowser, type Window } from '../support/browser.js'
import type { Person, PersonOptions } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { phone, RegisteredDevices } from '../support/registeredDevices.js'

/** Clicks from what the search has found to the end of a call. */
const MOST_CLICKS = 4

describeBrowser('a call at the support desk', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ replaced: { registrar } })
  const browser = useBrowser()
  let callers = 0

  /** How often the administrator of a window has clicked since the search. */
  interface Desk extends Window {
    clicks: number
    link(name: string): Promise<void>
    button(name: string | RegExp): Promise<void>
  }

  /** An administrator, without script, who has searched for what the caller says, and follows what was found. */
  const call = (said: string, work: (desk: Desk) => Promise<void>): Promise<void> =>
    inWindow(browser, app, { javaScriptEnabled: false }, async (window) => {
      const { page } = window
      await window.logIn(await app.make.admin())
      await window.open('/accounts')
      await window.send({ Search: said }, 'Search')
      const click = async (what: Locator): Promise<void> => {
        await follow(what.first())
        desk.clicks++
      }
      const desk: Desk = {
        ...window,
        clicks: 0,
        link: (name) => click(page.locator('main').getByRole('link', { name, exact: true })),
        button: (name) => click(page.locator('main').getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })),
      }
      await click(page.locator('main tbody th a'))
      await work(desk)
      expect(desk.clicks).toBeLessThanOrEqual(MOST_CLICKS)
    })

  const caller = (options: PersonOptions = {}): Promise<Person> =>
    app.make.user({ username: `caller.${++callers}`, email: `caller${callers}@example.org`, ...options })
  const said = ({ page }: Window) => page.locator('.flash').textContent()
  const stored = ({ id }: Person) => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id } })
  const address = ({ username, domain }: Person) => `${username}@${domain}`

  test('"I have forgotten my password"', async () => {
    const bob = await caller()
    await call(bob.record.email!, async (desk) => {
      await desk.link('Password')
      await desk.button('Send link')
    })
    expect((await app.outbox.last('email', bob.record.email!)).data.link).toContain('/reset_password/')
  })

  test('"I got no code"', async () => {
    const carol = await app.make.unconfirmed({ username: `caller.${++callers}`, email: `caller${callers}@example.org` })
    await call(address(carol), (desk) => desk.button(/^Send a new code/))
    expect((await app.outbox.last('email', carol.record.email!)).data.code).toMatch(/^\w{13}$/)
  })

  test('"I cannot log in any more"', async () => {
    const bob = await caller()
    const own = new PanelClient(app)
    for (let i = 0; i < 7; i++) await own.send('/login', { username: bob.username, password: `not it ${i}` })
    expect((await own.send('/login', { username: bob.username, password: bob.password })).status).toBe(429)
    await app.deps.credentials.history.flush()
    await call(bob.username, async (desk) => {
      await desk.link('Log-ins')
      expect(await desk.page.locator('main').textContent()).toContain('wait')
      await desk.button('Lift the delay')
      expect(await said(desk)).toContain('has been lifted')
    })
    expect((await own.send('/login', { username: bob.username, password: bob.password })).status).toBe(303)
  })

  test('"I have a new phone"', async () => {
    const bob = await caller()
    await call(`sip:${address(bob)}`, async (desk) => {
      await desk.link('Set up a device')
      await desk.button('Create a link')
      expect(await desk.page.locator('main img[src^="data:image"]').count()).toBe(1)
    })
  })

  test('"My phone was stolen"', async () => {
    const bob = await caller()
    registrar.register(bob, phone('urn:uuid:stolen', 'Linphone-Android/5.2'))
    await call(String(bob.id), async (desk) => {
      await desk.link('Devices')
      await desk.button(/^Remove/)
    })
    expect(await registrar.list(bob)).toEqual([])
  })

  test('"I have another e-mail address"', async () => {
    const bob = await caller()
    await call(bob.record.email!, async (desk) => {
      await desk.link('Edit')
      await desk.page.getByLabel('E-mail address').fill('moved@example.org')
      await desk.button('Save')
    })
    expect((await stored(bob)).email).toBe('moved@example.org')
  })

  test('"Somebody misuses this account"', async () => {
    const bob = await caller()
    await call(bob.username, (desk) => desk.button('Block'))
    expect((await stored(bob)).blocked).toBe(true)
  })

  test('"My account was never activated"', async () => {
    const carol = await app.make.unconfirmed({ username: `caller.${++callers}`, phone: '+33612345699' })
    await call('06 12 34 56 99', (desk) => desk.button('Activate'))
    expect((await stored(carol)).activated).toBe(true)
  })

  test('"I never got the invitation"', async () => {
    const carol = await app.make.unconfirmed({ username: `caller.${++callers}`, email: `caller${callers}@example.org` })
    await call(carol.username, (desk) => desk.button('Send an invitation'))
    expect((await app.outbox.last('email', carol.record.email!)).data.link).toContain('/invitation/')
  })

  test('"I have lost the phone with my authenticator app"', async () => {
    const bob = await caller()
    const createdAt = new Date(app.clock.now())
    await app.deps.db.prisma.authenticatorApp.create({ data: { accountId: bob.id, sealed: 'v1.AAAA', lastStep: 0, createdAt } })
    await call(bob.username, async (desk) => {
      await desk.link('Password')
      await desk.button('Remove second factor')
    })
    expect(await app.deps.db.prisma.authenticatorApp.count({ where: { accountId: bob.id } })).toBe(0)
  })

  test('"Delete my account"', async () => {
    const bob = await caller()
    await call(bob.username, async (desk) => {
      await desk.link('Delete this account…')
      await desk.page.locator('#field-username').fill(bob.username)
      await desk.button('Delete permanently')
    })
    expect(await app.deps.db.prisma.account.count({ where: { id: bob.id } })).toBe(0)
  })
})
