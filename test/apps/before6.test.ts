import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { type AuthInfo, Liblinphone, LOST, type Lost } from '../support/liblinphone.js'
import { until } from '../support/messenger.js'
import { newAddress, newDevice, newPhone, wrongPins } from '../support/signUp.js'

const DOMAIN = 'sip.example.org'

describeApp('an app up to 5.3', () => {
  const app = useApp({ env: { LEGACY_APPS: 'on' } })

  async function pushed(linphone: Liblinphone, lost?: Lost): Promise<string> {
    const device = newDevice()
    expect((await linphone.post('/account_creation_tokens/send-by-push', device, lost)).status).toBe(200)
    return (await onlyMessageTo(`${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).token!
  }
  /** What the one message to somebody holds. The repeat may be answered while the first is at work. */
  async function onlyMessageTo(to: string) {
    await until(async () => (await app.outbox.to(to)).length > 0)
    const messages = await app.outbox.to(to)
    expect(messages).toHaveLength(1)
    return messages[0]!.data
  }
  const lose = (linphone: Liblinphone, path: string, lost?: Lost) => linphone.call('GET', path, undefined, lost)
  const infoOf = (linphone: Liblinphone, sip: string, lost?: Lost) => lose(linphone, `/accounts/${sip}/info`, lost)
  const infoByPhone = (linphone: Liblinphone, phone: string, lost?: Lost) => lose(linphone, `/accounts/${phone}/info-by-phone`, lost)
  const activated = (id: number) => app.deps.db.prisma.auditEntry.count({ where: { accountId: id, action: 'activateAccount' } })

  describe.each([undefined, ...LOST])('whose answers get lost (%s)', (lost) => {
    test('signs up by e-mail: one account, one mail', async () => {
      const [linphone, username, email] = [new Liblinphone(app.api), `dave.${unique()}`, newAddress()]
      const sip = `${username}@${DOMAIN}`
      expect((await infoOf(linphone, sip, lost)).status).toBe(404)
      const token = await pushed(linphone, lost)
      const wanted = { username, password: 'd4ve-secret', algorithm: 'MD5', account_creation_token: token, email }
      const made = await linphone.post('/accounts/public', wanted, lost)
      expect(made).toMatchObject({ status: 200, body: { username, email, activated: false } })
      const { code } = await onlyMessageTo(email)
      expect((await infoOf(linphone, sip, lost)).body.activated).toBe(false)
      const done = await linphone.post(`/accounts/${sip}/activate/email`, { code }, lost)
      expect(done).toMatchObject({ status: 200, body: { id: made.body.id, activated: true } })
      expect((await infoOf(linphone, sip, lost)).body.activated).toBe(true)
      expect([await app.deps.db.prisma.account.count({ where: { username } }), await activated(made.body.id)]).toEqual([1, 1])
    })

    test('signs up by phone, after a wrong code: one account, one SMS', async () => {
      const [linphone, phone] = [new Liblinphone(app.api), newPhone()]
      const sip = `${phone}@${DOMAIN}`
      expect([(await infoOf(linphone, sip, lost)).status, (await infoByPhone(linphone, phone, lost)).status]).toEqual([404, 404])
      const token = await pushed(linphone, lost)
      const wanted = { password: 'd4ve-secret', algorithm: 'MD5', account_creation_token: token, phone }
      const made = await linphone.post('/accounts/public', wanted, lost)
      expect(made).toMatchObject({ status: 200, body: { username: phone, activated: false } })
      const { code } = await onlyMessageTo(phone)
      const activate = (pin: string, gone?: Lost) => linphone.post(`/accounts/${sip}/activate/phone`, { code: pin }, gone)
      expect((await activate(wrongPins(code!, 1)[0]!)).status).toBe(404)
      expect(await activate(code!, lost)).toMatchObject({ status: 200, body: { id: made.body.id, activated: true, phone } })
      expect((await infoByPhone(linphone, phone, lost)).body).toMatchObject({ activated: true, phone: false })
      expect([await app.deps.db.prisma.account.count({ where: { username: phone } }), await activated(made.body.id)]).toEqual([1, 1])
    })

    test('logs in by phone: one SMS, and the hash that it logs in with', async () => {
      const [linphone, phone] = [new Liblinphone(app.api), newPhone()]
      const bob = await app.make.user({ phone })
      const account_creation_token = await pushed(linphone, lost)
      expect(await linphone.post('/accounts/recover-by-phone', { phone, account_creation_token }, lost)).toMatchObject({
        status: 200,
        text: '{}',
      })
      const { code } = await onlyMessageTo(phone)
      const { status, body } = await lose(linphone, `/accounts/${phone}@${DOMAIN}/recover/${code}`, lost)
      expect([status, body.username]).toEqual([200, bob.username])
      const [{ algorithm, password: ha1 }] = body.passwords
      linphone.account = { username: body.username, domain: DOMAIN, realm: DOMAIN, ha1, algorithm } satisfies AuthInfo
      expect((await linphone.get('/accounts/me')).body).toMatchObject({ id: bob.id })
      expect(await app.deps.db.prisma.auditEntry.count({ where: { accountId: bob.id, action: 'recoverAccount' } })).toBe(1)
    })

    test('links a phone: one SMS', async () => {
      const [bob, phone] = [await app.make.user(), newPhone()]
      const linphone = new Liblinphone(app.api, bob)
      expect((await infoByPhone(linphone, phone, lost)).status).toBe(404)
      expect((await linphone.post('/accounts/me/phone/request', { phone }, lost)).status).toBe(200)
      const { code } = await onlyMessageTo(phone)
      expect(await linphone.post('/accounts/me/phone', { code }, lost)).toMatchObject({ status: 200, body: { id: bob.id, phone } })
      expect((await infoByPhone(linphone, phone, lost)).body).toMatchObject({ activated: true, phone: true })
    })
  })
})
