// runs once: no database is in it
import { renderMessage } from '../../src/delivery/mail/render.js'
import type { DeliveryError, RemoteSender, RenderedMessage } from '../../src/delivery/messages.js'
import { type SmsOptions, smsSender } from '../../src/delivery/sms/sms.js'
import { countryOf, isAllowedCountry, parseCountries } from '../../src/domain/phoneCountry.js'
import { babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { Clock } from '../support/clock.js'
import { MISBEHAVIOURS, type OvhKeys, reply, startGenericGateway, startOvh, startTwilio, type TestGateway } from '../support/smsServer.js'
import { type TestCertificate, testCertificate } from '../support/tls.js'

const TIMEOUT = 400
const secret = 'gateway-s3cret/+'
const ovhKeys: OvhKeys = { key: 'AppKey7kbG7Bk7S9Nt7', secret: 'AppSecretb9AM2Hx1', consumer: 'ConsumerMtSwV1u4', service: 'sms-ab12345-1' }
const ovhUrl = (query = '') => `ovh://${ovhKeys.key}:${ovhKeys.secret}@eu/${ovhKeys.consumer}/${ovhKeys.service}${query}`
const twilioUrl = (query = '?from=+15005550006', token = 'tw1lio-t0ken') => `twilio://AC0123456789abcdef:${token}@default${query}`

let certificate: TestCertificate
let clock: Clock
/** OVH's own */
let ovhClock: Clock
let generic: TestGateway
let ovh: TestGateway
let twilio: TestGateway
const closing: { close(): Promise<void> }[] = []

beforeAll(async () => {
  certificate = testCertificate()
})
beforeEach(async () => {
  clock = new Clock()
  ovhClock = new Clock()
  generic = await startGenericGateway(certificate, secret, clock.now)
  ovh = await startOvh(certificate, ovhKeys, ovhClock)
  twilio = await startTwilio(certificate, 'AC0123456789abcdef', 'tw1lio-t0ken')
  closing.push(generic, ovh, twilio)
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((one) => one.close()))
})

const genericUrl = (port = generic.port, path = '/send?key=p4th-secret') =>
  `https://:${encodeURIComponent(secret)}@127.0.0.1:${port}${path}`
const urls = { generic: () => genericUrl(), ovh: () => ovhUrl(), twilio: () => twilioUrl() }
const far = { generic: () => generic, ovh: () => ovh, twilio: () => twilio }
const KINDS = ['generic', 'ovh', 'twilio'] as const

const sender = (list: string[], more: Partial<SmsOptions> = {}): RemoteSender =>
  smsSender({
    urls: list,
    timeout: TIMEOUT,
    base: { ovh: `${ovh.origin}/1.0`, twilio: twilio.origin },
    ca: certificate.cert,
    now: clock.now,
    ...more,
  })

const message = (more: Partial<RenderedMessage> = {}): RenderedMessage => ({
  ...renderMessage({
    id: 'm7.42',
    channel: 'sms',
    kind: 'phoneChange',
    language: 'en',
    to: '+33612345678',
    secondsLeft: 600,
    data: { username: 'bobby', domain: 'sip.example.org', code: '0042' },
  }),
  ...more,
})
const TEXT = 'Your confirmation code for sip.example.org is 0042'

async function fault(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => undefined,
    (e: DeliveryError) => e,
  )
  if (!error) throw new Error('it was sent')
  expect(error.message).not.toMatch(/s3cret|p4th|AppKey|AppSecret|Consumer|tw1lio|0042/)
  expect(error.message.length).toBeLessThan(1_000)
  return error
}

test.each(KINDS)('%s: sends with a signature or password that is right', async (kind) => {
  await sender([urls[kind]()]).send(message())
  expect(far[kind]().sent).toEqual([expect.objectContaining({ to: '+33612345678', text: TEXT })])
  expect(await sender([urls[kind]()]).check()).toMatch(/^127\.0\.0\.1:\d+ answers/)
})

test('generic: the body is to, text and id, and the path is as configured', async () => {
  await sender([genericUrl()]).send(message())
  expect(generic.requests[0]).toMatchObject({
    method: 'POST',
    target: '/send?key=p4th-secret',
    body: JSON.stringify({ to: '+33612345678', text: TEXT, id: 'm7.42' }),
  })
  expect(generic.requests[0]!.headers).toMatchObject({ 'x-timestamp': String(clock.now() / 1000) })
  expect(generic.requests[0]!.headers.authorization).toBeUndefined()
})

test('generic: a wrong secret is a fault of ours, not of the message', async () => {
  const error = await fault(sender([genericUrl().replace('s3cret', 'wrong')]).send(message()))
  expect(error).toMatchObject({ permanent: false })
  expect(error.message).toContain('answered 401')
})

test.each([
  [400, true],
  [422, true],
  [410, true],
  [401, false],
  [403, false],
  [404, false],
  [429, false],
  [500, false],
  [302, false],
])('generic: %i is for good: %s', async (status, permanent) => {
  generic.answer = reply(status, `no: ${TEXT}`)
  expect((await fault(sender([genericUrl()]).send(message()))).permanent).toBe(permanent)
})

