import { ha1 } from '../../src/auth/digest.js'
import { useApp } from '../support/app.js'
import { answerChallenge } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { challengeFor } from '../support/digestHeader.js'
import { NOTHING_KEPT, type Person } from '../support/factory.js'
import { type Lpconfig, readLpconfig } from '../support/lpconfig.js'
import { PanelClient } from '../support/panel.js'
import { qrOfPage, readQr } from '../support/qr.js'
import { signUp } from '../support/signUp.js'

const APP = { 'x-linphone-provisioning': '1' }
const WEEK = 604_800

describeApp('a link that sets up an app', () => {
  const app = useApp()

  const get = (path: string, headers: Record<string, string> = APP) => app.api.get(path, { headers })
  /** A fresh link of one's own. */
  async function linkOf(person: Person): Promise<string> {
    const { status, body } = await app.api.get('/api/accounts/me/provision', { as: person })
    expect(status).toBe(200)
    return body.provisioning_token
  }
  /** A fresh link by an administrator. */
  async function linkFor(person: { id: number }): Promise<string> {
    const { status, body } = await app.api.get(`/api/accounts/${person.id}/provision`, { as: await app.make.admin() })
    expect(status).toBe(200)
    return body.provisioning_token
  }
  async function redeemed(path: string): Promise<Lpconfig> {
    const answer = await get(path)
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/xml'])
    return readLpconfig(answer.text)
  }
  const isGood = async (token: string) => expect((await redeemed(`/provisioning/${token}`)).auth_info_0).toBeDefined()
  const actionsOf = async ({ id }: { id: number }) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })).map(({ action, actorKind }) => [
      action,
      actorKind,
    ])
  const isActive = async ({ id }: { id: number }) => (await app.deps.db.prisma.account.findUnique({ where: { id } }))?.activated

  test('gives the account once, and tells the app to forget the address', async () => {
    const bob = await app.make.user()
    const token = await linkOf(bob)
    expect(token).toMatch(/^\w{13}$/)
    const document = await redeemed(`/provisioning/${token}`)
    expect(document.misc).toEqual({ 'contacts-vcard-list': 'http://accounts.test/contacts/vcard', transient_provisioning: '1' })
    expect(document.auth_info_0).toMatchObject({ username: bob.username, ha1: ha1('MD5', bob.username, bob.domain, bob.password) })
    for (const path of [
      `/provisioning/${token}`,
      `/api/provisioning/${token}`,
      '/provisioning/aaaaaaaaaaaaa',
      `/provisioning/${'x'.repeat(64)}`,
    ])
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect(await actionsOf(bob)).toEqual([
      ['createAccount', 'operator'],
      ['createProvisioningLink', 'account'],
      ['useProvisioningLink', 'anonymous'],
    ])
  })

  test('is good below /api as well', async () => {
    expect((await redeemed(`/api/provisioning/${await linkOf(await app.make.user())}`)).auth_info_0).toBeDefined()
  })

  test('gives it to one of many that try at once', async () => {
    const token = await linkOf(await app.make.user())
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => get(`${i % 2 ? '/api' : ''}/provisioning/${token}`)))
    const statuses = answers.map(({ status }) => status)
    expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 404).length]).toEqual([1, 19])
  })

  test('is the newest one alone, and ends with the time that the operator has set: 410 then', async () => {
    const bob = await app.make.user()
    const [first, second] = [await linkOf(bob), await linkOf(bob)]
    expect((await get(`/provisioning/${first}`)).status).toBe(404)
    const { provisioning_token_expire_at: until } = (await app.api.get('/api/accounts/me', { as: bob })).body
    expect(new Date(until).getTime()).toBe(app.clock.now() + WEEK * 1000)
    app.clock.advance(WEEK)
    for (const path of [`/provisioning/${second}`, `/provisioning/qrcode/${second}`])
      expect(await get(path)).toMatchObject({ status: 410, body: { code: 'link_expired' } })
    expect((await app.api.get('/api/accounts/me', { as: bob })).body).toMatchObject({
      provisioning_token: null,
      provisioning_token_expire_at: null,
    })
    await isGood(await linkOf(bob))
  })

  test('is not used up by what only looks: HEAD, no header, a browser, a QR code', async () => {
    const token = await linkOf(await app.make.user())
    for (const path of [`/provisioning/${token}`, `/api/provisioning/${token}`]) {
      for (const headers of [APP, {}, { accept: 'text/html' }] as Record<string, string>[]) {
        const { status } = await app.api.raw('HEAD', path, { headers })
        expect(status).toBe(405)
      }
      expect((await get(path, {})).status).toBe(400)
      expect((await get(path, { accept: '*/*', 'user-agent': 'WhatsApp/2.24' })).status).toBe(400)
    }
    for (const headers of [{}, { accept: 'text/html,*/*;q=0.8' }] as Record<string, string>[])
      expect((await get(`/provisioning/qrcode/${token}`, headers)).status).toBe(200)
    for (const accept of ['text/html', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'Text/HTML']) {
      const page = await get(`/provisioning/${token}`, { accept })
      expect([page.status, page.header('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    }
    await isGood(token)
  })

  test('is refused to an app that lacks the header, and taken from one that sends Accept: text/html besides', async () => {
    const token = await linkOf(await app.make.user())
    const answer = await get(`/provisioning/${token}`, { ...APP, accept: 'text/html' })
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'application/xml'])
  })

  test('is void once the password is changed, or the account is deactivated', async () => {
    const [bob, dave] = [await app.make.user(), await app.make.user()]
    const [token, other] = [await linkOf(bob), await linkOf(dave)]
    const body = { algorithm: 'MD5', password: 'architect-43', old_password: bob.password }
    expect((await app.api.post('/api/accounts/me/password', body, { as: bob })).status).toBe(200)
    expect((await get(`/provisioning/${token}`)).status).toBe(404)
    const alice = await app.make.admin()
    await app.api.post(`/api/accounts/${dave.id}/deactivate`, undefined, { as: alice })
    expect((await get(`/provisioning/${other}`)).status).toBe(404)
    const later = await linkFor(dave)
    expect((await get(`/provisioning/${later}`)).status).toBe(404)
    expect(await isActive(dave)).toBe(false)
    await app.api.post(`/api/accounts/${dave.id}/activate`, undefined, { as: alice })
    await isGood(later)
  })

  test('activates an account that an administrator has made, and no other', async () => {
    const carol = await app.make.unconfirmed()
    await isGood(await linkFor(carol))
    expect(await isActive(carol)).toBe(true)
    expect((await actionsOf(carol)).map(([action]) => action)).toEqual([
      'createAccount',
      'createProvisioningLink',
      'activateAccount',
      'useProvisioningLink',
    ])
    const { person } = await signUp(app, { email: `dave.${Date.now()}@example.org` })
    expect(await isActive(person)).toBe(false)
    const token = await linkFor(person)
    expect((await get(`/provisioning/${token}`)).status).toBe(404)
    expect(await isActive(person)).toBe(false)
    expect(await app.api.get('/api/accounts/me/provision', { as: person })).toMatchObject({
      status: 403,
      body: { code: 'account_not_activated' },
    })
  })

  test('of a deleted account is gone with it', async () => {
    const bob = await app.make.user()
    const token = await linkOf(bob)
    await app.api.delete('/api/accounts/me', { as: bob })
    expect((await get(`/provisioning/${token}`)).status).toBe(404)
  })

  describe('with reset_password', () => {
    test.each(['?reset_password', '?reset_password=1', '?reset_password=no'])(
      '%s gives a password that nobody knows, and ends all that used the old one',
      async (query) => {
        const bob = await app.make.user({ email: `bob.${Math.random()}@example.org`, algorithm: 'SHA-256' })
        const panel = new PanelClient(app)
        await panel.logIn(bob)
        expect(await panel.isIn()).toBe(true)
        const token = await linkOf(bob)
        const info = (await redeemed(`/provisioning/${token}${query}`)).auth_info_0!
        expect(info).toMatchObject({ algorithm: 'SHA-256', ha1: expect.stringMatching(/^[0-9a-f]{64}$/) })
        expect(info.ha1).not.toBe(ha1('SHA-256', bob.username, bob.domain, bob.password))
        expect(await panel.isIn()).toBe(false)
        expect((await app.api.get('/api/accounts/me', { as: bob })).status).toBe(401)
        // what the app has been given opens the account
        const stored = await app.deps.db.prisma.password.findMany({ where: { accountId: bob.id } })
        expect(stored).toEqual([{ accountId: bob.id, algorithm: 'SHA-256', password: info.ha1 }])
        expect(await actionsOf(bob)).toContainEqual(['changePassword', 'anonymous'])
        expect((await app.outbox.last('email', bob.record.email!)).subject).toBe('Your password was set')
      },
    )

    test('and a change of the password at once come one after the other: no fault, one password', async () => {
      for (let round = 0; round < 5; round++) {
        const bob = await app.make.user()
        const token = await linkOf(bob)
        const body = { algorithm: 'MD5', password: 'architect-43', old_password: bob.password }
        const [used, changed] = await Promise.all([
          get(`/provisioning/${token}?reset_password`),
          app.api.post('/api/accounts/me/password', body, { as: bob }),
        ])
        expect([200, 404]).toContain(used.status)
        expect([200, 401, 422]).toContain(changed.status)
        expect([used.status, changed.status].filter((status) => status === 200)).toHaveLength(1)
        expect(await app.deps.db.prisma.password.count({ where: { accountId: bob.id } })).toBe(1)
      }
    })

    test('leaves nothing half done when the link was used meanwhile', async () => {
      const bob = await app.make.user()
      const token = await linkOf(bob)
      const answers = await Promise.all([0, 1, 2, 3].map(() => get(`/provisioning/${token}?reset_password`)))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404])
      const [row] = await app.deps.db.prisma.password.findMany({ where: { accountId: bob.id } })
      expect(readLpconfig(answers.find(({ status }) => status === 200)!.text).auth_info_0!.ha1).toBe(row!.password)
    })
  })

  describe('its token', () => {
    test('is shown to the account itself and to administrators who look at it, and nowhere else', async () => {
      const [alice, bob, dave] = [await app.make.admin(), await app.make.user(), await app.make.user()]
      expect((await app.api.get('/api/accounts/me', { as: bob })).body).toMatchObject({
        provisioning_token: null,
        provisioning_token_expire_at: null,
        sip_uri: `sip:${bob.username}@sip.example.org`,
        created_at: `${bob.record.createdAt.toISOString().slice(0, -1)}000Z`,
        updated_at: `${bob.record.createdAt.toISOString().slice(0, -1)}000Z`,
        ...NOTHING_KEPT,
        email_change_code: null,
      })
      const token = await linkOf(bob)
      for (const [path, as] of [
        ['/api/accounts/me', bob],
        [`/api/accounts/${bob.id}`, alice],
      ] as const)
        expect((await app.api.get(path, { as })).body.provisioning_token).toBe(token)
      for (const [path, as] of [
        ['/api/accounts/me', dave],
        [`/api/accounts?search=${bob.username}`, alice],
        [`/api/accounts?cursor=&search=${bob.username}`, alice],
        [`/api/accounts/${bob.username}@${bob.domain}/info`, undefined],
        ['/api/audit', alice],
      ] as const)
        expect((await app.api.get(path, as ? { as } : {})).text).not.toContain(token)
      expect(await app.api.get(`/api/accounts/${bob.id}/provision`, { as: dave })).toMatchObject({
        status: 403,
        body: { code: 'admin_required' },
      })
      const stored = JSON.stringify(await app.deps.db.prisma.oneTimeLink.findMany())
      expect(stored).not.toContain(token)
      await isGood(token)
      expect((await app.api.get('/api/accounts/me', { as: bob })).body.provisioning_token).toBeNull()
    })

    test('is that of the account that a key or a digest proves', async () => {
      const alice = await app.make.admin()
      const token = await linkOf(alice)
      expect((await app.api.get('/api/accounts/me', { as: alice })).body.provisioning_token).toBe(token)
      expect((await app.api.get('/api/accounts/me', { as: alice, by: 'digest' })).body.provisioning_token).toBe(token)
    })

    test('of an account that does not exist is 404', async () => {
      const alice = await app.make.admin()
      for (const [method, rest] of [
        ['GET', 'provision'],
        ['POST', 'send_provisioning_email'],
      ] as const)
        expect((await app.api.send(method, `/api/accounts/999999/${rest}`, { as: alice })).status).toBe(404)
    })
  })

  describe('its QR code', () => {
    test('holds the address, in PNG and in SVG, and says it in a header too', async () => {
      const token = await linkOf(await app.make.user())
      const png = async (path: string, headers: Record<string, string> = {}) => {
        const answer = await fetch(app.url + path, { headers })
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
        return [readQr(Buffer.from(await answer.arrayBuffer())), answer.headers.get('x-qrcode-url')]
      }
      const url = `http://accounts.test/provisioning/${token}`
      expect(await png(`/provisioning/qrcode/${token}`)).toEqual([url, url])
      expect(await png(`/api/provisioning/qrcode/${token}?format=png`, { accept: 'image/svg+xml' })).toEqual([url, url])
      const reset = `${url}?reset_password=1`
      expect(await png(`/provisioning/qrcode/${token}?reset_password`)).toEqual([reset, reset])
      for (const [query, headers] of [
        ['?format=svg', {}],
        ['', { accept: 'image/svg+xml' }],
      ] as const) {
        const answer = await get(`/provisioning/qrcode/${token}${query}`, headers)
        expect([answer.status, answer.header('content-type'), answer.header('x-qrcode-url')]).toEqual([200, 'image/svg+xml', url])
        expect(answer.text).toMatch(/^<svg /)
      }
      expect(await get(`/provisioning/qrcode/${token}?format=gif`)).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
      expect((await get('/provisioning/qrcode/unknown')).status).toBe(404)
      await isGood(token)
    })
  })

  describe('in a browser', () => {
    const ANDROID_AND_IOS = (url: string) => url.replace('http://', 'linphone-config:http://')

    test('is a page with its QR code, a way into the app and steps, for whoever looks', async () => {
      const token = await linkOf(await app.make.user())
      const url = `http://accounts.test/provisioning/${token}`
      const page = await new PanelClient(app).get(`/provisioning/${token}`)
      expect([page.status, page.header('cache-control'), page.header('referrer-policy')]).toEqual([200, 'no-store', 'no-referrer'])
      expect(qrOfPage(page.text)).toBe(url)
      expect(page.text).toContain(`href="${ANDROID_AND_IOS(url)}"`)
      for (const system of ['Android', 'iPhone', 'Computer']) expect(page.text).toContain(system)
      expect((await new PanelClient(app, 'fr').get(`/provisioning/${token}`)).text).toContain('Ouvrir dans l')
      const reset = await new PanelClient(app).get(`/provisioning/${token}?reset_password`)
      expect(qrOfPage(reset.text)).toBe(`${url}?reset_password=1`)
      for (const path of ['/provisioning', '/provisioning/me'])
        expect(qrOfPage((await new PanelClient(app).get(path)).text)).toBe(`http://accounts.test${path}`)
      await isGood(token)
    })

    test('says that it was used, or has expired', async () => {
      const bob = await app.make.user()
      const token = await linkOf(bob)
      await isGood(token)
      const used = await new PanelClient(app).get(`/provisioning/${token}`)
      expect([used.status, used.text.includes('already been used')]).toEqual([404, true])
      expect(used.text).toMatch(/<main[\s\S]*href="\/set-up"[\s\S]*<\/main>/)
      const second = await linkOf(bob)
      app.clock.advance(WEEK)
      const expired = await new PanelClient(app).get(`/provisioning/${second}`)
      expect([expired.status, expired.text.includes('It has expired')]).toEqual([410, true])
    })

    test('is made on a page of one’s own after the password, and shown once', async () => {
      const bob = await app.make.user()
      const panel = new PanelClient(app)
      expect((await panel.get('/set-up')).header('location')).toBe('/login?next=%2Fset-up')
      await panel.logIn(bob)
      await panel.get('/set-up')
      await app.deps.db.prisma.session.updateMany({ where: { accountId: bob.id }, data: { provenAt: new Date(0) } })
      const asked = await panel.post('/set-up')
      expect([asked.status, asked.text.includes('Enter your password')]).toEqual([403, true])
      const held = /name="held_form" value="([^"]*)"/.exec(asked.text)![1]!
      expect((await panel.post('/set-up', { held_form: held, held_password: bob.password })).status).toBe(303)
      const page = await panel.get('/set-up')
      const url = qrOfPage(page.text)
      expect(url).toMatch(/^http:\/\/accounts\.test\/provisioning\/\w{13}$/)
      expect((await panel.get('/set-up')).text).not.toContain(url)
      const document = await redeemed(new URL(url).pathname)
      expect(document.auth_info_0).toMatchObject({ username: bob.username })
    })

    test('is made by an administrator for an account, and sent by mail', async () => {
      const [alice, carol] = [await app.make.admin(), await app.make.unconfirmed({ email: `carol.${Math.random()}@example.org` })]
      const panel = new PanelClient(app, 'fr')
      await panel.logIn(alice)
      const path = `/accounts/${carol.id}/provision`
      expect((await panel.get(`/accounts/${carol.id}`)).text).toContain(`href="${path}"`)
      const made = await panel.submit(await panel.get(path), path)
      expect(qrOfPage(made.text)).toMatch(/\/provisioning\/\w{13}$/)
      // the administrator hands on what is shown: either button would end it
      expect(
        [...made.text.matchAll(/<button type="submit"( class="outline")?>([^<]+)/g)].map(([, outline, text]) => [
          outline === undefined,
          text,
        ]),
      ).toEqual(
        expect.arrayContaining([
          [false, `Envoyer un lien à ${carol.record.email}`],
          [false, 'Créer un autre lien'],
        ]),
      )
      expect(made.text).not.toMatch(/linphone-config|Ouvrir dans/)
      const sent = await panel.submit(made, `${path}/send`)
      expect(sent.text).toContain('Un lien vient d’être envoyé à')
      const mail = await app.outbox.last('email', carol.record.email!)
      expect(mail.subject).toContain('Configurez')
      expect((await get(new URL(qrOfPage(made.text)).pathname)).status).toBe(404)
      await isGood(new URL(mail.data.link!).pathname.split('/').at(-1)!)
      const without = await app.make.user()
      expect((await panel.get(`/accounts/${without.id}/provision`)).text).not.toContain('/provision/send')
      expect((await panel.send(`/accounts/${without.id}/provision`, {})).status).toBe(303)
    })

    test('is nobody’s to make but an administrator’s', async () => {
      const [bob, carol] = [await app.make.user(), await app.make.user()]
      const panel = new PanelClient(app)
      await panel.logIn(bob)
      expect((await panel.get(`/accounts/${carol.id}/provision`)).status).toBe(403)
      await panel.get('/set-up')
      for (const path of [`/accounts/${carol.id}/provision`, `/accounts/${carol.id}/provision/send`])
        expect((await panel.post(path)).status).toBe(403)
      expect(await app.deps.db.prisma.oneTimeLink.count({ where: { accountId: carol.id } })).toBe(0)
    })
  })

  describe('sent by mail', () => {
    const send = (alice: Person, { id }: Person, headers: Record<string, string> = {}) =>
      app.api.post(`/api/accounts/${id}/send_provisioning_email`, undefined, { as: alice, headers })

    test('comes once however often it is asked for within ten minutes, and is good', async () => {
      const [alice, bob] = [await app.make.admin(), await app.make.user({ email: `bob.${Math.random()}@example.org` })]
      const answers = await Promise.all([0, 1, 2].map(() => send(alice, bob)))
      expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(3).fill([200, {}]))
      await send(alice, bob)
      const mails = await app.outbox.to(bob.record.email!)
      expect(mails.map(({ subject }) => subject)).toEqual(['Set up your phone or computer'])
      expect(mails[0]!.text).toContain(mails[0]!.data.link)
      app.clock.advance(601)
      await send(alice, bob, { 'accept-language': 'fr' })
      const [, second] = await app.outbox.to(bob.record.email!)
      expect(second!.subject).toContain('Configurez')
      expect((await get(new URL(mails[0]!.data.link!).pathname)).status).toBe(404)
      await isGood(new URL(second!.data.link!).pathname.split('/').at(-1)!)
    })

    test('is refused for an account without an address', async () => {
      const [alice, bob] = [await app.make.admin(), await app.make.user()]
      expect(await send(alice, bob)).toMatchObject({ status: 403, body: { code: 'no_email' } })
    })

    test.each([
      ['block', 'account_blocked'],
      ['deactivate', 'account_not_activated'],
    ])('is refused for an account that no link lets in: %s', async (change, code) => {
      const [alice, bob] = [await app.make.admin(), await app.make.user({ email: `bob.${Math.random()}@example.org` })]
      const panel = new PanelClient(app)
      await panel.logIn(alice)
      const path = `/accounts/${bob.id}/provision`
      const shown = await panel.get(path)
      await app.api.post(`/api/accounts/${bob.id}/${change}`, undefined, { as: alice })
      expect(await send(alice, bob)).toMatchObject({ status: 403, body: { code } })
      const refused = (await panel.submit(shown, `${path}/send`)).text
      expect(refused).toContain('a link would not work')
      expect(refused).not.toContain(`action="${path}`)
      expect(await app.outbox.to(bob.record.email!)).toEqual([])
    })
  })

  test('makes no request for a link good twice: a digest is used up as everywhere', async () => {
    const bob = await app.make.user()
    const path = '/api/accounts/me/provision'
    const challenge = await challengeFor(app.api, bob, path)
    const headers = {
      from: `sip:${bob.username}@${bob.domain}`,
      authorization: answerChallenge(challenge, bob, 'GET', path, { algorithm: 'MD5' }),
    }
    expect((await app.api.raw('GET', path, { headers })).status).toBe(200)
    expect((await app.api.raw('GET', path, { headers })).status).toBe(401)
  })
})
