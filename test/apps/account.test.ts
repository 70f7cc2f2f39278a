import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import type { Person } from '../support/factory.js'
import { type AuthInfo, Liblinphone, LOST, type Lost } from '../support/liblinphone.js'
import { type Lpconfig, readLpconfig } from '../support/lpconfig.js'
import { until } from '../support/messenger.js'
import { PanelClient } from '../support/panel.js'
import { readQr } from '../support/qr.js'
import { phone as device, RegisteredDevices } from '../support/registeredDevices.js'
import { newDevice, newPhone, wrongPins } from '../support/signUp.js'

const URN = 'urn:uuid:11111111-2222-3333-4444-555555555555'

describeApp('an app with an account', () => {
  const registrar = new RegisteredDevices()
  const app = useApp({ replaced: { registrar } })

  const of = ({ username, domain, password }: Person): Liblinphone => new Liblinphone(app.api, { username, domain, password })

  describe('shows the devices', () => {
    const devices = '/accounts/me/devices'
    const remove = (linphone: Liblinphone, uuid: string, lost?: Lost) =>
      // liblinphone cuts the path where a URI cannot go on
      linphone.delete(`${devices}/${/^[^#"<> ]*/.exec(uuid)![0]}`, { device_uuid: uuid }, lost)
    async function owner(...uuids: string[]): Promise<{ bob: Person; linphone: Liblinphone; left: () => Promise<string[]> }> {
      const bob = await app.make.user()
      registrar.register(bob, ...uuids.map((uuid) => device(uuid, 'Linphone/6.2.0 (Pixel 9) LinphoneSDK/5.5.15')))
      return { bob, linphone: of(bob), left: async () => (await registrar.list(bob)).map(({ uuid }) => uuid) }
    }

    test('by uuid, with name and time; removes one, and says that another is none', async () => {
      const { linphone, left } = await owner(URN, 'other')
      expect((await linphone.get(devices)).body[URN]).toMatchObject({
        user_agent: expect.stringContaining('(Pixel 9)'),
        update_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*(Z|\+00:00)$/),
      })
      expect((await remove(linphone, URN)).status).toBe(200)
      expect(await left()).toEqual(['other'])
      expect(await remove(linphone, 'never-there')).toMatchObject({ status: 404, body: { message: expect.any(String) } })
      expect(await left()).toEqual(['other'])
    })

    test.each(LOST)('and removes the right one when the answer is lost (%s), and when its id does not fit into a path', async (lost) => {
      const { linphone, left } = await owner(URN, 'abc', 'abc#1', '"<x>"')
      for (const uuid of [URN, 'abc#1', '"<x>"']) expect((await remove(linphone, uuid, lost)).status).toBe(200)
      expect(await left()).toEqual(['abc'])
    })

    test('of nobody as an empty object; a wrong password ends after three requests', async () => {
      const { bob, linphone } = await owner()
      expect((await linphone.get(devices)).text).toBe('{}')
      const mistaken = of({ ...bob, password: 'not-it' })
      expect(await mistaken.get(devices)).toMatchObject({ status: 401, body: { message: expect.any(String) } })
      expect(mistaken.tries).toBe(3)
      expect((await linphone.get(devices)).status).toBe(200)
    })

    test('by the algorithm that it has met first, and by no other', async () => {
      const { bob, linphone } = await owner()
      await app.make.storePassword(bob, 'SHA-256')
      expect((await linphone.get(devices)).status).toBe(200)
      await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id, algorithm: 'MD5' } })
      expect([(await linphone.get(devices)).status, linphone.tries]).toEqual([401, 1])
      expect((await of(bob).get(devices)).status).toBe(200)
    })
  })

  test.each(LOST)('that was lost comes back by a page, whose address needs the token of a push (%s)', async (lost) => {
    const [bob, target, linphone] = [await app.make.user({ phone: newPhone() }), newDevice(), new Liblinphone(app.api)]
    const phone = bob.record.phone!
    expect((await linphone.post('/account_recovery_tokens/send-by-push', target, lost)).status).toBe(200)
    const arrived = () => app.outbox.to(`${target.pn_provider} ${target.pn_param} ${target.pn_prid}`)
    // the repeat may be answered while the first is at work
    await until(async () => (await arrived()).length > 0)
    const sent = await arrived()
    expect(sent).toHaveLength(1)
    const { token } = sent[0]!.data
    const browser = new PanelClient(app)
    const stateIn = (html: string) => /name="state" value="([^"]*)"/.exec(html)![1]!
    expect((await browser.get(`/recovery/phone/${token}`)).status).toBe(200)
    const ask = () => browser.post('/recovery', { account_recovery_token: token!, phone })
    const [page, again] = [await ask(), await ask()]
    expect([page.status, again.status, (await app.outbox.to(phone)).length]).toEqual([200, 200, 1])
    const { code } = (await app.outbox.last('sms', phone)).data
    const enter = (pin: string) => browser.post('/recovery/confirm', { state: stateIn(page.text), code: pin })
    expect((await enter(wrongPins(code!, 1)[0]!)).status).toBe(422)
    const chosen = await enter(code!)
    const fields = { state: stateIn(chosen.text), password: 'n3w-secret', again: 'n3w-secret' }
    expect((await browser.post('/recovery/password', fields)).status).toBe(303)
    expect((await of(bob).get('/accounts/me/devices')).status).toBe(401)
    expect((await of({ ...bob, password: 'n3w-secret' }).get('/accounts/me/devices')).status).toBe(200)
  })

  /** The account of a document, as an app stores it. */
  function authInfo({ auth_info_0: info }: Lpconfig): AuthInfo {
    const { username, domain, realm, ha1, algorithm } = info as Record<string, string>
    return { username: username!, domain: domain!, realm: realm!, ha1: ha1!, algorithm: algorithm as 'MD5' | 'SHA-256' }
  }

  test.each([[['MD5']], [['SHA-256']], [['MD5', 'SHA-256']]] as const)(
    'is set up by a QR code (%j), and asks for contacts at each start',
    async (stored) => {
      const bob = await app.make.user({ algorithm: stored[0] })
      for (const algorithm of stored.slice(1)) await app.make.storePassword(bob, algorithm)
      const { provisioning_token } = (await app.api.get('/api/accounts/me/provision', { as: bob })).body
      const image = await fetch(`${app.url}/provisioning/qrcode/${provisioning_token}`)
      const { pathname } = new URL(readQr(Buffer.from(await image.arrayBuffer())))
      const linphone = new Liblinphone(app.api)
      const document = readLpconfig((await linphone.provision(pathname)).text)
      expect(document.misc!.transient_provisioning).toBe('1')
      linphone.account = authInfo(document)

      // an app that did not forget the address asks there again, and is told to go on with what it has
      expect((await linphone.provision(pathname)).status).toBe(404)
      const cards = await linphone.contacts(new URL(document.misc!['contacts-vcard-list']!).pathname)
      expect([cards.status, cards.text, linphone.tries]).toEqual([200, '', 2])
      expect((await linphone.get('/accounts/me/devices')).status).toBe(200)
      const mine = await linphone.provision('/provisioning/me')
      expect([mine.status, linphone.tries]).toEqual([200, 2])
      expect(authInfo(readLpconfig(mine.text))).toEqual(linphone.account)
    },
  )

  test('shows the contacts that an administrator has given it, from its next start on', async () => {
    const [bob, carol, alice] = [await app.make.user(), await app.make.user(), await app.make.admin()]
    const linphone = new Liblinphone(app.api)
    const { provisioning_token } = (await app.api.get('/api/accounts/me/provision', { as: bob })).body
    const document = readLpconfig((await linphone.provision(`/provisioning/${provisioning_token}`)).text)
    linphone.account = authInfo(document)
    const { pathname } = new URL(document.misc!['contacts-vcard-list']!)
    expect((await linphone.contacts(pathname)).text).toBe('')
    await app.api.post(`/api/accounts/${bob.id}/contacts/${carol.id}`, undefined, { as: alice })
    const cards = await linphone.contacts(pathname)
    expect([cards.status, cards.header('content-type')]).toEqual([200, 'text/vcard'])
    expect(cards.text).toContain(`\r\nIMPP:sip:${carol.username}@${carol.domain}\r\n`)
  })

  test('is set up by a new link when the document of the first was lost: a link is good once', async () => {
    const [bob, linphone] = [await app.make.user(), new Liblinphone(app.api)]
    const link = async () => (await app.api.get('/api/accounts/me/provision', { as: bob })).body.provisioning_token
    expect((await linphone.provision(`/provisioning/${await link()}`, 'answered')).status).toBe(404)
    const { text } = await linphone.provision(`/provisioning/${await link()}`)
    expect(authInfo(readLpconfig(text))).toMatchObject({ username: bob.username, algorithm: 'MD5' })
    linphone.account = authInfo(readLpconfig(text))
    expect((await linphone.provision('/provisioning/me', 'answered')).status).toBe(200)
  })

  test.each([
    ['stored', 401, 1],
    ['MD5', 200, 2],
  ])('that met MD5 first, and PROVISIONING_ALGORITHM=%s: its document is %i', async (algorithm, status, tries) => {
    const service = await startApp({ env: { PROVISIONING_ALGORITHM: algorithm } })
    try {
      const bob = await service.make.user()
      await service.make.storePassword(bob, 'SHA-256')
      const linphone = new Liblinphone(service.api, bob)
      expect((await linphone.get('/accounts/me/devices')).status).toBe(200)
      expect([(await linphone.provision('/provisioning/me')).status, linphone.tries]).toEqual([status, tries])
    } finally {
      await service.close()
    }
  })

  describe('lends itself to another device', () => {
    test.each([undefined, ...LOST])('by a QR code that this one reads (lost: %s)', async (lost) => {
      const [bob, desktop] = [await app.make.user(), new Liblinphone(app.api)]
      const asked = await desktop.post('/accounts/auth_token', undefined, lost)
      expect(asked.status).toBe(201)
      const take = () => desktop.call('GET', `/accounts/me/api_key/${asked.body.token}`, undefined, lost)
      for (let n = 0; n < 2; n++) expect((await take()).status).toBe(404)
      const attach = (person: Person) => app.api.get(`/api/accounts/auth_token/${asked.body.token}/attach`, { as: person })
      for (let n = 0; n < 2; n++) expect((await attach(bob)).status).toBe(200)
      expect((await attach(await app.make.user())).status).toBe(404)
      const { api_key } = (await take()).body
      const link = await app.api.get('/api/accounts/me/provision', { headers: { 'x-api-key': api_key } })
      const document = readLpconfig((await desktop.provision(`/provisioning/${link.body.provisioning_token}`)).text)
      desktop.account = authInfo(document)
      expect((await desktop.get('/accounts/me/devices')).status).toBe(200)
    })
  })
})