test('ovh: the job says how long it is good for, who sends, and what is not ASCII in ASCII', async () => {
  await sender([ovhUrl('?sender=Exemple')]).send(message({ text: 'Voilà : 0042 €', validSeconds: 599 }))
  expect(ovh.sent).toEqual([
    {
      to: '+33612345678',
      text: 'Voilà : 0042 €',
      more: {
        charset: 'UTF-8',
        coding: '7bit',
        priority: 'high',
        noStopClause: true,
        validityPeriod: 9,
        sender: 'Exemple',
        senderForResponse: false,
      },
    },
  ])
  expect(ovh.requests.at(-1)!.body).toMatch(/^[\x20-\x7e]+$/)
  await sender([ovhUrl()]).send(message())
  expect(ovh.sent[1]!.more).toMatchObject({ senderForResponse: true })
  expect(ovh.sent[1]!.more).not.toHaveProperty('sender')
})

test.each([-90_000, 90_000])('ovh: a clock that is %i seconds off does no harm, and its clock is asked once an hour', async (seconds) => {
  ovhClock.advance(seconds)
  const sms = sender([ovhUrl()])
  await sms.send(message())
  await sms.send(message())
  const asked = () => ovh.requests.filter((r) => r.target === '/1.0/auth/time').length
  expect(asked()).toBe(1)
  for (const c of [clock, ovhClock]) c.advance(3_601)
  await sms.send(message())
  expect(asked()).toBe(2)
  clock.advance(120) // ours is set right in between: refused once, and asked again
  await fault(sms.send(message()))
  await sms.send(message())
  expect(ovh.sent.length).toBe(4)
})

test('ovh: a number that it does not send to is refused for good', async () => {
  ovh.answer = reply(200, { invalidReceivers: ['+33612345678'], validReceivers: [], ids: [] })
  expect((await fault(sender([ovhUrl()]).send(message()))).permanent).toBe(true)
  ovh.answer = reply(200, {})
  expect((await fault(sender([ovhUrl()]).send(message()))).permanent).toBe(false)
})

test.each([
  ['wrong application', () => ovhUrl().replace(ovhKeys.key, 'other')],
  ['wrong secret', () => ovhUrl().replace(ovhKeys.secret, 'other')],
  ['wrong consumer', () => ovhUrl().replace(ovhKeys.consumer, 'other')],
  ['unknown service', () => ovhUrl().replace(ovhKeys.service, 'other')],
])('ovh: %s is told, and may be mended', async (_title, url) => {
  for (const error of [await fault(sender([url()]).send(message())), await fault(sender([url()]).check())]) {
    expect(error.permanent).toBe(false)
    expect(error.message).toMatch(/answered 40[034] \w/)
  }
})

test('twilio: from a number or through a messaging service, for as long as the code is good', async () => {
  await sender([twilioUrl()]).send(message())
  await sender([twilioUrl('?service=MG0123')]).send(message({ validSeconds: 100_000 }))
  expect(twilio.sent.map(({ more }) => more)).toEqual([
    { From: '+15005550006', ValidityPeriod: '600' },
    { MessagingServiceSid: 'MG0123', ValidityPeriod: '36000' },
  ])
})

test.each([
  [21211, true],
  [21610, true],
  [21606, false],
  [20003, false],
])('twilio: code %i is for good: %s', async (code, permanent) => {
  twilio.answer = reply(400, { code, message: "The 'To' number is not a valid phone number." })
  const error = await fault(sender([twilioUrl()]).send(message()))
  expect(error.permanent).toBe(permanent)
  expect(error.message).toContain(`answered 400 ${code} The 'To' number`)
})

test('twilio: a message that failed at once is not sent', async () => {
  twilio.answer = reply(201, { sid: 'SM1', status: 'failed' })
  expect((await fault(sender([twilioUrl()]).send(message()))).permanent).toBe(false)
})

test('twilio: a wrong token is told', async () => {
  const wrong = sender([twilioUrl(undefined, 'tw1lio-wrong')])
  expect((await fault(wrong.send(message()))).message).toContain('answered 401 20003')
  expect((await fault(wrong.check())).message).toContain('wrong')
})

