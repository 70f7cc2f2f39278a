// runs once: no database is in it
import { babblingServer, closedPort, rudeServer, silentServer } from '../support/brokenServers.js'
import { KINDS, message, ovhUrl, smsFault, TIMEOUT, twilioUrl, useSmsGateways } from '../support/sms.js'
import { MISBEHAVIOURS, reply } from '../support/smsServer.js'
import { testCertificate } from '../support/tls.js'
import { useClosing } from '../support/use.js'

const { far, generic, ovh, twilio, genericUrl, urls, sender } = useSmsGateways()
const closing = useClosing()

describe('a far end that does not do what it should', () => {
  test.each(KINDS.flatMap((kind) => Object.keys(MISBEHAVIOURS).map((how) => [kind, how] as const)))(
    '%s %s: an error in time that may pass',
    async (kind, how) => {
      far[kind].answer = MISBEHAVIOURS[how]
      const began = performance.now()
      const error = await smsFault(sender([urls[kind]()]).send(message()))
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
    const server = closing(await start(), (one) => one.close())
    const base = `https://127.0.0.1:${server.port}`
    for (const url of [genericUrl(server.port), ovhUrl(), twilioUrl()]) {
      const sms = sender([url], { base: { ovh: `${base}/1.0`, twilio: base } })
      for (const error of [await smsFault(sms.send(message())), await smsFault(sms.check())]) {
        expect(error.message).toMatch(new RegExp(`^127\\.0\\.0\\.1:${server.port}: \\S`))
        expect(error.permanent).toBe(false)
      }
    }
  })

  test('one with a certificate that nobody vouches for is told no secret', async () => {
    const { cert } = await testCertificate()
    for (const kind of KINDS)
      expect((await smsFault(sender([urls[kind]()], { ca: cert }).send(message()))).message).toMatch(/self.signed|certificate/i)
    expect([...generic.requests, ...ovh.requests, ...twilio.requests]).toEqual([])
  })

  test('a send that is given up ends at once', async () => {
    generic.answer = MISBEHAVIOURS.hangs
    const stop = new AbortController()
    const sending = smsFault(sender([genericUrl(), twilioUrl()], { timeout: 10_000 }).send(message(), stop.signal))
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
    const error = await smsFault(sender([genericUrl(), twilioUrl()]).send(message()))
    expect(error.permanent).toBe(true)
    expect(error.message).toMatch(/answered 422 no such number; .*answered 400 21211 invalid/)
    twilio.answer = reply(500)
    expect((await smsFault(sender([genericUrl(), twilioUrl()]).send(message()))).permanent).toBe(false)
  })

  test('the check tells which is out of order', async () => {
    const port = await closedPort()
    const error = await smsFault(sender([genericUrl(), genericUrl(port)]).check())
    expect(error.message).toMatch(
      new RegExp(`^127\\.0\\.0\\.1:${generic.port} answers \\(requests are signed\\); 127\\.0\\.0\\.1:${port}: connect ECONNREFUSED`),
    )
  })
})
