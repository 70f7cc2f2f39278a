import { createHash } from 'node:crypto'
import { startRecovery } from '../../src/services/recovery/recovery.js'
import { type TestApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { CLIENT, type Person } from '../support/factory.js'
import { newAddress, newDevice, newPhone, personOf, newAccount as someone, wrongPins } from '../support/signUp.js'

const PUBLIC = '/api/accounts/public'
const RECOVER = '/api/accounts/recover-by-phone'
const REPEAT_SECONDS = 600
const ELSEWHERE = { headers: { 'x-forwarded-for': '198.51.100.7' } }

/** A token, as a push brings it to a phone. */
async function token(app: TestApp, device = newDevice()): Promise<string> {
  expect((await app.api.post('/api/account_creation_tokens/send-by-push', device)).status).toBe(200)
  return (await app.outbox.last('push', `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`)).data.token!
}
const ha1 = (name: 'md5' | 'sha256', { username, domain, password }: Pick<Person, 'username' | 'domain' | 'password'>) =>
  createHash(name).update(`${username}:${domain}:${password}`).digest('hex')

describeApp('apps up to 5.3', () => {
  const app = useApp({ env: { LEGACY_APPS: 'on', TRUST_PROXY: '1' } })
  const create = (body: object) => app.api.post(PUBLIC, body)
  const info = (sip: string) => app.api.get(`/api/accounts/${sip}/info`)
  const infoByPhone = (phone: string) => app.api.get(`/api/accounts/${phone}/info-by-phone`)
  const ask = async (phone: string, from = {}) => app.api.post(RECOVER, { phone, account_creation_token: await token(app) }, from)
  const recover = (sip: string, code: string, from = {}) => app.api.get(`/api/accounts/${sip}/recover/${code}`, from)
  const pinTo = async (phone: string) => (await app.outbox.last('sms', phone)).data.code!
  const account = (id: number) => app.deps.db.prisma.account.findUniqueOrThrow({ where: { id }, include: { passwords: true } })
  const actions = async (id: number) =>
    (await app.deps.db.prisma.auditEntry.findMany({ where: { accountId: id }, orderBy: { id: 'asc' } })).map(({ action }) => action)
  /** What an app sends: strings for booleans, MD5, and what nobody asks for. */
  const asApp = (more: object) => ({ password: 'd4ve-secret', algorithm: 'MD5', activated: '0', from_splash: '1', ...more })

  describe('sign up', () => {
    test('by e-mail, and ask whether the code was entered', async () => {
      const { username } = someone()
      const [sip, email] = [`${username}@sip.example.org`, newAddress()]
      expect((await info(sip)).status).toBe(404)
      const wanted = asApp({ username, email, account_creation_token: await token(app) })
      const first = await create(wanted)
      expect(first.body).toMatchObject({ username, email, activated: false, passwords: [{ algorithm: 'MD5' }], ip_address: '127.0.0.1' })
      expect((await create(wanted)).body).toEqual(first.body)
      expect(await app.outbox.to(email)).toHaveLength(1)
      expect((await info(sip)).body.activated).toBe(false)
      const { code } = (await app.outbox.last('email', email)).data
      expect((await app.api.post(`/api/accounts/${sip}/activate/email`, { code: 'wr0ngC0d3AbCd' })).status).toBe(404)
      const done = await app.api.post(`/api/accounts/${sip}/activate/email`, { code })
      expect(done.body).toMatchObject({ username, email, activated: true })
      expect((await app.api.post(`/api/accounts/${sip}/activate/email`, { code })).body).toEqual(done.body)
      expect((await info(sip)).body.activated).toBe(true)
    })

    test('by phone, and are named by the number', async () => {
      const phone = newPhone()
      const sip = `${phone}@sip.example.org`
      expect([(await info(sip)).status, (await infoByPhone(phone)).body.code]).toEqual([404, 'not_found'])
      const made = await create(asApp({ phone, account_creation_token: await token(app) }))
      expect(made.body).toMatchObject({ username: phone, phone, activated: false })
      const pin = await pinTo(phone)
      expect((await infoByPhone(phone)).body).toEqual({ activated: false, realm: 'sip.example.org', phone: false })
      for (const code of wrongPins(pin, 2)) expect((await app.api.post(`/api/accounts/${sip}/activate/phone`, { code })).status).toBe(404)
      expect((await app.api.post(`/api/accounts/${sip}/activate/phone`, { code: pin })).body).toMatchObject({ phone, activated: true })
      expect((await infoByPhone(phone)).body).toMatchObject({ activated: true, phone: false })
      const person = personOf(made, { password: 'd4ve-secret', algorithm: 'MD5' })
      expect((await app.api.get('/api/accounts/me', { as: person })).status).toBe(200)
      const again = await create(asApp({ phone, account_creation_token: await token(app) }))
      expect([again.status, again.body.code]).toEqual([422, 'phone_in_use'])
    })

    test('with a name and a number, which is known as an alias once it is proven', async () => {
      const [{ username }, phone] = [someone(), newPhone()]
      const { algorithm: _, ...silent } = asApp({ username, phone, account_creation_token: await token(app) })
      expect((await create(silent)).body).toMatchObject({ username, phone, passwords: [{ algorithm: 'SHA-256' }] })
      expect((await infoByPhone(phone)).status).toBe(404)
      await app.api.post(`/api/accounts/${username}@sip.example.org/activate/phone`, { code: await pinTo(phone) })
      expect((await infoByPhone(phone)).body).toEqual({ activated: true, realm: 'sip.example.org', phone: true })
      const taken = await create(asApp({ username: someone().username, phone, account_creation_token: await token(app) }))
      expect(taken.body).toMatchObject({ code: 'phone_in_use', errors: { phone: [expect.any(String)] } })
    })

    test.each<[string, () => object, string[]]>([
      ['neither address', () => ({ username: someone().username }), ['email', 'phone']],
      ['a name that is a number, and no proof of it', () => ({ username: newPhone(), email: newAddress() }), ['username']],
      ['a name that is another number', () => ({ username: newPhone(), phone: newPhone() }), ['username']],
      ['a number that gets no SMS', () => ({ phone: '+33890123456' }), ['phone']],
      ['a name in upper case', () => ({ username: 'Dave.Example', email: newAddress() }), ['username']],
      ['a common password', () => ({ password: 'password1', phone: newPhone() }), ['password']],
      ['a domain of others', () => ({ domain: 'evil.example', phone: newPhone() }), ['domain']],
    ])('are told the field with %s, and the token stays good', async (_, fault, fields) => {
      const account_creation_token = await token(app)
      const refused = await create(asApp({ account_creation_token, ...fault() }))
      expect([refused.status, Object.keys(refused.body.errors)]).toEqual([422, fields])
      expect((await create(asApp({ account_creation_token, phone: newPhone() }))).status).toBe(200)
    })

    test('make one account with a token, however many come at once, and drop one that is not good', async () => {
      const account_creation_token = await token(app)
      const all = await Promise.all(Array.from({ length: 6 }, () => create(asApp({ account_creation_token, phone: newPhone() }))))
      expect(all.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422])
      const refused = all.find(({ status }) => status === 422)!
      expect(refused.body.code).toBe('invalid_token')
      expect('errors' in refused.body).toBe(false)
    })
  })

  describe('log in by phone', () => {
    test('with the hash of the password, and the owner is told', async () => {
      const [phone, email] = [newPhone(), newAddress()]
      const bob = await app.make.user({ phone, email })
      expect((await ask(phone)).body).toEqual({})
      expect((await app.outbox.last('sms', phone)).text).toContain('validation code')
      const pin = await pinTo(phone)
      for (const code of wrongPins(pin, 2)) expect((await recover(`${phone}@sip.example.org`, code)).body.code).toBe('wrong_code')
      const answer = await recover(`${phone}@sip.example.org`, pin)
      expect(answer.body).toMatchObject({ username: bob.username, phone, passwords: [{ algorithm: 'MD5', password: ha1('md5', bob) }] })
      expect(answer.header('cache-control')).toBe('no-store')
      expect(await actions(bob.id)).toEqual(['createAccount', 'recoverAccount'])
      expect((await app.outbox.to(email)).map(({ subject }) => subject)).toEqual(['A device has logged in to your account by phone'])
      expect((await app.api.get('/api/accounts/me', { as: bob })).text).not.toContain(ha1('md5', bob))
    })

    test('by the real name as well, and get every algorithm; a clear text is hashed', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const both = { md5: ha1('md5', bob), sha: ha1('sha256', bob) }
      const passwords = [
        { algorithm: 'MD5', password: both.md5 },
        { algorithm: 'SHA-256', password: both.sha },
      ]
      await app.make.storePassword(bob, 'SHA-256')
      await ask(bob.record.phone!)
      const sip = `${bob.username}@sip.example.org`
      expect((await recover(`sip:${sip}`, await pinTo(bob.record.phone!))).body.passwords).toEqual(passwords)
      await app.deps.db.prisma.password.deleteMany({ where: { accountId: bob.id } })
      await app.make.storePassword(bob, 'CLRTXT')
      app.clock.advance(REPEAT_SECONDS)
      await ask(bob.record.phone!)
      const clear = await recover(sip, await pinTo(bob.record.phone!))
      expect(clear.body.passwords).toEqual(passwords)
      expect(clear.text).not.toContain(bob.password)
    })

    test('are told three times by one token that a number has no account, and the token is used by nothing else', async () => {
      const account_creation_token = await token(app)
      const post = (phone: string) => app.api.post(RECOVER, { phone, account_creation_token })
      const bob = await app.make.user({ phone: newPhone() })
      for (let n = 0; n < 3; n++) expect((await post(newPhone())).body.code).toBe('not_found')
      const refused = await post(bob.record.phone!)
      expect([refused.status, refused.body.code, 'errors' in refused.body]).toEqual([422, 'invalid_token', false])
      expect(await app.outbox.to(bob.record.phone!)).toEqual([])
      expect((await app.api.post(RECOVER, { phone: '0612', account_creation_token })).body.errors).toHaveProperty('phone')
    })

    test('may send the same again, and get no second SMS; a token is for one number', async () => {
      const [bob, erin] = [await app.make.user({ phone: newPhone() }), await app.make.user({ phone: newPhone() })]
      const account_creation_token = await token(app)
      const post = (phone: string) => app.api.post(RECOVER, { phone, account_creation_token })
      const parallel = await Promise.all([1, 2, 3, 4, 5].map(() => post(bob.record.phone!)))
      expect(parallel.map(({ status }) => status)).toEqual(Array(5).fill(200))
      app.clock.advance(REPEAT_SECONDS - 1)
      expect((await post(bob.record.phone!)).status).toBe(200)
      expect(await app.outbox.to(bob.record.phone!)).toHaveLength(1)
      expect((await post(erin.record.phone!)).body.code).toBe('invalid_token')
      app.clock.advance(1)
      expect((await post(bob.record.phone!)).body.code).toBe('invalid_token')
      expect(await app.outbox.to(erin.record.phone!)).toEqual([])
    })

    test('keep a PIN that was sent a moment ago, and log in no account of the device’s four', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const device = newDevice()
      for (let n = 0; n < 5; n++)
        expect((await app.api.post(RECOVER, { phone: bob.record.phone, account_creation_token: await token(app, device) })).status).toBe(
          200,
        )
      expect(await app.outbox.to(bob.record.phone!)).toHaveLength(1)
      expect((await recover(`${bob.username}@sip.example.org`, await pinTo(bob.record.phone!))).status).toBe(200)
    })

    test('get a PIN of their form in the place of one that pages take, which get one of theirs', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const phone = bob.record.phone!
      const onPage = () => startRecovery(app.deps, { phone }, CLIENT)
      const lengths = async () => (await app.outbox.to(phone)).map(({ data }) => data.code!.length)
      await ask(phone)
      for (let n = 0; n < 2; n++) await onPage()
      expect(await lengths()).toEqual([4, 6])
      for (let n = 0; n < 2; n++) await ask(phone)
      expect(await lengths()).toEqual([4, 6, 4])
      expect((await recover(`${bob.username}@sip.example.org`, await pinTo(phone))).status).toBe(200)
    })

    test('may lose the answer: the same from there is answered alike, until the password is another one', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const sip = `${bob.record.phone}@sip.example.org`
      await ask(bob.record.phone!)
      const pin = await pinTo(bob.record.phone!)
      const first = await recover(sip, pin)
      expect((await recover(sip, pin)).body).toEqual(first.body)
      expect((await recover(sip, pin, ELSEWHERE)).body.code).toBe('wrong_code')
      expect((await actions(bob.id)).filter((action) => action === 'recoverAccount')).toHaveLength(1)
      const change = { algorithm: 'MD5', password: 'another-pass-7', old_password: bob.password }
      expect((await app.api.post('/api/accounts/me/password', change, { as: bob })).status).toBe(200)
      expect((await recover(sip, pin)).body.code).toBe('wrong_code')
      expect((await ask(bob.record.phone!)).status).toBe(200)
      app.clock.advance(REPEAT_SECONDS)
      expect((await recover(sip, pin)).status).not.toBe(200)
    })

    test('are not found by who guesses at the PIN that was used', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const sip = `${bob.username}@sip.example.org`
      await ask(bob.record.phone!)
      const pin = await pinTo(bob.record.phone!)
      await recover(sip, pin)
      const guesses = await Promise.all(wrongPins(pin, 12).map((code) => recover(sip, code)))
      expect(guesses.filter(({ body }) => body.code === 'wrong_code')).toHaveLength(5)
      expect(guesses.filter(({ body }) => body.code === 'too_many_tries')).toHaveLength(7)
      expect((await recover(sip, pin)).status).toBe(429)
    })

    test('have three tries of a PIN, however many come at once, and strangers take none of them', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      const sip = `${bob.username}@sip.example.org`
      await ask(bob.record.phone!)
      const pin = await pinTo(bob.record.phone!)
      const strangers = await Promise.all(wrongPins(pin, 10).map((code) => recover(sip, code, ELSEWHERE)))
      expect(strangers.filter(({ status }) => status === 404)).toHaveLength(3)
      const own = await Promise.all(wrongPins(pin, 10).map((code) => recover(sip, code)))
      expect(own.filter(({ status }) => status === 404)).toHaveLength(3)
      expect(own.filter(({ status }) => status === 429)).toHaveLength(7)
      expect((await recover(sip, pin)).body.code).toBe('too_many_tries')
    })

    test('use a PIN once when it comes several times at once', async () => {
      const bob = await app.make.user({ phone: newPhone() })
      await ask(bob.record.phone!)
      const pin = await pinTo(bob.record.phone!)
      const all = await Promise.all([1, 2, 3].map(() => recover(`${bob.username}@sip.example.org`, pin)))
      for (const { status } of all) expect([200, 404]).toContain(status)
      expect(all.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
      expect((await actions(bob.id)).filter((action) => action === 'recoverAccount')).toHaveLength(1)
    })

    test('are refused a code that has expired, one that went by mail, and an account that an administrator closed', async () => {
      const [phone, alice] = [newPhone(), await app.make.admin()]
      const bob = await app.make.user({ phone, email: newAddress() })
      const sip = `${bob.username}@sip.example.org`
      await ask(phone)
      app.clock.advance(app.config.codeTtl)
      const expired = await recover(sip, await pinTo(phone))
      expect([expired.status, expired.body.code]).toEqual([403, 'code_expired'])
      const code = await app.deps.db.prisma.code.findFirstOrThrow({ where: { accountId: bob.id } })
      expect(code.channel).toBe('recovery')
      await ask(phone)
      await app.deps.db.prisma.code.updateMany({ where: { accountId: bob.id }, data: { target: bob.record.email! } })
      expect((await recover(sip, await pinTo(phone))).body.code).toBe('wrong_code')
      await app.deps.db.prisma.code.updateMany({ where: { accountId: bob.id }, data: { target: phone } })
      await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { phone: newPhone() } })
      expect((await recover(sip, await pinTo(phone))).body.code).toBe('wrong_code')
      await app.deps.db.prisma.account.update({ where: { id: bob.id }, data: { phone } })
      await app.api.post(`/api/accounts/${bob.id}/deactivate`, undefined, { as: alice })
      expect((await ask(phone)).status).toBe(404)
      expect((await recover(sip, await pinTo(phone))).status).toBe(404)
      for (const nobody of ['nobody.here@sip.example.org', `${newPhone()}@sip.example.org`, `${phone}@other.example.org`, 'nobody', '%2Fx'])
        expect((await recover(nobody, '4821')).body.code).toBe('wrong_code')
    })

    test('activate an account that an administrator made, with its password', async () => {
      const carol = await app.make.unconfirmed({ phone: newPhone() })
      await ask(carol.record.phone!)
      const answer = await recover(`${carol.record.phone}@sip.example.org`, await pinTo(carol.record.phone!))
      expect(answer.body).toMatchObject({ activated: true, passwords: [{ algorithm: 'SHA-256', password: ha1('sha256', carol) }] })
      expect(await actions(carol.id)).toEqual(['createAccount', 'activateAccount', 'recoverAccount'])
      expect(await account(carol.id)).toMatchObject({ confirmationKey: null })
    })

    test('activate one that waits by its number, but whoever signed it up keeps no password', async () => {
      const phone = newPhone()
      const mallory = await create(asApp({ phone, account_creation_token: await token(app) }))
      const guessed = personOf(mallory, { password: 'd4ve-secret', algorithm: 'MD5' })
      app.clock.advance(REPEAT_SECONDS)
      expect((await ask(phone)).status).toBe(200)
      const answer = await recover(`${phone}@sip.example.org`, await pinTo(phone))
      expect(answer.body).toMatchObject({ username: phone, phone, activated: true, passwords: [{ algorithm: 'MD5' }] })
      const [{ password }] = answer.body.passwords
      expect(password).not.toBe(ha1('md5', guessed))
      expect((await account(guessed.id)).passwords.map((row) => row.password)).toEqual([password])
      expect((await app.api.get('/api/accounts/me', { as: guessed })).status).toBe(401)
      expect((await recover(`${phone}@sip.example.org`, await pinTo(phone))).body).toEqual(answer.body)
    })
  })

  test('link a phone number to an account that has none', async () => {
    const [bob, phone] = [await app.make.user(), newPhone()]
    expect((await infoByPhone(phone)).status).toBe(404)
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
    expect((await app.api.post('/api/accounts/me/phone', { code: await pinTo(phone) }, { as: bob })).body).toMatchObject({ phone })
    expect((await infoByPhone(phone)).body).toMatchObject({ phone: true })
    expect((await infoByPhone('nonsense')).status).toBe(404)
  })
})

describeApp('apps up to 5.3, by default', () => {
  const app = useApp()

  test('are not served, whatever they send, and nothing is looked at', async () => {
    const bob = await app.make.user({ phone: newPhone() })
    const account_creation_token = await token(app)
    const answers = [
      await app.api.post(PUBLIC, { phone: newPhone(), password: 'd4ve-secret', account_creation_token }),
      await app.api.raw('POST', PUBLIC, { body: '{' }),
      await app.api.post(RECOVER, { phone: bob.record.phone, account_creation_token }),
      await app.api.get(`/api/accounts/${bob.record.phone}/info-by-phone`),
      await app.api.get(`/api/accounts/${bob.username}@sip.example.org/recover/4821`),
    ]
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(5).fill([404, 'not_enabled']))
    expect(await app.outbox.to(bob.record.phone!)).toEqual([])
    expect(await app.deps.db.prisma.account.count()).toBe(1)
    expect((await app.api.get(`/api/accounts/${bob.username}@sip.example.org/info`)).status).toBe(200)
  })
})
