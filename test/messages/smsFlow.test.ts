// runs once: it is about the far end, not about what is stored
import type { RemoteSender } from '../../src/delivery/messages.js'
import { smsSender } from '../../src/delivery/sms/sms.js'
import { createMessenger, type Messenger } from '../../src/services/messages/messenger.js'
import { useApp } from '../support/app.js'
import { newPhone, signUp } from '../support/signUp.js'
import { MISBEHAVIOURS, type OvhKeys, reply, startGenericGateway, startOvh, startTwilio, type TestGateway } from '../support/smsServer.js'
import { useCertificate } from '../support/tls.js'
import { useForAll } from '../support/use.js'

const ovhKeys: OvhKeys = { key: 'ak', secret: 'application-secret', consumer: 'ck', service: 'sms-ab12345-1' }
const URLS = (generic: TestGateway) => ({
  generic: `https://:gateway-secret@127.0.0.1:${generic.port}/sms`,
  ovh: 'ovh://ak:application-secret@eu/ck/sms-ab12345-1',
  twilio: 'twilio://AC01:twilio-token@default?from=+15005550006',
})

/** The flows that need an SMS, through the real service and gateways that check every signature. */
describe('by SMS', () => {
  const certificate = useCertificate()
  let messenger: Messenger | undefined
  // the service trusts its own authorities only, so its messenger is made here, over its own database
  const standIn: Messenger = {
    enqueue: (tx, message) => messenger!.enqueue(tx, message),
    dropped: () => undefined,
    deliver: () => messenger!.deliver(),
    drain: () => messenger!.drain(),
    start: () => undefined,
    stop: async () => undefined,
  }
  const app = useApp({ replaced: { messenger: standIn } })
  const gateways = useForAll(
    async () => ({
      generic: await startGenericGateway(certificate, 'gateway-secret', app.clock.now),
      ovh: await startOvh(certificate, ovhKeys, app.clock),
      twilio: await startTwilio(certificate, 'AC01', 'twilio-token'),
    }),
    (all) => Promise.all(Object.values(all).map((gateway) => gateway.close())),
  )
  afterEach(async () => {
    await messenger?.stop()
    messenger = undefined
    for (const gateway of Object.values(gateways)) gateway.answer = undefined
  })

  function sendThrough(...kinds: (keyof typeof gateways)[]): RemoteSender {
    const urls = kinds.map((kind) => URLS(gateways.generic)[kind])
    const base = { ovh: `${gateways.ovh.origin}/1.0`, twilio: gateways.twilio.origin }
    const sms = smsSender({ urls, base, ca: certificate.cert, now: app.clock.now, timeout: 1_000 })
    const { db, log, keys, clock, senders } = app.deps
    messenger = createMessenger({ db, log, now: clock.now, key: keys.messages, senders: { email: senders.messages.email, sms } })
    return sms
  }
  const pinTo = (gateway: TestGateway, phone: string): string =>
    /\b\d{4}\b/.exec(gateway.sent.filter(({ to }) => to === phone).at(-1)!.text)![0]

  test.each(['generic', 'ovh', 'twilio'] as const)('a phone number changes through %s', async (kind) => {
    sendThrough(kind)
    const phone = newPhone()
    const bob = await app.make.user()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
    await messenger!.drain()
    const changed = await app.api.post('/api/accounts/me/phone', { code: pinTo(gateways[kind], phone) }, { as: bob })
    expect(changed).toMatchObject({ status: 200, body: { phone } })
  })

  test('somebody signs up by phone, in French, through the second gateway of the list', async () => {
    sendThrough('ovh', 'twilio')
    gateways.ovh.answer = reply(402, { message: 'no credits left' })
    const phone = newPhone()
    const { person } = await signUp(app, { phone }, { 'accept-language': 'fr' })
    await messenger!.drain()
    const pin = pinTo(gateways.twilio, phone)
    expect(gateways.twilio.sent.at(-1)!.text).toBe(`Votre code de validation sip.example.org est ${pin}. Il est valable 10 minutes`)
    const activated = await app.api.post(`/api/accounts/${person.username}@sip.example.org/activate/phone`, { code: pin })
    expect(activated).toMatchObject({ status: 200, body: { activated: true, phone } })
  })

  test('a request is answered at once though the gateway hangs, and the PIN comes later', async () => {
    sendThrough('generic')
    gateways.generic.answer = MISBEHAVIOURS.hangs
    const phone = newPhone()
    const bob = await app.make.user()
    const began = performance.now()
    expect((await app.api.post('/api/accounts/me/phone/request', { phone }, { as: bob })).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(900)
    await messenger!.drain()
    gateways.generic.answer = undefined
    app.clock.advance(3)
    expect(await messenger!.drain()).toBe(1)
    expect((await app.api.post('/api/accounts/me/phone', { code: pinTo(gateways.generic, phone) }, { as: bob })).status).toBe(200)
  })
})
