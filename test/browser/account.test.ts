// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { useApp } from '../support/app.js'
import { describeBrowser, follow, inWindow, useBrowser, type Window } from '../support/browser.js'
import type { Person } from '../support/factory.js'
import { phone, RegisteredDevices } from '../support/registeredDevices.js'
import { newAddress, newPhone, wrongCode } from '../support/signUp.js'

describeBrowser('the account panel in a browser', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' }, replaced: { registrar } })
  const browser = useBrowser()
  beforeEach(() => {
    registrar.down = false
  })

  /** No script runs: nothing here may need one. */
  const as = (person: Person, work: (window: Window) => Promise<void>): Promise<void> =>
    inWindow(browser, app, { javaScriptEnabled: false }, async (window) => {
      await window.logIn(person)
      await work(window)
    })
  const guest = (work: (window: Window) => Promise<void>) => inWindow(browser, app, { javaScriptEnabled: false }, work)
  const text = ({ page }: Window): Promise<string> => page.locator('main').innerText()
  const stored = (person: Person) => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: person.id } })
  /** the field that an error stands beside, as a screen reader tells it */
  const errorOf = async ({ page }: Window, label: string): Promise<string> => {
    const field = page.getByLabel(label, { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const ids = (await field.getAttribute('aria-describedby'))!.split(' ')
    return page.locator(`#${ids.at(-1)}`).innerText()
  }

  test('leads from the start to the account, and out again', () =>
    guest(async (window) => {
      const bob = await app.make.user({ email: newAddress(), phone: newPhone() })
      await window.open('/')
      await follow(window.page.getByRole('link', { name: 'Log in' }).first())
      expect(await window.send({ 'User name': bob.username, Password: 'not-his' }, 'Log in')).toBe(403)
      expect(await window.page.getByRole('alert').innerText()).toBe('The user name or password is wrong.')
      expect(await window.page.getByLabel('User name', { exact: true }).inputValue()).toBe(bob.username)
      expect(await window.page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
      expect(await window.send({ Password: bob.password }, 'Log in')).toBe(200)
      for (const shown of [`sip:${bob.username}@${bob.domain}`, 'Active', bob.record.email!, bob.record.phone!, '24 Nov 2026']) {
        expect(await text(window)).toContain(shown)
      }
      await window.send({}, 'Log out')
      expect(await text(window)).toContain('You have been logged out.')
      await window.page.reload()
      expect(await text(window)).not.toContain('You have been logged out.')
      await window.open('/devices')
      expect(window.page.url()).toBe(`${app.url}/login?next=%2Fdevices`)
    }))

  test('asks for the password again before it deletes, and goes on with what was asked', async () => {
    const bob = await app.make.user()
    await as(bob, async (window) => {
      await app.deps.db.prisma.session.updateMany({ where: { accountId: bob.id }, data: { provenAt: new Date(0) } })
      await window.open('/delete')
      const field = `To confirm, type your user name: ${bob.username}`
      expect(await window.send({ [field]: bob.username }, 'Delete permanently')).toBe(403)
      expect(await window.page.title()).toContain('Enter your password to continue')
      expect(await window.send({ 'Your password': 'not-his' }, 'Continue')).toBe(403)
      expect(await errorOf(window, 'Your password')).toBe('This password is wrong.')
      expect(await app.deps.db.prisma.account.count({ where: { id: bob.id } })).toBe(1)
      expect(await window.send({ 'Your password': bob.password }, 'Continue')).toBe(200)
      expect(await text(window)).toContain(`The account ${bob.username}@${bob.domain} has been deleted.`)
      expect(await app.deps.db.prisma.account.count({ where: { id: bob.id } })).toBe(0)
    })
  })

  test('changes the password', async () => {
    const bob = await app.make.user()
    await as(bob, async (window) => {
      await window.open('/password')
      const [old, fresh, again] = ['Current password', 'New password', 'Repeat the new password']
      expect(await window.send({ [old]: '', [fresh]: 'short', [again]: 'other' }, 'Change password')).toBe(422)
      expect(await errorOf(window, old)).toBe('Enter your current password.')
      expect(await errorOf(window, fresh)).toBe('The password must have 6 to 255 characters.')
      await window.page.getByRole('link', { name: 'The password must have 6 to 255 characters.' }).click()
      await window.page.waitForURL(/#field-new$/)
      expect(await window.send({ [old]: 'not-his', [fresh]: 'builder-43', [again]: 'builder-43' }, 'Change password')).toBe(422)
      expect(await errorOf(window, old)).toBe('This password is wrong.')
      const right = { [old]: bob.password, [fresh]: 'builder-43', [again]: 'builder-43', 'Phones it has to work with': 'SHA-256' }
      expect(await window.send(right, 'Change password')).toBe(200)
      expect(await text(window)).toContain('Your password has been changed.')
      for (const inner of ['SHA-256', 'Realm']) expect(await text(window)).not.toContain(inner)
    })
    const changed = { ...bob, password: 'builder-43', algorithm: 'SHA-256' as const }
    expect((await app.api.get('/api/accounts/me', { as: changed })).status).toBe(200)
  })

  test('changes the e-mail address with the code from the mail', async () => {
    const bob = await app.make.user({ email: newAddress() })
    await as(bob, async (window) => {
      const email = newAddress()
      await window.open('/email')
      expect(await window.send({ 'New e-mail address': 'nonsense' }, 'Send the code')).toBe(422)
      expect(await errorOf(window, 'New e-mail address')).toMatch(/^This is not a valid e-mail address/)
      expect(await window.page.getByLabel('New e-mail address').inputValue()).toBe('nonsense')
      expect(await window.send({ 'New e-mail address': bob.record.email! }, 'Send the code')).toBe(422)
      expect(await errorOf(window, 'New e-mail address')).toBe('This is already your e-mail address.')
      expect(await window.send({ 'New e-mail address': email }, 'Send the code')).toBe(200)
      const code = (await app.outbox.last('email', email)).data.code!
      expect(await window.send({ 'Code from the e-mail': 'x' }, 'Confirm')).toBe(422)
      expect(await window.send({ 'Code from the e-mail': wrongCode(code) }, 'Confirm')).toBe(422)
      expect(await errorOf(window, 'Code from the e-mail')).toBe('The code is wrong.')
      expect((await stored(bob)).email).toBe(bob.record.email)
      expect(await window.send({ 'Code from the e-mail': ` ${code} ` }, 'Confirm')).toBe(200)
      expect(await text(window)).toContain(`Your e-mail address is now ${email}.`)
      expect((await stored(bob)).email).toBe(email)
      await window.open('/email/confirm')
      expect(await text(window)).toContain('No change of your e‑mail address is waiting.')
    })
  })

  test('changes the e-mail address with the link in the mail, in any browser, at a click', async () => {
    const bob = await app.make.user({ email: newAddress() })
    const email = newAddress()
    await as(bob, async (window) => {
      await window.open('/email')
      await window.send({ 'New e-mail address': email }, 'Send the code')
    })
    const link = new URL((await app.outbox.last('email', email)).data.link!)
    await guest(async (window) => {
      await window.open(link.pathname + link.search)
      await window.open(link.pathname + link.search)
      expect((await stored(bob)).email).toBe(bob.record.email)
      expect(await window.send({}, 'Confirm')).toBe(200)
      expect(await text(window)).toContain(`Your e-mail address is now ${email}.`)
      app.clock.advance(600)
      await window.open(link.pathname + link.search)
      expect(await window.send({}, 'Confirm')).toBe(404)
      expect(await text(window)).toContain('This link is no longer valid')
    })
    expect((await stored(bob)).email).toBe(email)
  })

  test('changes the phone number with the PIN from the SMS', async () => {
    const [bob, carol] = [await app.make.user(), await app.make.user({ phone: newPhone() })]
    await as(bob, async (window) => {
      const number = newPhone()
      const spaced = `${number.slice(0, 3)} ${number.slice(3, 4)} ${number.slice(4)}`
      await window.open('/phone')
      expect(await window.send({ 'New phone number': '0612345678' }, 'Send the code')).toBe(422)
      expect(await errorOf(window, 'New phone number')).toMatch(/country code/)
      expect(await window.send({ 'New phone number': carol.record.phone! }, 'Send the code')).toBe(422)
      expect(await errorOf(window, 'New phone number')).toBe('This phone number belongs to another account.')
      expect(await window.send({ 'New phone number': spaced }, 'Send the code')).toBe(200)
      const pin = (await app.outbox.last('sms', number)).data.code!
      expect(await window.send({ 'Code from the SMS': wrongCode(pin) }, 'Confirm')).toBe(422)
      expect(await window.send({ 'Code from the SMS': pin }, 'Confirm')).toBe(200)
      expect((await stored(bob)).phone).toBe(number)
    })
  })

  test('lists devices and removes one', async () => {
    const bob = await app.make.user()
    await as(bob, async (window) => {
      await window.open('/devices')
      expect(await text(window)).toContain('No device is registered at the moment.')
      registrar.register(bob, phone('urn:uuid:1', '<b>Linphone</b>/5'), phone('urn:uuid:2', null))
      await window.open('/devices')
      expect(await window.page.locator('tbody tr').count()).toBe(2)
      expect(await text(window)).toContain('<b>Linphone</b>/5')
      const stale = await window.context.newPage()
      await stale.goto(`${app.url}/devices`)
      await window.send({}, 'Remove <b>Linphone</b>/5')
      expect(await text(window)).toContain('The device has been removed.')
      expect((await registrar.list(bob)).map(({ uuid }) => uuid)).toEqual(['urn:uuid:2'])
      await follow(stale.getByRole('button', { name: 'Remove <b>Linphone</b>/5' }))
      expect(await stale.locator('main').innerText()).toContain('The device has been removed.')
      registrar.down = true
      expect(await window.open('/devices')).toBe(503)
      expect(await text(window)).toContain('The SIP server is not responding at the moment.')
    })
  })

  test('deletes the account when its name is typed', async () => {
    const bob = await app.make.user()
    await as(bob, async (window) => {
      await window.open('/')
      await follow(window.page.getByRole('link', { name: 'Delete this account…' }))
      const label = `To confirm, type your user name: ${bob.username}`
      expect(await window.send({ [label]: 'bob' }, 'Delete permanently')).toBe(422)
      expect(await window.send({ [label]: bob.username }, 'Delete permanently')).toBe(200)
      expect(await text(window)).toContain(`The account ${bob.username}@${bob.domain} has been deleted.`)
      await window.open('/password')
      expect(window.page.url()).toContain('/login')
    })
    expect(await app.deps.db.prisma.account.count({ where: { id: bob.id } })).toBe(0)
  })

  // scripts run: the captcha needs them
  test('makes an account, activates it, and lets it in', () =>
    inWindow(browser, app, {}, async (window) => {
      const email = newAddress()
      const username = email.split('@')[0]!.padEnd(8, 'x')
      await window.open('/')
      await follow(window.page.getByRole('link', { name: 'Create an account' }))
      await follow(window.page.getByRole('link', { name: 'To my e-mail address' }))
      await window.page.locator('.altcha[data-state=verified]').waitFor()
      const fields = { 'User name': username, 'E-mail address': email, Password: 'a new secret', 'Repeat the password': 'a new secret' }
      expect(await window.send(fields, 'Create account')).toBe(200)
      const code = (await app.outbox.last('email', email)).data.code!
      expect(await window.send({ Code: wrongCode(code) }, 'Activate')).toBe(404)
      expect(await errorOf(window, 'Code')).toMatch(/^This code does not match/)
      expect(await window.send({ Code: code }, 'Activate')).toBe(200)
      expect(await text(window)).toContain('has been activated')
      expect(await window.send({ 'User name': username, Password: 'a new secret' }, 'Log in')).toBe(200)
      expect(await text(window)).toContain(email)
    }))
})
