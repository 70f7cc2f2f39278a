import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { Liblinphone, LOST, type Lost } from '../support/liblinphone.js'
import { until } from '../support/messenger.js'
import { PanelClient } from '../support/panel.js'
import { newAddress, newDevice, newPhone, wrongPins } from '../support/signUp.js'

const WITH = '/accounts/with-account-creation-token'
const PUSH = '/account_creation_tokens/send-by-push'
const REQUEST = '/account_creation_request_tokens'
const USING = '/account_creation_tokens/using-account-creation-request-token'

describeApp('an app of today signs up', () => {
  const app = useApp({ env: { CAPTCHA: 'off' } })

  const someone = (account_creation_token: string) => ({
    account_creation_token,
    algorithm: 'SHA-256',
    password: 'dave-secret-3',
    username: `dave.${unique()}`,
  })
  type Someone = ReturnType<typeof someone>
  const logIn = (linphone: Liblinphone, { username, password }: Someone) => {
    linphone.account = { username, domain: 'sip.example.org', password }
  }
  const infoOf = async ({ username }: Someone) => (await app.api.get(`/api/accounts/${username}@sip.example.org/info`)).body
  const accountsNamed = ({ username }: Someone) => app.deps.db.prisma.account.count({ where: { username } })

  /** What a phone does first: the token that its push brings. */
  async function pushed(linphone: Liblinphone, lost?: Lost): Promise<string> {
    const device = newDevice()
    expect((await linphone.post(PUSH, device, lost)).status).toBe(200)
    const arrived = () => app.outbox.to(`${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)
    // the repeat may be answered while the first is at work
    await until(async () => (await arrived()).length > 0)
    const sent = await arrived()
    expect(sent).toHaveLength(1)
    return sent[0]!.data.token!
  }
  /** What a desktop does first: a person passes the page, and the app asks until then. */
  async function converted(linphone: Liblinphone, lost?: Lost): Promise<string> {
    const { status, body } = await linphone.post(REQUEST, undefined, lost)
    expect(status).toBe(201)
    const token = new URL(body.validation_url).pathname.split('/').pop()
    const poll = () => linphone.post(USING, { account_creation_request_token: token }, lost)
    for (let n = 0; n < 2; n++) expect(await poll()).toMatchObject({ status: 404, body: { code: 'token_pending' } })
    const browser = new PanelClient(app)
    const { pathname } = new URL(body.validation_url)
    expect((await browser.submit(await browser.get(pathname), pathname)).status).toBe(200)
    const first = await poll()
    expect(first.status).toBe(201)
    expect((await poll()).body.token).toBe(first.body.token)
    return first.body.token
  }

  describe.each([
    ['phone', pushed, newPhone],
    ['email', converted, newAddress],
  ] as const)('with %s', (kind, receive, newContact) => {
    const askFor = `/accounts/me/${kind}/request`
    const confirm = `/accounts/me/${kind}`
    const messages = (to: string) => app.outbox.to(to)
    const codeTo = async (to: string) => (await messages(to)).at(-1)!.data.code!

    test('by four digits, after a wrong code; the account registers then', async () => {
      const [linphone, to] = [new Liblinphone(app.api), newContact()]
      const wanted = someone(await receive(linphone))
      const made = await linphone.post(WITH, wanted)
      expect(made).toMatchObject({ status: 200, body: { username: wanted.username, domain: 'sip.example.org', activated: false } })
      logIn(linphone, wanted)
      expect((await linphone.post(askFor, { [kind]: to })).status).toBe(200)
      expect(linphone.tries).toBe(2)
      const code = await codeTo(to)
      expect(code).toMatch(/^\d{4}$/)
      const [wrong] = wrongPins(code, 1)
      expect(await linphone.post(confirm, { code: wrong })).toMatchObject({ status: 422, body: { errors: { code: [expect.any(String)] } } })
      expect((await infoOf(wanted)).activated).toBe(false)
      expect((await linphone.post(confirm, { code })).status).toBe(200)
      expect((await infoOf(wanted)).activated).toBe(true)
      expect((await linphone.get('/accounts/me/devices')).status).toBe(200)
    })

    test.each(LOST)('though each answer is lost (%s): one account, one message', async (lost) => {
      const [linphone, to] = [new Liblinphone(app.api), newContact()]
      const wanted = someone(await receive(linphone, lost))
      expect(await linphone.post(WITH, wanted, lost)).toMatchObject({ status: 200, body: { username: wanted.username } })
      expect(await accountsNamed(wanted)).toBe(1)
      logIn(linphone, wanted)
      expect((await linphone.post(askFor, { [kind]: to }, lost)).status).toBe(200)
      await until(async () => (await messages(to)).length > 0)
      expect(await messages(to)).toHaveLength(1)
      expect((await linphone.post(confirm, { code: await codeTo(to) }, lost)).status).toBe(200)
      expect((await infoOf(wanted)).activated).toBe(true)
    })

    test('and says in which box the fault is; the token stays good until the account is made', async () => {
      const [linphone, taken] = [new Liblinphone(app.api), await app.make.user({ [kind]: newContact() })]
      const wanted = someone(await receive(linphone))
      const fault = await linphone.post(WITH, { ...wanted, username: taken.username })
      expect(fault).toMatchObject({ status: 422, body: { message: expect.any(String), errors: { username: [expect.any(String)] } } })
      expect(await linphone.post(WITH, { ...wanted, password: 'x' })).toMatchObject({
        status: 422,
        body: { errors: { password: [expect.any(String)] } },
      })
      expect((await linphone.post(WITH, wanted)).status).toBe(200)
      // an app drops a token when the error has no errors
      const used = await linphone.post(WITH, { ...wanted, username: `dave.${unique()}` })
      expect([used.status, used.body.errors]).toEqual([422, undefined])

      // Android throws its account away after any error here, and begins again with what it has
      logIn(linphone, wanted)
      const contact = taken.record[kind]!
      const refused = await linphone.post(askFor, { [kind]: contact })
      const again = new Liblinphone(app.api)
      expect(await again.post(WITH, wanted)).toMatchObject({ status: 200, body: { username: wanted.username } })
      expect(await accountsNamed(wanted)).toBe(1)
      logIn(again, wanted)
      const to = newContact()
      expect((await again.post(askFor, { [kind]: to })).status).toBe(200)
      expect((await again.post(confirm, { code: await codeTo(to) })).status).toBe(200)
      // whose a mail address is nobody is told
      if (kind === 'email') expect(refused.status).toBe(200)
      else expect(refused).toMatchObject({ status: 422, body: { errors: { phone: [expect.any(String)] } } })
    })

    test('takes a code three times, and a new one after that', async () => {
      const [linphone, to, other] = [new Liblinphone(app.api), newContact(), newContact()]
      const wanted = someone(await receive(linphone))
      await linphone.post(WITH, wanted)
      logIn(linphone, wanted)
      expect(await linphone.post(confirm, { code: '1234' })).toMatchObject({ status: 404, body: { code: 'nothing_pending' } })
      await linphone.post(askFor, { [kind]: to })
      const code = await codeTo(to)
      for (const wrong of wrongPins(code, 3)) expect((await linphone.post(confirm, { code: wrong })).status).toBe(422)
      expect(await linphone.post(confirm, { code })).toMatchObject({ status: 429, body: { message: expect.any(String) } })
      await linphone.post(askFor, { [kind]: other })
      expect((await linphone.post(confirm, { code: await codeTo(other) })).status).toBe(200)
    })
  })

  test('a desktop stops to ask once its token was used', async () => {
    const linphone = new Liblinphone(app.api)
    const { body } = await linphone.post(REQUEST)
    const browser = new PanelClient(app)
    const { pathname } = new URL(body.validation_url)
    await browser.submit(await browser.get(pathname), pathname)
    const poll = () => linphone.post(USING, { account_creation_request_token: body.token })
    await linphone.post(WITH, someone((await poll()).body.token))
    const errors = { account_creation_request_token: [expect.any(String)] }
    expect(await poll()).toMatchObject({ status: 422, body: { errors } })
    expect(await linphone.post(USING, { account_creation_request_token: 'unknown' })).toMatchObject({ status: 422, body: { errors } })
  })
})
