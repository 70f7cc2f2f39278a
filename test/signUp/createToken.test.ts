import { gone } from '../../src/delivery/push/attempt.js'
import { looseIdentity } from '../../src/delivery/push/identity.js'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { newDevice, receiveToken, signUp } from '../support/signUp.js'
import { useForEach } from '../support/use.js'

const TOKENS = '/api/tokens'
const APPLE = '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78'
const KEYS = `p256dh=B${'a'.repeat(86)}&auth=${'b'.repeat(22)}`

describeApp('sign-up tokens', () => {
  const app = useApp()

  const nameOf = (device: ReturnType<typeof newDevice>) => `${device.pn_provider} ${device.pn_param} ${device.pn_prid}`
  const ask = (device: object) => app.api.post(TOKENS, device)

  test('reach the device that asks, 13 letters and digits long', async () => {
    const device = newDevice()
    const response = await ask(device)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({})
    const sent = await app.outbox.to(nameOf(device))
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ channel: 'push', created_at: '2026-11-24T12:00:00.000Z' })
    expect(sent[0]!.data.token).toMatch(/^[A-Za-z0-9]{13}$/)
    expect(JSON.parse(sent[0]!.text)).toEqual({ token: sent[0]!.data.token })
  })

  test.each([
    ['fcm', 'linphone-android', 'fZx1:APA91bH-_qk9.Zt~8'],
    ['apns', 'ABCD1234EF.org.linphone.phone.remote&voip', '00fc13adff78512:remote&5a3e:voip'],
    ['apns.dev', 'ABCD1234EF.org.linphone.phone', '00fc13adff78512'],
    ['webpush', 'p256dh=BNcRdreALRFX-_k=&auth=tBHItJI5svb', 'https://push.example.org/wpush/v2/gAAA%2FB?x=1#a'],
  ])('reach devices of %s', async (pn_provider, pn_param, pn_prid) => {
    const response = await ask({ pn_provider, pn_param, pn_prid })
    expect(response.status).toBe(200)
    expect(await app.outbox.to(`${pn_provider} ${pn_param} ${pn_prid}`)).toHaveLength(1)
  })

  test('are not sent while the device has an unused one, until that expires', async () => {
    const device = newDevice()
    expect((await ask(device)).status).toBe(200)
    app.clock.advance(app.config.tokenTtl - 1)
    const refused = await ask(device)
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('token_already_sent')
    app.clock.advance(1)
    expect((await ask(device)).status).toBe(200)
    expect(await app.outbox.to(nameOf(device))).toHaveLength(2)
  })

  test('are sent again once the first was used', async () => {
    const device = newDevice()
    await signUp(app, { token: await receiveToken(app, device) })
    expect((await ask(device)).status).toBe(200)
  })

  test('make only so many accounts for each device; those that got lost do not count', async () => {
    const device = newDevice()
    for (let n = 0; n <= app.config.tokensPerDevice; n++) {
      expect((await ask(device)).status).toBe(200)
      app.clock.advance(app.config.tokenTtl)
    }
    for (let n = 1; n <= app.config.tokensPerDevice; n++) await signUp(app, { token: await receiveToken(app, device) })
    const refused = await ask(device)
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('token_limit_reached')
    expect((await ask(newDevice())).status).toBe(200)
  })

  test('are sent ten times a day while nobody uses them', async () => {
    const device = newDevice()
    for (let n = 1; n <= 10; n++) {
      expect((await ask(device)).status).toBe(200)
      app.clock.advance(app.config.tokenTtl)
    }
    for (let n = 0; n < 3; n++) {
      const refused = await ask(device)
      expect(refused.status).toBe(429)
      expect(refused.body.code).toBe('rate_limited')
      expect(refused.header('retry-after')).toBe(String(14 * 3600))
    }
    expect(await app.outbox.to(nameOf(device))).toHaveLength(10)
    app.clock.advance(14 * 3600)
    expect((await ask(device)).status).toBe(200)
  })

  test.each([
    ['another project number', 'fcm', 'project-1', 'fZx1:APA91bH', '999999999999', 'fZx1:APA91bH'],
    ['upper case', 'apns', 'ABCD1234EF.org.example.phone', APPLE, 'ABCD1234EF.org.example.phone', APPLE.toUpperCase()],
    ['the sandbox', 'apns.dev', 'ABCD1234EF.org.example.phone', APPLE, 'org.example.phone', APPLE],
    [
      'a second token',
      'apns',
      'ABCD1234EF.org.example.phone',
      APPLE,
      'org.example.phone.voip&remote',
      `${'1'.repeat(64)}:voip&${APPLE}:remote`,
    ],
    ['another order', 'webpush', KEYS, 'https://push.example.org/a', `x=1&${KEYS}=`, 'https://push.example.org/a#1'],
  ])('are counted for the device, not for how it is written: %s', async (_, provider, param, prid, otherParam, otherPrid) => {
    const own = unique()
    const name = (text: string) =>
      provider === 'webpush' || provider === 'fcm' ? text.replace(/APA91bH|org\/a/, (found) => `${found}${own}`) : text
    expect((await ask({ pn_provider: provider, pn_param: param, pn_prid: name(prid) })).status).toBe(200)
    const again = await ask({ pn_provider: 'apns.dev' === provider ? 'apns' : provider, pn_param: otherParam, pn_prid: name(otherPrid) })
    expect(again.body).toMatchObject({ code: 'token_already_sent' })
    app.clock.advance(app.config.tokenTtl)
  })

  test('are counted apart for each device', async () => {
    const device = newDevice()
    expect((await ask(device)).status).toBe(200)
    expect((await ask({ ...device, pn_provider: 'webpush' })).status).toBe(200)
    expect((await ask({ ...device, pn_prid: unique() })).status).toBe(200)
  })

  test('are sent once to a device that asks twenty times at once', async () => {
    const device = newDevice()
    const responses = await Promise.all(Array.from({ length: 20 }, () => ask(device)))
    expect(responses.filter((r) => r.status === 200)).toHaveLength(1)
    expect(responses.filter((r) => r.status === 403 && r.body.code === 'token_already_sent')).toHaveLength(19)
    expect(await app.outbox.to(nameOf(device))).toHaveLength(1)
  })

  test('are stored in a form that tells nothing of them, nor of the device', async () => {
    const device = newDevice()
    const token = await receiveToken(app, device)
    const stored = JSON.stringify([await app.deps.db.prisma.token.findMany(), await app.deps.db.prisma.pushDevice.findMany()])
    expect(stored).not.toContain(token)
    expect(stored).not.toContain(device.pn_prid)
  })

  test.each([
    ['an unknown provider', { pn_provider: 'gcm' }, 'pn_provider', /fcm/],
    ['no provider', { pn_provider: undefined }, 'pn_provider', /required/],
    ['no parameter', { pn_param: undefined }, 'pn_param', /required/],
    ['an empty parameter', { pn_param: '' }, 'pn_param', /1 to 4096/],
    ['an id with spaces', { pn_prid: 'two words' }, 'pn_prid', /no spaces/],
    ['an id with a line break', { pn_prid: 'one\ntwo' }, 'pn_prid', /no spaces/],
    ['an id beyond 4096 characters', { pn_prid: 'x'.repeat(4097) }, 'pn_prid', /4096/],
    ['an id that is a number', { pn_prid: 7 }, 'pn_prid', /letters, digits/],
  ])('are refused for %s', async (_, fault, field, text) => {
    const response = await ask({ ...newDevice(), ...fault })
    expect(response.status).toBe(422)
    expect(response.body.code).toBe('validation_failed')
    expect(Object.keys(response.body.errors)).toEqual([field])
    expect(response.body.errors[field]).toEqual([expect.stringMatching(text)])
  })
})

