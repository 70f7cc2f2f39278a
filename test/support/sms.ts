import { renderMessage } from '../../src/delivery/mail/render.js'
import type { DeliveryError, RemoteSender, RenderedMessage } from '../../src/delivery/messages.js'
import { type SmsOptions, smsSender } from '../../src/delivery/sms/sms.js'
import { Clock } from './clock.js'
import { deliveryFault } from './deliveryFault.js'
import { type OvhKeys, startGenericGateway, startOvh, startTwilio } from './smsServer.js'
import { useCertificate } from './tls.js'
import { useForEach } from './use.js'

export const TIMEOUT = 400
const secret = 'gateway-s3cret/+'
export const ovhKeys: OvhKeys = {
  key: 'AppKey7kbG7Bk7S9Nt7',
  secret: 'AppSecretb9AM2Hx1',
  consumer: 'ConsumerMtSwV1u4',
  service: 'sms-ab12345-1',
}
export const ovhUrl = (query = '') => `ovh://${ovhKeys.key}:${ovhKeys.secret}@eu/${ovhKeys.consumer}/${ovhKeys.service}${query}`
export const twilioUrl = (query = '?from=+15005550006', token = 'tw1lio-t0ken') => `twilio://AC0123456789abcdef:${token}@default${query}`
export const KINDS = ['generic', 'ovh', 'twilio'] as const

/** A gateway of each kind for each test, and senders to them. */
export function useSmsGateways() {
  const certificate = useCertificate()
  const nothing = () => undefined
  const clock = useForEach(() => new Clock(), nothing)
  /** OVH's own */
  const ovhClock = useForEach(() => new Clock(), nothing)
  const generic = useForEach(
    () => startGenericGateway(certificate, secret, clock.now),
    (one) => one.close(),
  )
  const ovh = useForEach(
    () => startOvh(certificate, ovhKeys, ovhClock),
    (one) => one.close(),
  )
  const twilio = useForEach(
    () => startTwilio(certificate, 'AC0123456789abcdef', 'tw1lio-t0ken'),
    (one) => one.close(),
  )
  const genericUrl = (port = generic.port, path = '/send?key=p4th-secret') =>
    `https://:${encodeURIComponent(secret)}@127.0.0.1:${port}${path}`
  const urls = { generic: () => genericUrl(), ovh: () => ovhUrl(), twilio: () => twilioUrl() }
  const sender = (list: string[], more: Partial<SmsOptions> = {}): RemoteSender =>
    smsSender({
      urls: list,
      timeout: TIMEOUT,
      base: { ovh: `${ovh.origin}/1.0`, twilio: twilio.origin },
      ca: certificate.cert,
      now: clock.now,
      ...more,
    })
  return { clock, ovhClock, far: { generic, ovh, twilio }, generic, ovh, twilio, genericUrl, urls, sender }
}

/** An SMS with a PIN. */
export const message = (more: Partial<RenderedMessage> = {}): RenderedMessage => ({
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
export const TEXT = 'Your sip.example.org validation code is 0042. The code is available for 10 minutes'

/** Why an SMS was not sent, which tells no secret. @throws Error when it was */
export async function smsFault(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await deliveryFault(work)
  expect(error.message).not.toMatch(/s3cret|p4th|AppKey|AppSecret|Consumer|tw1lio|0042/)
  expect(error.message.length).toBeLessThan(1_000)
  return error
}
