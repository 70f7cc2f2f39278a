import { ACCOUNT_ROUTES } from '../../src/panel/accountRoutes.js'
import { signUp } from '../../src/services/signUp/signUp.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { PanelClient } from '../support/panel.js'
import { phone, RegisteredDevices } from '../support/registeredDevices.js'
import { newAddress, newPhone } from '../support/signUp.js'

const PARTS = [
  '',
  '/edit',
  '/password',
  '/log-ins',
  '/devices',
  '/messages',
  '/activity',
  '/keys',
  '/contacts',
  '/vcards',
  '/details',
  '/external',
]

describeApp('the pages of one account', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ env: { OPEN_REGISTRATION: 'on' }, replaced: { registrar } })
  let people = 0
  beforeEach(() => {
    registrar.down = false
  })

  async function desk(language = 'en') {
    const alice = await app.make.admin()
    const browser = new PanelClient(app, language)
    expect((await browser.logIn(alice)).status).toBe(303)
    return { alice, browser }
  }
  const stored = (id: number) => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id }, include: { passwords: true } })
  const actions = async (id: number) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })).map(({ action }) => action)
  const logsIn = async (person: Person, password: string): Promise<boolean> =>
    (await new PanelClient(app).logIn({ ...person, password })).status === 303
  const etagOf = (page: ApiResponse): string => /name="etag" value="&quot;([^"]+)&quot;"/.exec(page.text)![1]!
  const shown = (page: ApiResponse, name: string): string | undefined =>
    new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page.text)?.[1]
  const choices = ({ text }: ApiResponse) =>
    [...text.matchAll(/<input type="radio" [^>]*name="(\w+)" value="([^"]*)"( checked)?>/g)].map(([, name, value, on]) => [
      name,
      value,
      on !== undefined,
    ])
  const checked = ({ text }: ApiResponse, name: string): boolean => new RegExp(`name="${name}" type="checkbox"[^>]* checked`).test(text)
  const secretOf = (page: ApiResponse): string => /id="once"[^>]*>([^<]+)</.exec(page.text)![1]!
  /** the form of an account with some fields entered anew */
  const edited = ({ record }: Person, page: ApiResponse, more: Record<string, string> = {}): Record<string, string> => ({
    etag: `"${etagOf(page)}"`,
    username: record.username,
    domain: record.domain,
    display_name: record.displayName ?? '',
    email: record.email ?? '',
    phone: record.phone ?? '',
    dtmf_protocol: record.dtmfProtocol ?? '',
    ...(record.admin && { admin: 'on' }),
    ...more,
  })
  async function waiting(to: { channel: 'email' | 'phone'; address: string }): Promise<Person> {
    const [username, password] = [`waits.${++people}.x`, 'g00d-secret-1']
    await signUp(app.deps, { username, domain: 'sip.example.org', password, to }, CLIENT)
    const record = (await app.deps.accounts.byAor({ username, domain: 'sip.example.org' }))!
    return { id: record.id, username, domain: record.domain, password, algorithm: 'SHA-256', record }
  }

  test.each(['en', 'fr'])('lead to each other by links, each naming itself, in %s', async (language) => {
    const { browser } = await desk(language)
    const bob = await app.make.user({ email: newAddress() })
    for (const part of PARTS) {
      const page = await browser.get(`/accounts/${bob.id}${part}`)
      expect([part, page.status]).toEqual([part, 200])
      expect(page.text).not.toMatch(/undefined|\[object|NaN/)
      const tabs = /<nav class="subtabs"[\s\S]*?<\/nav>/.exec(page.text)![0]
      const links = [...tabs.matchAll(/<a href="([^"]+)"( aria-current="page")?/g)]
      expect(links.map(([, href]) => href)).toEqual(expect.arrayContaining(PARTS.map((one) => `/accounts/${bob.id}${one}`)))
      expect(links.filter(([, , current]) => current).map(([, href]) => href)).toEqual([`/accounts/${bob.id}${part}`])
    }
  })

  test('are for administrators alone, and of accounts that are there', async () => {
    const { browser } = await desk()
    const bob = await app.make.user()
    const [guest, member] = [new PanelClient(app), new PanelClient(app)]
    await member.logIn(bob)
    for (const part of PARTS) {
      const path = `/accounts/${bob.id}${part}`
      expect((await guest.get(path)).header('location')).toBe(`/login?next=${encodeURIComponent(path)}`)
      expect((await member.get(path)).status).toBe(403)
      expect((await browser.get(`/accounts/2147483647${part}`)).status).toBe(404)
    }
  })

  test('take no form of a guest or a member, nor of an administrator without the token of the session', async () => {
    const { browser } = await desk()
    const other = (await desk()).browser
    const bob = await app.make.user()
    const [guest, member] = [new PanelClient(app), new PanelClient(app)]
    await guest.get('/login')
    await member.logIn(bob)
    await member.get('/')
    await other.get('/accounts')
    const before = [await stored(bob.id), await app.deps.db.prisma.auditEntry.count()]
    for (const path of ACCOUNT_ROUTES.filter(({ method }) => method === 'post').map((route) => route.path)) {
      const real = path.replace(':id', String(bob.id)).replace(':key', '1')
      expect([real, (await guest.post(real)).header('location')]).toEqual([real, expect.stringMatching(/^\/login/)])
      expect([real, (await member.post(real)).status]).toEqual([real, 403])
      for (const token of [undefined, '', other.token])
        expect([real, (await browser.post(real, {}, { token })).status]).toEqual([real, 403])
    }
    expect([await stored(bob.id), await app.deps.db.prisma.auditEntry.count()]).toEqual(before)
  })

  describe('say what is missing', () => {
    test('a code that waits, for how long, and when it has expired', async () => {
      const { browser } = await desk()
      const to = newAddress()
      const carol = await waiting({ channel: 'email', address: to })
      app.clock.advance(185)
      expect((await browser.get(`/accounts/${carol.id}`)).text).toContain(
        `The code sent to ${to} (3 minutes ago) has not been entered yet.`,
      )
      app.clock.advance(app.deps.config.codeTtl)
      expect((await browser.get(`/accounts/${carol.id}`)).text).toMatch(new RegExp(`The code sent to ${to} \\(.* ago\\) has expired`))
    })

    test('a block, a password, an address, and nothing where nothing is', async () => {
      const { alice, browser } = await desk()
      const [bob, whole] = [await app.make.user(), await app.make.user({ email: newAddress() })]
      await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
      const bare = await browser.get(`/accounts/${bob.id}`)
      expect(bare.text).toContain('The account has no password')
      expect(bare.text).toContain('no e-mail address and no phone number')
      await app.api.post(`/api/accounts/${bob.id}/block`, undefined, { as: alice })
      expect((await browser.get(`/accounts/${bob.id}`)).text).toContain('An administrator has blocked the account')
      expect((await browser.get(`/accounts/${whole.id}`)).text).not.toContain('What needs attention')
    })

    test('a message that was not sent, with the reason', async () => {
      const { alice, browser } = await desk()
      const bob = await app.make.user({ email: newAddress() })
      await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: alice })
      await app.deps.db.prisma.message.updateMany({
        where: { accountId: bob.id },
        data: { sentAt: null, failedAt: new Date(app.clock.now()), lastError: '550 no such user <b>' },
      })
      const { text } = await browser.get(`/accounts/${bob.id}`)
      expect(text).toContain('The last message could not be sent: Link to set a new password.')
      expect(text).toContain('550 no such user &lt;b&gt;')
    })
  })

  describe('send a new code', () => {
    test('once within two minutes, which counts once and is entered where the former was asked for', async () => {
      const { browser } = await desk()
      const to = newAddress()
      const carol = await waiting({ channel: 'email', address: to })
      const code = () => app.deps.db.prisma.code.findFirstOrThrow({ where: { accountId: carol.id } })
      await app.deps.db.prisma.code.updateMany({ where: { accountId: carol.id }, data: { origin: 'where it was asked for' } })
      const sent = () => app.deps.db.prisma.message.count({ where: { accountId: carol.id } })
      const before = await sent()
      app.clock.advance(180)
      for (let n = 0; n < 3; n++) {
        const page = await browser.get(`/accounts/${carol.id}`)
        expect((await browser.submit(page, `/accounts/${carol.id}/send-code`)).text).toContain(`A code is on its way to ${to}`)
      }
      expect((await sent()) - before).toBe(1)
      expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: carol.id, action: 'sendCode' } })).toBe(1)
      expect(await code()).toMatchObject({ origin: 'where it was asked for' })
    })

    test('to the e-mail address that waits: it activates, and the former does not', async () => {
      const { browser } = await desk()
      const to = newAddress()
      const carol = await waiting({ channel: 'email', address: to })
      const former = (await app.outbox.last('email', to)).data.code!
      app.clock.advance(121)
      const page = await browser.get(`/accounts/${carol.id}`)
      expect((await browser.submit(page, `/accounts/${carol.id}/send-code`)).text).toContain(`A code is on its way to ${to}`)
      const fresh = (await app.outbox.last('email', to)).data.code!
      expect(fresh).not.toBe(former)
      const guest = new PanelClient(app)
      const account = `${carol.username}@${carol.domain}`
      expect((await guest.send('/activate', { account, code: former })).status).not.toBe(303)
      expect((await guest.send('/activate', { account, code: fresh })).status).toBe(303)
      expect(await stored(carol.id)).toMatchObject({ activated: true, email: to })
      expect(await actions(carol.id)).toContain('sendCode')
    })

    test('to a number that waits, to the address of an account that an administrator made, and to a new address of an active one', async () => {
      const { browser } = await desk()
      const number = newPhone()
      const dave = await waiting({ channel: 'phone', address: number })
      app.clock.advance(121)
      await browser.get(`/accounts/${dave.id}`)
      expect((await browser.post(`/accounts/${dave.id}/send-code`, { channel: 'phone' })).status).toBe(303)
      expect(await app.outbox.to(number)).toHaveLength(2)
      const [own, next] = [newAddress(), newAddress()]
      const carol = await app.make.unconfirmed({ email: own })
      expect((await browser.post(`/accounts/${carol.id}/send-code`, { channel: 'email' })).status).toBe(303)
      const { code } = (await app.outbox.last('email', own)).data
      const activated = await new PanelClient(app).send('/activate', { account: `${carol.username}@${carol.domain}`, code: code! })
      expect([activated.status, (await stored(carol.id)).activated]).toEqual([303, true])
      const bob = await app.make.user({ email: newAddress() })
      await app.api.post('/api/accounts/me/email/request', { email: next }, { as: bob, by: 'digest' })
      app.clock.advance(121)
      await browser.get(`/accounts/${bob.id}`)
      expect((await browser.post(`/accounts/${bob.id}/send-code`, { channel: 'email' })).status).toBe(303)
      expect(await app.outbox.to(next)).toHaveLength(2)
    })

    test('not where none waits, nor on a channel that is none', async () => {
      const { browser } = await desk()
      const bob = await app.make.user({ email: newAddress() })
      const page = await browser.get(`/accounts/${bob.id}`)
      expect(page.text).not.toContain('/send-code')
      await browser.post(`/accounts/${bob.id}/send-code`, { channel: 'email' })
      expect((await browser.get(`/accounts/${bob.id}`)).text).toContain('nothing was sent')
      expect((await browser.post(`/accounts/${bob.id}/send-code`, { channel: 'recovery' })).status).toBe(400)
      expect(await app.outbox.to(bob.record.email!)).toHaveLength(0)
    })
  })

  describe('edit', () => {
    test('every field', async () => {
      const { browser } = await desk()
      const bob = await app.make.user()
      const path = `/accounts/${bob.id}/edit`
      const [email, number] = [newAddress(), newPhone()]
      const page = await browser.get(path)
      const more = { display_name: ' Bob B. ', email, phone: number.replace(/(...)$/, ' $1'), dtmf_protocol: 'rfc2833', admin: 'on' }
      expect((await browser.post(path, edited(bob, page, more))).header('location')).toBe(`/accounts/${bob.id}`)
      const expected = { displayName: 'Bob B.', email, phone: number, dtmfProtocol: 'rfc2833', admin: true, username: bob.username }
      expect(await stored(bob.id)).toMatchObject(expected)
      const again = await browser.get(path)
      expect([shown(again, 'display_name'), shown(again, 'email'), shown(again, 'phone')]).toEqual(['Bob B.', email, number])
      expect(/<option value="rfc2833" selected>/.test(again.text)).toBe(true)
      expect((await browser.post(path, edited(bob, again))).status).toBe(303)
      expect(await stored(bob.id)).toMatchObject({ displayName: null, email: null, phone: null, dtmfProtocol: null, admin: false })
      expect(await actions(bob.id)).toEqual(
        expect.arrayContaining(['changeEmail', 'changePhone', 'updateAccount', 'grantAdmin', 'revokeAdmin']),
      )
    })

    test('by two at once: the second sees both, chooses where both changed the same, and keeps what only one did', async () => {
      const { browser } = await desk()
      const other = (await desk()).browser
      const bob = await app.make.user()
      const path = `/accounts/${bob.id}/edit`
      const [mine, theirs] = [await browser.get(path), await other.get(path)]
      const [number, was] = [newPhone(), shown(mine, 'was')!.replaceAll('&quot;', '"')]
      expect((await other.post(path, edited(bob, theirs, { display_name: 'Theirs', phone: number }))).status).toBe(303)
      const entered = { display_name: ' Mine ', email: 'bob@example.org' }
      const late = await browser.post(path, edited(bob, mine, { ...entered, was }))
      expect(late.status).toBe(412)
      expect(late.text).toContain('Someone else changed this account in the meantime')
      expect(late.text).toContain('They also changed, and this is kept: Phone.')
      expect(late.text).not.toMatch(/class="(?:faults|error)"|aria-invalid/)
      expect(choices(late)).toEqual([
        ['display_name', 'Theirs', true],
        ['display_name', 'Mine', false],
      ])
      expect([shown(late, 'email'), shown(late, 'phone')]).toEqual(['bob@example.org', number])
      expect(await stored(bob.id)).toMatchObject({ displayName: 'Theirs', email: null })
      const chosen = edited(bob, late, { display_name: 'Mine', email: 'bob@example.org', phone: number })
      expect((await browser.post(path, chosen)).status).toBe(303)
      expect(await stored(bob.id)).toMatchObject({ displayName: 'Mine', email: 'bob@example.org', phone: number })
      for (const etag of ['', '*"', '"invented"']) expect((await browser.post(path, edited(bob, late, { etag }))).status).toBe(412)
    })

    test('by two at once: what the form does not show is named too, and a password that was entered has to be entered again', async () => {
      const { browser } = await desk()
      const other = (await desk()).browser
      const bob = await app.make.user()
      const path = `/accounts/${bob.id}/edit`
      const mine = await browser.get(path)
      const was = shown(mine, 'was')!.replaceAll('&quot;', '"')
      for (const { password } of (await stored(bob.id)).passwords) expect(was).not.toContain(password)
      await other.get(path)
      expect((await app.api.post('/api/accounts/me/email/request', { email: newAddress() }, { as: bob })).status).toBe(200)
      const asked = await browser.post(path, edited(bob, mine, { was }))
      expect(asked.text).toContain('They also changed, and this is kept: Address waiting for its code.')
      expect((await other.post(`/accounts/${bob.id}/block`)).status).toBe(303)
      const late = await browser.post(path, edited(bob, mine, { was, make: 'on', display_name: 'Mine' }))
      expect([late.status, checked(late, 'make')]).toEqual([412, true])
      expect(late.text).toContain('They also changed, and this is kept: Status.')
      const entered = await browser.post(path, edited(bob, mine, { was, password: 'ch0sen-secret' }))
      expect([entered.status, entered.text.includes('ch0sen-secret')]).toEqual([412, false])
      expect(entered.text).toContain('Enter the new password again')
      const password = edited(bob, await other.get(path), { password: 'another-secret' })
      expect((await other.post(path, password)).status).toBe(303)
      const later = await browser.post(path, edited(bob, mine, { was, make: 'on' }))
      expect([later.status, checked(later, 'make')]).toEqual([412, false])
      expect(later.text).toContain('They also changed, and this is kept: Password, Status.')
    })

    test.each(['', 'null', '7', '[', '{"display_name":7}', '"x"'])(
      'that says of itself %j what it was lets choose from every difference',
      async (was) => {
        const { browser } = await desk()
        const bob = await app.make.user()
        const path = `/accounts/${bob.id}/edit`
        const page = await browser.get(path)
        await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { displayName: '<b>"Theirs"' } })
        const late = await browser.post(path, edited(bob, page, { display_name: '"><script>', admin: 'on', was }))
        expect([late.status, late.text.includes('<script>'), late.text.includes('<b>')]).toEqual([412, false, false])
        expect(choices(late)).toEqual([
          ['display_name', '&lt;b&gt;&quot;Theirs&quot;', true],
          ['display_name', '&quot;&gt;&lt;script&gt;', false],
          ['admin', '', true],
          ['admin', 'on', false],
        ])
      },
    )

    test('another name: not without a password; one that is made is shown once, and logs in', async () => {
      const { browser } = await desk()
      const bob = await app.make.user()
      const path = `/accounts/${bob.id}/edit`
      const page = await browser.get(path)
      const username = `${bob.username}.anew`
      const refused = await browser.post(path, edited(bob, page, { username }))
      expect([refused.status, shown(refused, 'username')]).toEqual([422, username])
      expect(refused.text).toContain('Changing the user name or domain requires a new password')
      expect((await browser.post(path, edited(bob, page, { username, make: 'on' }))).status).toBe(303)
      const made = await browser.get(`/accounts/${bob.id}`)
      expect(await logsIn({ ...bob, username }, secretOf(made))).toBe(true)
      expect((await browser.get(`/accounts/${bob.id}`)).text).not.toContain('id="once"')
      expect((await stored(bob.id)).passwords.map(({ algorithm }) => algorithm)).toEqual(['MD5'])
      const moved = edited(bob, await browser.get(path), { username, domain: 'other.example.org', password: 'ch0sen-secret' })
      expect((await browser.post(path, moved)).status).toBe(303)
      expect(await logsIn({ ...bob, username, domain: 'other.example.org' }, 'ch0sen-secret')).toBe(true)
    })

    test('no wrong value: each is said beside its field, and nothing is written', async () => {
      const { browser } = await desk()
      const [bob, other] = [await app.make.user(), await app.make.user({ phone: newPhone() })]
      const path = `/accounts/${bob.id}/edit`
      const page = await browser.get(path)
      const before = await stored(bob.id)
      const wrong = {
        username: 'Bob',
        email: 'nobody',
        phone: '06',
        display_name: 'a\u0007b',
        dtmf_protocol: 'morse',
        password: 'x',
        domain: 'evil.example',
      }
      for (const [name, value] of Object.entries(wrong)) {
        const answer = await browser.post(path, edited(bob, page, { [name]: value }))
        expect([name, answer.status]).toEqual([name, 422])
        expect(answer.text).toContain(`id="field-${name}-error"`)
      }
      const taken = await browser.post(path, edited(bob, page, { username: other.username, password: 'an0ther-secret' }))
      expect([taken.status, taken.text.includes('This user name is taken')]).toEqual([422, true])
      const number = await browser.post(path, edited(bob, page, { phone: other.record.phone! }))
      expect([number.status, number.text.includes('belongs to another account')]).toEqual([422, true])
      expect(await stored(bob.id)).toEqual(before)
    })

    test('of themselves neither name nor password nor role, whatever they send', async () => {
      const { alice, browser } = await desk()
      const path = `/accounts/${alice.id}/edit`
      const page = await browser.get(path)
      for (const name of ['username', 'domain', 'password', 'admin']) expect(page.text).not.toContain(`name="${name}"`)
      const forged = {
        etag: `"${etagOf(page)}"`,
        username: 'somebody',
        domain: 'other.example.org',
        password: 'an0ther-secret',
        display_name: 'Alice',
      }
      expect((await browser.post(path, forged)).status).toBe(303)
      expect(await stored(alice.id)).toMatchObject({ username: alice.username, domain: alice.domain, admin: true, displayName: 'Alice' })
      expect(await logsIn(alice, alice.password)).toBe(true)
    })
  })

  test('edit an account whose domain is served no more, and show the address that waits', async () => {
    const { browser } = await desk()
    const to = newAddress()
    const carol = await waiting({ channel: 'email', address: to })
    await app.deps.db.prisma.account.update({ where: { id: carol.id }, data: { domain: 'gone.example.org' } })
    const page = await browser.get(`/accounts/${carol.id}/edit`)
    expect(page.text).toContain(`value="${to}"`)
    const fields = { etag: `"${etagOf(page)}"`, username: carol.username, email: to, display_name: 'Carol' }
    expect((await browser.post(`/accounts/${carol.id}/edit`, fields)).status).toBe(303)
    const row = await app.deps.db.prisma.account.findUniqueOrThrow({ where: { id: carol.id }, include: { codes: true } })
    expect(row).toMatchObject({ displayName: 'Carol', domain: 'gone.example.org', email: null, codes: [{ target: to }] })
  })

  describe('set a password', () => {
    test('that is made and shown once: the old one, sessions and links end', async () => {
      const { browser } = await desk()
      const bob = await app.make.user()
      const his = new PanelClient(app)
      await his.logIn(bob)
      const path = `/accounts/${bob.id}/password`
      const page = await browser.get(path)
      expect(page.text).toContain('one browser is logged out of this site')
      const done = await browser.submit(page, path)
      const password = secretOf(done)
      expect([await logsIn(bob, password), await logsIn(bob, bob.password), await his.isIn()]).toEqual([true, false, false])
      expect((await browser.get(path)).text).not.toContain(password)
      expect(await actions(bob.id)).toContain('changePassword')
    })

    test('that is chosen, by another algorithm; API keys stay, and the page says so', async () => {
      const { browser } = await desk()
      const other = await app.make.admin()
      const path = `/accounts/${other.id}/password`
      expect((await browser.get(path)).text).toContain('Its API key keeps working')
      for (const wrong of [{ password: 'x' }, { password: 'g00d-enough', algorithm: 'CLRTXT' }])
        expect((await browser.post(path, wrong as Record<string, string>)).status).toBe(422)
      expect((await browser.post(path, { password: 'g00d-enough', algorithm: 'MD5' })).status).toBe(303)
      expect((await browser.get(path)).text).not.toContain('id="once"')
      expect(await logsIn(other, 'g00d-enough')).toBe(true)
      expect((await stored(other.id)).passwords.map(({ algorithm }) => algorithm)).toEqual(['MD5'])
      expect((await app.api.get('/api/accounts', { as: other })).status).toBe(200)
    })

    test('not their own: that takes the old one', async () => {
      const { alice, browser } = await desk()
      const path = `/accounts/${alice.id}/password`
      expect((await browser.get(path)).text).not.toContain(`action="${path}"`)
      expect((await browser.post(path, { password: 'an0ther-secret' })).header('location')).toBe(path)
      expect(await logsIn(alice, alice.password)).toBe(true)
    })

    test('by a link, which is not sent where it cannot be, and says so', async () => {
      const { browser } = await desk()
      const carol = await app.make.unconfirmed({ email: newAddress() })
      const path = `/accounts/${carol.id}/password`
      expect((await browser.get(path)).text).toContain('No link can be sent')
      await browser.post(`/accounts/${carol.id}/reset-password`)
      expect((await browser.get(path)).text).toMatch(/role="status">No link can be sent/)
    })
  })

  test('show devices, and remove one', async () => {
    const { browser } = await desk()
    const bob = await app.make.user()
    const path = `/accounts/${bob.id}/devices`
    expect((await browser.get(path)).text).toContain('No device is registered')
    registrar.register(bob, phone('urn:uuid:1', 'Linphone <1>'))
    const page = await browser.get(path)
    expect(page.text).toContain('Linphone &lt;1&gt;')
    const after = await browser.submit(page, `${path}/remove`)
    expect(after.text).toContain('The device has been removed.')
    expect(await registrar.list(bob)).toEqual([])
    await browser.post(`${path}/remove`, { uuid: 'urn:uuid:none' })
    expect((await browser.get(path)).text).toContain('was no longer registered')
    expect(await actions(bob.id)).toContain('deleteDevice')
    registrar.down = true
    const down = await browser.get(path)
    expect([down.status, down.header('retry-after')]).toEqual([503, '5'])
  })

  test('show messages with their fate and the last error, by state, and nothing of what they say', async () => {
    const { alice, browser } = await desk()
    const bob = await app.make.user({ email: newAddress() })
    const path = `/accounts/${bob.id}/messages`
    expect((await browser.get(path)).text).toContain('No message matches')
    await app.api.post(`/api/accounts/${bob.id}/send_reset_password_email`, undefined, { as: alice })
    const sent = await browser.get(`${path}?state=sent`)
    expect(sent.text).toContain('Link to set a new password')
    expect(sent.text).not.toContain(bob.record.email)
    expect(sent.text).not.toContain('/reset_password/')
    await app.deps.db.prisma.message.updateMany({
      where: { accountId: bob.id },
      data: { sentAt: null, failedAt: new Date(app.clock.now()), lastError: '550 no such user', tries: 2 },
    })
    expect((await browser.get(`${path}?state=failed`)).text).toContain('2 attempts: The mail server refused the message (550).')
    expect((await browser.get(`${path}?state=sent`)).text).toContain('No message matches')
    expect((await browser.get(`${path}?state=nonsense`)).text).toContain('550 no such user')
  })

  test('show what was done to it, and what it has done, page by page', async () => {
    const { alice, browser } = await desk()
    const bob = await app.make.user()
    for (let i = 0; i < 11; i++)
      for (const change of ['block', 'unblock']) await app.api.post(`/api/accounts/${bob.id}/${change}`, undefined, { as: alice })
    const path = `/accounts/${bob.id}/activity`
    const page = await browser.get(path)
    expect(page.text.match(/<th scope="row">/g)).toHaveLength(20)
    expect(page.text).toContain(`<a href="/accounts/${alice.id}">`)
    const older = /href="([^"]+)" rel="next"/.exec(page.text)![1]!.replaceAll('&amp;', '&')
    const rest = await browser.get(older)
    expect(rest.text).toContain('Account created')
    expect(rest.text).not.toContain('rel="next"')
    expect((await browser.get(`${path}?cursor=nonsense`)).text.match(/<th scope="row">/g)).toHaveLength(20)
    expect((await browser.get(`${path}?side=by`)).text).toContain('No activity matches.')
    expect((await browser.get(`/accounts/${alice.id}/activity?side=by`)).text).toContain('Account unblocked')
  })
})