describeApp('sign-up tokens that cannot be pushed', () => {
  let fault: Error | undefined
  let sent: string[] = []
  beforeEach(() => {
    sent = []
  })
  const send = async (_: unknown, token: string): Promise<void> => {
    if (fault) throw fault
    sent.push(token)
  }
  const app = useApp({ replaced: { push: { identify: looseIdentity, send } } }, useForEach)

  test('leave nothing behind and count for nothing, so that a retry works', async () => {
    const device = newDevice()
    fault = new Error('connect ECONNREFUSED 10.0.0.1:443 key=s3cret')
    for (let n = 0; n <= app.config.tokensPerDevice; n++) {
      const response = await app.api.post(TOKENS, device)
      expect(response.status).toBe(503)
      expect(response.body.code).toBe('token_not_sent')
      expect(response.text).not.toContain('s3cret')
    }
    expect(await app.deps.db.prisma.token.count()).toBe(0)
    expect(await app.deps.db.prisma.pushDevice.count()).toBe(0)
    fault = undefined
    for (let n = 1; n <= app.config.tokensPerDevice; n++) {
      expect((await app.api.post(TOKENS, device)).status).toBe(200)
      app.clock.advance(app.config.tokenTtl)
    }
    expect(sent).toHaveLength(app.config.tokensPerDevice)
  })

  test('because the device is gone say so', async () => {
    fault = gone(new Error('unregistered'))
    const response = await app.api.post(TOKENS, newDevice())
    expect(response.status).toBe(503)
    expect(response.body.code).toBe('device_gone')
    expect(await app.deps.db.prisma.token.count()).toBe(0)
  })
})
