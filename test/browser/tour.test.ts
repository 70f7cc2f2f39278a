// runs once: a browser is slow, and test/panel asks for these pages over both databases
import { actorOf } from '../../src/caller.js'
import type { BulkChange } from '../../src/services/bulk/bulk.js'
import { draftChange } from '../../src/services/bulk/drafts.js'
import { validateRequestToken } from '../../src/services/tokens/requestTokens.js'
import { createVcard } from '../../src/services/vcards/vcards.js'
import { useApp } from '../support/app.js'
import { totp } from '../support/authenticator.js'
import { axeFaults, describeBrowser, follow, inWindow, keepView, useBrowser, type Window } from '../support/browser.js'
import { controlFaults } from '../support/contrast.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { phone, RegisteredDevices } from '../support/registeredDevices.js'

/** the parts of an account's pages, by the end of their addresses */
const PARTS = ['', 'edit', 'password', 'log-ins', 'devices', 'messages', 'activity', 'keys', 'contacts', 'vcards', 'details', 'external']
const LONG_NAME = 'Carol '.repeat(30).trim()
/** rules of axe about texts */
const TEXT_RULES = [
  'html-has-lang',
  'html-lang-valid',
  'valid-lang',
  'document-title',
  'label',
  'button-name',
  'link-name',
  'page-has-heading-one',
]