describe('a far end that does not do what it should', () => {
  test.each(KINDS.flatMap((kind) => Object.keys(MISBEHAVIOURS).map((how) => [kind, how] as const)))(
    '%s %s: an error in time that may pass',
    async (kind, how) => {
      far[kind]().answer = MISBEHAVIOURS[how]
      const began = performance.now()
      const error = await fault(sender([urls[kind]()]).send(message()))
      expect(performance.now() - began).toBeLessThan(2 * TIMEOUT + 600)
      expect(error.permanent).toBe(false)
      expect(error.message).toMatch(/^127\.0\.0\.1:\d+: \S/)
      if (how === 'answers 429') expect(error.retryAfter).toBe(30)
      if (how === 'redirects') expect(error.message).toContain('answered 307')
    },
  )

  test.each([
    ['is down', async () => ({ port: await closedPort(), close: async () => undefined })],
    ['never speaks', silentServer],
    ['ends every connection', rudeServer],
    ['speaks no TLS', babblingServer],
  ])('one that %s', async (_title, start) => {
    const server = await start()
    closing.push(server)
    const base = `https://127.0.0.1:${server.port}`
    for (const url of [genericUrl(server.port), ovhUrl(), twilioUrl()]) {
      const sms = sender([url], { base: { ovh: `${base}/1.0`, twilio: base } })
      for (const error of [await fault(sms.send(message())), await fault(sms.check())]) {
        expect(error.message).toMatch(new RegExp(`^127\\.0\\.0\\.1:${server.port}: \\S`))
        expect(error.permanent).toBe(false)
      }
    }
  })

  test('one with a certificate that nobody vouches for is told no secret', async () => {
    const { cert } = testCertificate()
    for (const kind of KINDS)
      expect((await fault(sender([urls[kind]()], { ca: cert }).send(message()))).message).toMatch(/self.signed|certificate/i)
    expect([...generic.requests, ...ovh.requests, ...twilio.requests]).toEqual([])
  })

  test('a send that is given up ends at once', async () => {
    generic.answer = MISBEHAVIOURS.hangs
    const stop = new AbortController()
    const sending = fault(sender([genericUrl(), twilioUrl()], { timeout: 10_000 }).send(message(), stop.signal))
    stop.abort(new Error('the service stops'))
    await sending
    expect(twilio.sent).toEqual([])
  })
})

describe('several gateways', () => {
  test('the first that takes the message is the last that is asked', async () => {
    await sender([genericUrl(), ovhUrl(), twilioUrl()]).send(message())
    expect([generic, ovh, twilio].map((g) => g.sent.length)).toEqual([1, 0, 0])
  })

  test('the next is asked when one fails, whatever it says', async () => {
    generic.answer = MISBEHAVIOURS.hangs
    ovh.answer = reply(200, { invalidReceivers: ['+33612345678'], validReceivers: [] })
    await sender([genericUrl(), ovhUrl(), twilioUrl()]).send(message())
    expect([generic, ovh, twilio].map((g) => g.sent.length)).toEqual([0, 0, 1])
  })

  test('together they refuse for good only if each does, and all reasons are told', async () => {
    generic.answer = reply(422, 'no such number')
    twilio.answer = reply(400, { code: 21211, message: 'invalid' })
    const error = await fault(sender([genericUrl(), twilioUrl()]).send(message()))
    expect(error.permanent).toBe(true)
    expect(error.message).toMatch(/answered 422 no such number; .*answered 400 21211 invalid/)
    twilio.answer = reply(500)
    expect((await fault(sender([genericUrl(), twilioUrl()]).send(message()))).permanent).toBe(false)
  })

  test('the check tells which is out of order', async () => {
    const port = await closedPort()
    const error = await fault(sender([genericUrl(), genericUrl(port)]).check())
    expect(error.message).toMatch(
      new RegExp(`^127\\.0\\.0\\.1:${generic.port} answers \\(requests are signed\\); 127\\.0\\.0\\.1:${port}: connect ECONNREFUSED`),
    )
  })
})

describe('countries', () => {
  test('SMS go to those that are listed and to no other', async () => {
    const sms = sender([genericUrl()], { countries: ['FR', 'BE'] })
    await sms.send(message())
    const error = await fault(sms.send(message({ to: '+14155552671' })))
    expect(error.permanent).toBe(true)
    expect(generic.sent.map((m) => m.to)).toEqual(['+33612345678'])
  })

  test.each([
    ['+33612345678', 'FR'],
    ['+14155552671', 'US'],
    ['+14165550123', 'CA'],
    ['+881612345678', undefined],
  ])('%s belongs to %s', (phone, country) => {
    expect(countryOf(phone)).toBe(country)
    expect(isAllowedCountry(phone, ['FR', 'US', 'CA'])).toBe(country !== undefined)
    expect(isAllowedCountry(phone, [])).toBe(true)
  })

  test('SMS_COUNTRIES is a list of countries', () => {
    expect(parseCountries('fr, BE,,fr')).toEqual(['FR', 'BE'])
    expect(() => parseCountries('FR,XX,33')).toThrow('XX, 33')
  })
})

describe('SMS_URL', () => {
  test.each([
    [[], /one to 3/],
    [['http://gateway.example/sms'], /https/],
    [['ftp://gateway.example/'], /starts with/],
    [['https://'], /not a URL/],
    [['ovh://k3y:s3cret@mars/c/s'], /region/],
    [['ovh://k3y:s3cret@eu/consumer'], /expected ovh/],
    [['twilio://AC1:s3cret@default'], /expected twilio/],
    [['twilio://AC1:s3cret@default?from=+1&service=MG1'], /expected twilio/],
    [['https://:%zz@gateway.example/'], /percent/],
    [['https://a.example/', 'twilio://s3cret'], /^gateway 2: expected twilio/],
  ])('%j is refused without repeating it', (list, text) => {
    const make = () => smsSender({ urls: list })
    expect(make).toThrow(text)
    expect(make).not.toThrow(/s3cret/)
  })
})
