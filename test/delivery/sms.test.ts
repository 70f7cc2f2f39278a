// runs once: no database is in it
import { KINDS, message, ovhKeys, ovhUrl, smsFault, TEXT, twilioUrl, useSmsGateways } from '../support/sms.js'
import { reply } from '../support/smsServer.js'

const { clock, ovhClock, far, generic, ovh, twilio, genericUrl, urls, sender } = useSmsGateways()

test.each(KINDS)('%s: sends with a signature or password that is right', async (kind) => {
  await sender([urls[kind]()]).send(message())
  expect(far[kind].sent).toEqual([expect.objectContaining({ to: '+33612345678', text: TEXT })])
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
  const error = await smsFault(sender([genericUrl().replace('s3cret', 'wrong')]).send(message()))
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
  expect((await smsFault(sender([genericUrl()]).send(message()))).permanent).toBe(permanent)
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
  await smsFault(sms.send(message()))
  await sms.send(message())
  expect(ovh.sent.length).toBe(4)
})

test('ovh: a number that it does not send to is refused for good', async () => {
  ovh.answer = reply(200, { invalidReceivers: ['+33612345678'], validReceivers: [], ids: [] })
  expect((await smsFault(sender([ovhUrl()]).send(message()))).permanent).toBe(true)
  ovh.answer = reply(200, {})
  expect((await smsFault(sender([ovhUrl()]).send(message()))).permanent).toBe(false)
})

test.each([
  ['wrong application', () => ovhUrl().replace(ovhKeys.key, 'other')],
  ['wrong secret', () => ovhUrl().replace(ovhKeys.secret, 'other')],
  ['wrong consumer', () => ovhUrl().replace(ovhKeys.consumer, 'other')],
  ['unknown service', () => ovhUrl().replace(ovhKeys.service, 'other')],
])('ovh: %s is told, and may be mended', async (_title, url) => {
  for (const error of [await smsFault(sender([url()]).send(message())), await smsFault(sender([url()]).check())]) {
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
  const error = await smsFault(sender([twilioUrl()]).send(message()))
  expect(error.permanent).toBe(permanent)
  expect(error.message).toContain(`answered 400 ${code} The 'To' number`)
})

test('twilio: a message that failed at once is not sent', async () => {
  twilio.answer = reply(201, { sid: 'SM1', status: 'failed' })
  expect((await smsFault(sender([twilioUrl()]).send(message()))).permanent).toBe(false)
})

test('twilio: a wrong token is told', async () => {
  const wrong = sender([twilioUrl(undefined, 'tw1lio-wrong')])
  expect((await smsFault(wrong.send(message()))).message).toContain('answered 401 20003')
  expect((await smsFault(wrong.check())).message).toContain('wrong')
})