describeBrowser('every page of the account panel', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', PUBLIC_URL: 'http://localhost' }, replaced: { registrar } })
  const browser = useBrowser()
  let people = 0

  /** As a guest, or as bob with all that an account can have. */
  const guest: Prepare = async () => undefined
  const bob: Prepare = async (window) => {
    const number = ++people
    const person = await app.make.user({
      username: `bob.builder${number}`,
      email: 'bob@example.org',
      phone: `+3361200${1000 + number}`,
      algorithm: 'SHA-256',
    })
    registrar.register(
      person,
      phone('urn:uuid:1', 'Linphone-Desktop/5.2.6 (bobs-laptop) Ubuntu 24.04 LTS, Qt 5.15.2 LinphoneCore/5.3.90'),
      phone('urn:uuid:2', null),
    )
    await window.logIn(person)
  }
  type Prepare = (window: Window) => Promise<void>
  const administrator: Prepare = async (window) => window.logIn(await app.make.admin({ username: `alice.hooks${++people}` }))
  /** The id of a webhook that an administrator has, and that was told something. */
  async function made(window: Window): Promise<number> {
    const alice = await app.make.admin({ username: `alice.hooks${++people}` })
    const body = { name: 'CRM', url: `https://crm.example.org/${'sip-events/'.repeat(20)}` }
    const { id } = (await app.api.post('/api/webhooks', body, { as: alice })).body
    await app.api.post(`/api/webhooks/${id}/test`, undefined, { as: alice })
    await app.deps.db.prisma.webhookDelivery.updateMany({ data: { nextTryAt: null, lastError: '503 from crm.example.org' } })
    await window.logIn(alice)
    return id
  }
  /** An administrator among accounts with names as long as they can be. */
  async function crowd(window: Window): Promise<void> {
    const number = String(++people)
    const email = `${'long.address.'.repeat(4)}${number}@example.org`
    for (let i = 10; i < 50; i++) await app.make.user({ username: `bob.crowd.${number}.${i}`, ...(i === 49 && { email }) })
    for (const letter of ['m', 'w']) await app.make.unconfirmed({ username: letter.repeat(64 - number.length) + number })
    await window.logIn(await app.make.admin({ username: `alice.lists${number}` }))
  }
  /** A history of log-ins, with somebody who has to wait. */
  async function slowedDown({ id, username, domain }: Person): Promise<void> {
    const [lastAt, address] = [new Date(app.clock.now()), '2001:db8:ffff:ffff::/64']
    const common = { accountId: id, lastAt, firstAt: new Date(lastAt.getTime() - 86_400_000), times: 51 }
    await app.deps.db.prisma.login.createMany({
      data: [
        {
          ...common,
          scheme: 'panel',
          result: 'wrong',
          address,
          userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
        },
        {
          ...common,
          scheme: 'digest',
          result: 'ok',
          address: '192.0.2.20',
          userAgent: 'LinphoneAndroid/5.2.5 (Pixel 7) LinphoneSDK/5.3.47',
        },
        { ...common, scheme: 'digest', result: 'other_algorithm', address: '198.51.100.7', asked: 'SHA-256', userAgent: 'x'.repeat(255) },
        { ...common, scheme: 'panel', result: 'limited', address, until: new Date(lastAt.getTime() + 240_000), times: 1, firstAt: lastAt },
      ],
    })
    const { attempts } = app.deps.credentials
    for (let i = 0; i < 9; i++) await attempts.failed(`${username}@${domain}`, '2001:db8:ffff:ffff::7')
    await attempts.check(`${username}@${domain}`, '2001:db8:ffff:ffff::7')
  }
  /** Messages to somebody that wait, were sent, and could not be. */
  async function written({ id }: Person): Promise<void> {
    const now = app.clock.now()
    const common = { accountId: id, channel: 'email', recipient: `${'long.address.'.repeat(4)}${id}@example.org`, createdAt: new Date(now) }
    const more = { ...common, expiresAt: new Date(now + 86_400_000), requestId: '3f0c9e5a7b1d4268-2k' }
    const failed = { failedAt: new Date(now), tries: 3, lastError: '550 5.1.1 mailbox unavailable at mail.example.org' }
    await app.deps.db.prisma.message.createMany({
      data: [
        { ...more, kind: 'passwordReset', ...failed },
        { ...more, kind: 'recovery', ...failed },
        { ...more, kind: 'activation', nextTryAt: new Date(now + 600_000), tries: 4, lastError: 'connect ETIMEDOUT' },
        { ...more, kind: 'passwordSet', sentAt: new Date(now), tries: 1 },
        { ...more, channel: 'sms', kind: 'phoneChange', recipient: '+33612345678', ...failed },
      ],
    })
  }
  /** a page of an account that has all that an account can have */
  const account =
    (part: string): Prepare =>
    async (window) => {
      const as = await app.make.admin({ username: `alice.desk${++people}` })
      const other = await app.make.user({
        username: `c${people}.${'x'.repeat(60 - String(people).length)}`,
        email: `c${people}@example.org`,
      })
      const dora = await app.make.user({ username: `dora.contact${people}` })
      const path = `/api/accounts/${other.id}`
      registrar.register(
        other,
        phone('urn:uuid:1', 'Linphone-Desktop/5.2.6 (carols-laptop) Ubuntu 24.04 LTS, Qt 5.15.2 LinphoneCore/5.3.90'),
      )
      const fields = { email: `c${people}@example.org`, display_name: LONG_NAME, dtmf_protocol: 'sipinfo', dictionary: { floor: '3' } }
      await app.api.put(path, { username: other.username, ...fields }, { as })
      await app.api.post(`${path}/contacts/${dora.id}`, undefined, { as })
      const list = (await app.api.post('/api/contacts_lists', { title: `Support ${people}`, description: 'Who helps' }, { as })).body.id
      await app.api.post(`${path}/contacts_lists/${list}`, undefined, { as })
      const vcard = 'BEGIN:VCARD\nVERSION:4.0\nUID:urn:uuid:6e0c4f2b-0000-4000-8000-000000000001\nFN:Dora\nEND:VCARD\n'
      await createVcard(app.deps, other.id, vcard, CLIENT)
      const type = (await app.api.post('/api/account_types', { key: `door-${people}` }, { as })).body.id
      await app.api.post(`${path}/types/${type}`, undefined, { as })
      await app.api.post(`${path}/actions`, { key: 'open-door', code: '1234' }, { as })
      await app.api.post(
        `${path}/external`,
        { username: `trunk${people}`, domain: 'operator.example', protocol: 'TLS', password: 'x' },
        { as },
      )
      await app.api.post(`${path}/send_reset_password_email`, undefined, { as })
      await app.deps.db.prisma.message.updateMany({
        where: { accountId: other.id },
        data: {
          sentAt: null,
          failedAt: new Date(app.clock.now()),
          lastError: '550 5.1.1 mailbox unavailable at mail.example.org',
          tries: 3,
        },
      })
      await slowedDown(other)
      await window.logIn(as)
      await window.open(`/accounts/${other.id}${part && `/${part}`}`)
    }
  const requestToken = async (): Promise<string> => (await app.api.post('/api/account_creation_request_tokens')).body.token
  const at =
    (who: Prepare, path: string): Prepare =>
    async (window) => {
      await who(window)
      await window.open(path)
    }
  const sending =
    (who: Prepare, path: string, fields: Record<string, string>): Prepare =>
    async (window) => {
      await at(who, path)(window)
      for (const [name, value] of Object.entries(fields)) await window.page.locator(`#field-${name}`).fill(value)
      await press(window)
    }
  /** a page whose captcha the browser has solved */
  const verified =
    (path: string): Prepare =>
    async (window) => {
      await window.open(path)
      await window.page.locator('.altcha[data-state=verified]').waitFor()
    }
  async function press({ page }: Window): Promise<void> {
    await follow(page.locator('main button[type=submit]').first())
  }
  /** until the captcha of the page is solved */
  const passed = ({ page }: Window) => page.locator('.altcha[data-state=verified]').waitFor()
  /** a page of a session whose password was entered long ago */
  const idle =
    (who: Prepare, path: string): Prepare =>
    async (window) => {
      await at(who, path)(window)
      await app.deps.db.prisma.session.updateMany({ data: { provenAt: new Date(0) } })
    }

  /** The draft of a change of accounts with names as long as they can be, as its page shows it. */
  const bulk =
    (action: BulkChange): Prepare =>
    async (window) => {
      const number = String(++people)
      const alice = await app.make.admin({ username: `alice.bulk${number}` })
      const others = [await app.make.unconfirmed({ username: 'm'.repeat(64 - number.length) + number }), await app.make.user()]
      await app.api.post('/api/contacts_lists', { title: `Everybody at the desk ${number}`, description: '' }, { as: alice })
      const caller = { ...CLIENT, actor: actorOf(alice.record) }
      const id = await draftChange(app.deps, action, { ids: [...others, alice].map((one) => one.id) }, caller)
      await window.logIn(alice)
      await window.open(`/bulk/${id}`)
    }
  /** what is pasted into the page of the import */
  const pasted =
    (text: string): Prepare =>
    async (window) => {
      await at(administrator, '/bulk/import')(window)
      await window.page.locator('#field-text').fill(text)
      await press(window)
    }
  /** bob with every factor that there is, in the session of this window */
  async function protectedBob(window: Window): Promise<void> {
    await bob(window)
    const { id: accountId } = (await app.deps.db.prisma.account.findFirst({ orderBy: { id: 'desc' } }))!
    const createdAt = new Date(app.clock.now())
    for (const name of ['Work laptop', 'W'.repeat(64)]) {
      const key = { credentialId: `tour-${accountId}-${name.length}`, publicKey: 'AAAA', signCount: 0, transports: 'internal' }
      await app.deps.db.prisma.passkey.create({
        data: { accountId, name, ...key, createdAt, lastUsedAt: name.length < 64 ? createdAt : null },
      })
    }
    await app.deps.db.prisma.authenticatorApp.create({ data: { accountId, sealed: 'v1.AAAA', lastStep: 0, createdAt } })
    await app.deps.db.prisma.recoveryCode.create({ data: { accountId, codeHash: 'hash', createdAt } })
    await window.open('/second-factor')
  }
  /** the page that asks for the second factor, after the password */
  async function halfIn(window: Window): Promise<void> {
    const person = await app.make.user({ username: `bob.second${++people}` })
    const [accountId, createdAt] = [person.id, new Date(app.clock.now())]
    const key = { credentialId: `tour-${accountId}`, publicKey: 'AAAA', signCount: 0, transports: 'internal' }
    await app.deps.db.prisma.passkey.create({ data: { accountId, name: 'Phone', ...key, createdAt } })
    await app.deps.db.prisma.authenticatorApp.create({ data: { accountId, sealed: 'v1.AAAA', lastStep: 0, createdAt } })
    await sending(guest, '/login', { username: person.username, password: person.password })(window)
  }
  async function click({ page }: Window, action: string): Promise<void> {
    await follow(page.locator(`form[action="${action}"] button[type=submit]`))
  }

  const PAGES: Record<string, Prepare> = {
    welcome: at(guest, '/'),
    login: at(guest, '/login'),
    'login-refused': sending(guest, '/login', { username: 'bob.builder', password: 'not-it' }),
    'login-empty': sending(guest, '/login', {}),
    'login-not-activated': async (window) => {
      const carol = await app.make.unconfirmed({ username: `carol.${++people}` })
      await sending(guest, '/login', { username: carol.username, password: carol.password })(window)
    },
    register: at(guest, '/register'),
    'register-email': async (window) => {
      await window.open('/register/email')
      await passed(window)
    },
    'register-phone': async (window) => {
      await window.open('/register/phone')
      await passed(window)
    },
    'register-wrong': async (window) => {
      await sending(guest, '/register/email', { username: 'Bob', email: 'nobody', password: 'short' })(window)
      await passed(window)
    },
    'register-phone-wrong': async (window) => {
      await sending(guest, '/register/phone', { username: 'newcomer', phone: '0612', password: 'a new secret', again: 'a new' })(window)
      await passed(window)
    },
    registered: async (window) => {
      const [name, secret] = [`newcomer.${++people}`, 'a new secret']
      await window.open('/register/phone')
      for (const [field, value] of Object.entries({ username: name, phone: `+3361310${1000 + people}`, password: secret, again: secret }))
        await window.page.locator(`#field-${field}`).fill(value)
      await passed(window)
      await press(window)
      expect(new URL(window.page.url()).pathname).toBe('/activate')
    },
    activate: at(guest, '/activate'),
    'token-check': async (window) => {
      await window.open(`/creation_token/check/${await requestToken()}`)
      await passed(window)
    },
    'token-check-refused': async (window) => {
      await window.open(`/creation_token/check/${await requestToken()}`)
      await passed(window)
      await window.page.evaluate("document.querySelector('[name=altcha]').value = 'nonsense'")
      await press(window)
      await passed(window)
    },
    'token-checked': async (window) => {
      const token = await requestToken()
      await validateRequestToken(app.deps, token)
      await window.open(`/creation_token/check/${token}`)
    },
    'token-unknown': at(guest, '/creation_token/check/r3Qu3stT0k3nX'),
    'activate-wrong': sending(guest, '/activate', { account: 'nobody.here', code: 'AbCdEfGhIjKlM' }),
    home: bob,
    password: at(bob, '/password'),
    'password-wrong': sending(bob, '/password', { old: '', new: 'short', again: 'other' }),
    email: at(bob, '/email'),
    'email-wrong': sending(bob, '/email', { email: 'nonsense' }),
    'email-sent': sending(bob, '/email', { email: 'bob.new@example.org' }),
    'email-nothing': at(bob, '/email/confirm'),
    'home-waiting': async (window) => {
      await sending(bob, '/email', { email: 'bob.new@example.org' })(window)
      await window.open('/')
    },
    phone: at(bob, '/phone'),
    'phone-sent': sending(bob, '/phone', { phone: '+33 6 99 00 00 01' }),
    devices: at(bob, '/devices'),
    sessions: async (window) => {
      const person = await app.make.user({ username: `bob.twice${++people}` })
      await slowedDown(person)
      await new PanelClient(app).logIn(person)
      await window.logIn(person)
      await window.open('/sessions')
    },
    'second-factor': protectedBob,
    'second-factor-off': at(bob, '/second-factor'),
    'second-factor-name-wrong': async (window) => {
      await at(bob, '/second-factor')(window)
      await click(window, '/second-factor/passkeys/new')
    },
    'second-factor-passkey': async (window) => {
      await at(bob, '/second-factor')(window)
      await window.page.locator('#field-name').fill('M'.repeat(64))
      await click(window, '/second-factor/passkeys/new')
    },
    'second-factor-app': async (window) => {
      await at(bob, '/second-factor')(window)
      await click(window, '/second-factor/app/new')
    },
    'second-factor-app-wrong': async (window) => {
      await PAGES['second-factor-app']!(window)
      await window.page.locator('#field-code').fill('12345')
      await press(window)
    },
    'second-factor-codes': async (window) => {
      await PAGES['second-factor-app']!(window)
      const secret = await window.page.locator('code.long').innerText()
      await window.page.locator('#field-code').fill(totp(secret, app.clock.now()))
      await press(window)
    },
    'login-second': halfIn,
    'login-second-wrong': async (window) => {
      await halfIn(window)
      await window.page.locator('#field-code').fill('123456')
      await click(window, '/login/second')
    },
    'account-password-factor': async (window) => {
      const person = await app.make.user({ username: `bob.factor${++people}`, email: 'bob@example.org' })
      for (let n = 0; n < 2; n++) await new PanelClient(app).logIn(person)
      await app.deps.db.prisma.session.updateMany({ where: { accountId: person.id }, data: { factor: 'passkey' } })
      await app.deps.db.prisma.authenticatorApp.create({
        data: { accountId: person.id, sealed: 'v1.AAAA', lastStep: 0, createdAt: new Date(app.clock.now()) },
      })
      await window.logIn(await app.make.admin({ username: `alice.factor${people}` }))
      await window.open(`/accounts/${person.id}/password`)
    },
    delete: at(bob, '/delete'),
    'delete-wrong': sending(bob, '/delete', { username: 'alice' }),
    proof: async (window) => {
      await idle(bob, '/delete')(window)
      await window.page.locator('#field-username').fill('bob')
      await press(window)
    },
    'proof-wrong': async (window) => {
      await PAGES.proof!(window)
      await window.page.locator('#field-held_password').fill('not-it')
      await press(window)
    },
    'password-with-keys': async (window) => {
      await window.logIn(await app.make.admin({ username: `alice.keys${++people}` }))
      await window.open('/password')
    },
    overview: async (window) => {
      const alice = await app.make.admin({ username: `alice.overview${++people}` })
      const today = Math.floor(app.clock.now() / 86_400_000) * 86_400_000
      const counts = Array.from({ length: 30 }, (_, i) => {
        const day = new Date(today - i * 86_400_000).toISOString().slice(0, 10)
        const of = (what: string, count: number) => ({ day, what, count })
        return [
          of('login.digest.ok', 9_000 + ((i * 37) % 11) * 500),
          of('login.digest.wrong', (i * 13) % 900),
          of('message.sms.sent', 40 + ((i * 7) % 30)),
          of('message.email.failed', i % 4),
        ]
      })
      const failed = { failedAt: new Date(app.clock.now()), lastError: '550 5.1.1 mailbox unavailable at mail.example.org' }
      const message = { channel: 'email', kind: 'activation', recipient: 'nobody@example.org', expiresAt: new Date(app.clock.now()) }
      const { prisma } = app.deps.db
      await prisma.dailyCount.deleteMany()
      await prisma.dailyCount.createMany({ data: counts.flat() })
      await prisma.message.create({ data: { ...message, ...failed } })
      await window.logIn(alice)
      await window.open('/overview')
      await follow(window.page.getByRole('button', { name: /^(?:Check now|Vérifier maintenant)$/ }))
    },
    accounts: async (window) => {
      await crowd(window)
      await window.open('/accounts?size=20')
    },
    'accounts-narrowed': async (window) => {
      await crowd(window)
      await window.open('/accounts?search=bob&state=active&email=no&since=2026-01-01&sort=name')
    },
    activity: async (window) => {
      await crowd(window)
      await window.open('/activity')
    },
    'bulk-draft': bulk('deactivate'),
    'bulk-delete': bulk('delete'),
    'bulk-delete-wrong': async (window) => {
      await bulk('delete')(window)
      await press(window)
    },
    'bulk-target': bulk('addToList'),
    'bulk-running': async (window) => {
      await bulk('block')(window)
      await press(window)
    },
    'bulk-done': async (window) => {
      await bulk('block')(window)
      await press(window)
      await app.deps.bulk.drain()
      await window.open(new URL(window.page.url()).pathname)
    },
    bulk: async (window) => {
      await bulk('unblock')(window)
      await bulk('deactivate')(window)
      await press(window)
      await app.deps.bulk.drain()
      await bulk('delete')(window)
      await window.open('/bulk')
    },
    'bulk-import': at(administrator, '/bulk/import'),
    'bulk-import-wrong': pasted(`username,email,shoe size\nUpper,nobody,43\n${'n'.repeat(70)},a@example.org,\n`),
    'bulk-import-draft': async (window) => {
      const number = String(++people)
      const [name, mail] = ['w'.repeat(64 - number.length) + number, `${'long.address.'.repeat(4)}${number}@example.org`]
      await pasted(
        `username,display name,email,phone,role,password\n${name},${LONG_NAME},${mail},+3361299${1000 + people},Admin,\nb.${number},,,,,given-1\n`,
      )(window)
    },
    'bulk-import-done': async (window) => {
      await PAGES['bulk-import-draft']!(window)
      await press(window)
      await app.deps.bulk.drain()
      await window.open(new URL(window.page.url()).pathname)
    },
    'account-with-keys': async (window) => {
      const other = await app.make.admin({ username: `other.keys${++people}` })
      await window.logIn(await app.make.admin({ username: `alice.sees${people}` }))
      await window.open(`/accounts/${other.id}/keys`)
    },
    'account-key-revoke': async (window) => {
      await PAGES['account-with-keys']!(window)
      await follow(window.page.locator('td.act a').first())
    },
    messages: async (window) => {
      await written(await app.make.user({ username: `m${++people}.${'w'.repeat(60 - String(people).length)}`, email: 'm@example.org' }))
      await window.logIn(await app.make.admin({ username: `alice.mails${people}` }))
      await window.open('/messages')
    },
    'messages-narrowed': async (window) => {
      await window.logIn(await app.make.admin({ username: `alice.mails${++people}` }))
      await window.open('/messages?state=failed&channel=sms&since=2026-01-01&account=nobody.here')
    },
    webhooks: async (window) => {
      await made(window)
      await window.open('/webhooks')
    },
    'webhooks-wrong': sending(administrator, '/webhooks', { name: 'x', url: 'nonsense' }),
    webhook: async (window) => void (await window.open(`/webhooks/${await made(window)}`)),
    'webhook-edit': async (window) => void (await window.open(`/webhooks/${await made(window)}/edit`)),
    'webhook-edit-changed': async (window) => {
      const id = await made(window)
      await window.open(`/webhooks/${id}/edit`)
      await app.deps.db.prisma.webhook.update({ where: { id }, data: { name: 'Changed' } })
      await press(window)
    },
    'webhook-delete': async (window) => void (await window.open(`/webhooks/${await made(window)}/delete`)),
    ...Object.fromEntries(PARTS.map((part) => [`account-${part || 'overview'}`, account(part)])),
    'account-edit-changed': async (window) => {
      await account('edit')(window)
      await app.deps.db.prisma.account.updateMany({ where: { displayName: LONG_NAME }, data: { displayName: 'Changed' } })
      await window.page.locator('#field-display_name').fill('Mine')
      await press(window)
    },
    'account-password-made': async (window) => {
      await account('password')(window)
      await follow(window.page.getByRole('button', { name: /^(Set the password|Définir)/ }))
    },
    'account-waiting': async (window) => {
      const carol = await app.make.unconfirmed({ username: `carol.waits${++people}`, email: `carol${people}@example.org` })
      await window.logIn(await app.make.admin({ username: `alice.waits${people}` }))
      await window.open(`/accounts/${carol.id}`)
      await press(window)
    },
    'account-new': at(administrator, '/accounts/new'),
    keys: at(administrator, '/keys'),
    'key-made': sending(administrator, '/keys', { name: 'the billing of the north' }),
    'account-blocked': async (window) => {
      const carol = await app.make.user({ username: `carol.blocked${++people}` })
      const alice = await app.make.admin({ username: `alice.blocks${people}` })
      await app.api.post(`/api/accounts/${carol.id}/block`, undefined, { as: alice })
      await window.logIn(alice)
      await window.open(`/accounts/${carol.id}`)
    },
    'recovery-email': verified('/recovery/email'),
    'recovery-refused': async (window) => {
      await verified('/recovery/email')(window)
      await window.page.locator('#field-email').fill('nonsense')
      await press(window)
      await window.page.locator('.altcha[data-state=verified]').waitFor()
    },
    'recovery-code': async (window) => {
      await verified('/recovery/email')(window)
      await window.page.locator('#field-email').fill('bob@example.org')
      await press(window)
    },
    'recovery-code-wrong': async (window) => {
      await PAGES['recovery-code']!(window)
      await window.page.locator('#field-code').fill('000000')
      await press(window)
    },
    'recovery-phone': async (window) => {
      const device = { pn_provider: 'fcm', pn_param: 'project-1', pn_prid: `tour-${++people}` }
      await app.api.post('/api/account_recovery_tokens/send-by-push', device)
      const { token } = (await app.outbox.last('push')).data
      await window.open(`/recovery/phone/${token}?phone=%2B33612345678`)
    },
    'recovery-link': at(guest, '/recovery/link?account=1&code=c0d3'),
    'recovery-password': async (window) => {
      const person = await app.make.user({ username: `bob.forgets${++people}`, email: `bob${people}@example.org` })
      const as = await app.make.admin({ username: `alice.helps${people}` })
      await app.api.post(`/api/accounts/${person.id}/send_reset_password_email`, undefined, { as })
      const link = (await app.outbox.last('email', person.record.email!)).data.link!
      await window.open(new URL(link).pathname)
    },
    'recovery-gone': at(guest, '/reset_password/0123456789abcdef'),
    'qr-login': at(guest, '/authenticate/qrcode'),
    'qr-login-code': sending(guest, '/authenticate/qrcode', {}),
    'qr-attach': async (window) => {
      const { token } = (await app.api.post('/api/accounts/auth_token')).body
      await at(bob, `/auth_tokens/auth/external/${token}`)(window)
    },
    'qr-gone': at(bob, '/auth_tokens/auth/external/invented'),
    'set-up': at(bob, '/set-up'),
    'set-up-made': sending(bob, '/set-up', {}),
    'account-link-made': async (window) => {
      const carol = await app.make.unconfirmed({ username: `carol.link${++people}`, email: 'carol@example.org' })
      await window.logIn(await app.make.admin({ username: `alice.links${people}` }))
      await window.open(`/accounts/${carol.id}/provision`)
      await click(window, `/accounts/${carol.id}/provision`)
    },
    provisioning: at(guest, '/provisioning'),
    'provisioning-me': at(guest, '/provisioning/me'),
    'provisioning-link': async (window) => {
      const { provisioning_token } = (await app.api.get('/api/accounts/me/provision', { as: await app.make.user() })).body
      await window.open(`/provisioning/${provisioning_token}`)
    },
    'provisioning-used': at(guest, '/provisioning/unknown'),
    link: at(guest, '/confirm-email?account=1&code=AbCdEfGhIjKlM'),
    'not-found': at(guest, '/nothing-here'),
  }
  /** of every page: no text that a language lacks, nothing wider than a phone */
  async function look({ page }: Window, name: string): Promise<void> {
    expect(await page.locator('body').innerText()).not.toMatch(/undefined|\[object|NaN/)
    for (const [width, height] of [
      [1280, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
      await keepView(page, `${name}-${width}`)
    }
  }

  const SOME = [
    'welcome',
    'home',
    'devices',
    'second-factor',
    'second-factor-app-wrong',
    'second-factor-passkey',
    'second-factor-codes',
    'login-second',
    'login-second-wrong',
    'account-password-factor',
    'delete-wrong',
    'password-wrong',
    'proof-wrong',
    'overview',
    'accounts',
    'accounts-narrowed',
    'activity',
    'account-with-keys',
    'account-new',
    'keys',
    'key-made',
    'webhooks',
    'webhook',
    'account-link-made',
    'account-overview',
    'account-edit',
    'account-edit-changed',
    'account-messages',
    'account-log-ins',
    'messages',
    'sessions',
    'account-details',
    'account-waiting',
    'account-blocked',
    'set-up',
    'set-up-made',
    'recovery-email',
    'recovery-code',
    'recovery-password',
    'qr-login-code',
    'qr-attach',
    'provisioning-link',
    'provisioning-used',
    'register',
    'register-email',
    'register-phone',
    'register-phone-wrong',
    'registered',
    'token-check-refused',
    'token-checked',
    'token-unknown',
    'not-found',
  ]

  test.each(Object.keys(PAGES))(
    '%s: axe finds nothing, it fits a phone, and every control stands out with and without focus, in both colours',
    (name) =>
      inWindow(browser, app, { bypassCSP: true }, async (window) => {
        const { page } = window
        await PAGES[name]!(window)
        await look(window, name)
        expect(await axeFaults(page)).toEqual([])
        expect(await controlFaults(page)).toEqual([])
        await page.emulateMedia({ colorScheme: 'dark' })
        if (process.env.TEST_SCREENSHOTS) await look(window, `${name}-dark`)
        // what a scheme changes is colours
        expect(await axeFaults(page, ['color-contrast'])).toEqual([])
        expect(await controlFaults(page)).toEqual([])
        await page.emulateMedia({ colorScheme: 'light' })
      }),
  )

  // who looks at pictures wants them all
  test.each(process.env.TEST_SCREENSHOTS ? Object.keys(PAGES) : SOME)('%s: and so it is in French', (name) =>
    inWindow(browser, app, { bypassCSP: true, language: 'fr-FR' }, async (window) => {
      await PAGES[name]!(window)
      await look(window, `${name}-fr`)
      if (process.env.TEST_SCREENSHOTS) {
        await window.page.emulateMedia({ colorScheme: 'dark' })
        await look(window, `${name}-fr-dark`)
        await window.page.emulateMedia({ colorScheme: 'light' })
      }
      // what a language changes is texts
      expect(await axeFaults(window.page, TEXT_RULES)).toEqual([])
    }),
  )

  test('and a control that does not would be found', () =>
    inWindow(browser, app, { bypassCSP: true }, async (window) => {
      await window.open('/login')
      await window.page.evaluate("document.querySelector('#field-username').style.borderColor = '#cfd5e2'")
      expect(await controlFaults(window.page)).toEqual([expect.stringMatching(/^1\.\d\d:1 <input id="field-username"/)])
    }))

  test('and axe would find what is wrong', () =>
    inWindow(browser, app, { bypassCSP: true }, async (window) => {
      await window.open('/login')
      await window.page.evaluate("document.querySelector('label').remove()")
      expect(await axeFaults(window.page)).toContainEqual(expect.stringMatching(/^label: <input id="field-username"/))
    }))
})
