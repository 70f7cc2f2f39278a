import { SMS_PROTOCOLS, type SmsProtocol } from '../../config/variables/sending.js'
import { DeliveryError, type RemoteSender } from '../messages.js'
import type { SmsGateway } from './gateway.js'
import { genericGateway } from './generic.js'
import type { SmsHttp } from './http.js'
import { ovhGateway } from './ovh.js'
import { twilioGateway } from './twilio.js'

export interface SmsOptions {
  /** SMS_URL, split: tried in this order, at most three */
  urls: readonly string[]
  /** whether SMS may go to a number; left out: to all */
  allows?: (phone: string) => Promise<boolean>
  /** milliseconds for one request to a gateway; OVH may need two */
  timeout?: number
  /** in place of the addresses that gateways have of their own: tests */
  base?: Partial<Record<SmsProtocol, string>>
  /** PEM of an authority to trust instead of the usual ones: tests */
  ca?: string
  now?: () => number
}

/** The gateways, by the protocol of their entry in SMS_URL. @throws Error when the URL is malformed */
const GATEWAYS: Record<SmsProtocol, (url: string, http: SmsHttp, base?: string) => SmsGateway> = {
  https: genericGateway,
  ovh: ovhGateway,
  twilio: twilioGateway,
}

const TIMEOUT_MS = 8_000
const MAX_GATEWAYS = 3

/**
 * Sends SMS through the first gateway that takes them. One that does not answer may have sent the message all the same, so that a phone can
 * get it twice; the code in it is the same.
 * @throws Error when a URL is malformed: which one, by its number, and why, without the URL itself
 */
export function smsSender({ urls, allows, timeout = TIMEOUT_MS, base = {}, ca, now = Date.now }: SmsOptions): RemoteSender {
  if (urls.length === 0 || urls.length > MAX_GATEWAYS) throw new Error(`expected one to ${MAX_GATEWAYS} gateways, separated by commas`)
  const http: SmsHttp = { timeout, ca, now }
  const gateways = urls.map((url, i) => {
    try {
      return gateway(url, http, base)
    } catch (error) {
      const { message } = error as Error
      throw new Error(urls.length === 1 ? message : `gateway ${i + 1}: ${message}`)
    }
  })

  return {
    local: false,
    async send(message, signal) {
      if (allows && !(await allows(message.to))) throw new DeliveryError('the country of this number is not activated', { permanent: true })
      const errors: DeliveryError[] = []
      for (const one of gateways) {
        signal?.throwIfAborted()
        try {
          return await one.send(message, signal)
        } catch (error) {
          errors.push(error instanceof DeliveryError ? error : new DeliveryError(`${one.name}: ${(error as Error).message}`))
        }
      }
      throw together(errors)
    },
    async check() {
      const findings = await Promise.allSettled(gateways.map((one) => one.check()))
      const words = findings.map((f) => (f.status === 'fulfilled' ? f.value : (f.reason as Error).message)).join('; ')
      if (findings.some((f) => f.status === 'rejected')) throw new DeliveryError(words)
      return words
    },
    close: () => undefined, // each request has a connection of its own
  }
}

function gateway(url: string, http: SmsHttp, base: NonNullable<SmsOptions['base']>): SmsGateway {
  if (!URL.canParse(url)) throw new Error('not a URL')
  const protocol = SMS_PROTOCOLS.find((known) => url.startsWith(`${known}://`))
  if (protocol === undefined) throw new Error(`expected a URL that starts with ${SMS_PROTOCOLS.map((known) => `${known}://`).join(' or ')}`)
  return GATEWAYS[protocol](url, http, base[protocol])
}

/** The fault of all gateways in one: for ever only if each says so, and again as soon as the first may be asked. */
function together(errors: DeliveryError[]): DeliveryError {
  const waits = errors.map((e) => e.retryAfter ?? 0)
  const retryAfter = Math.min(...waits)
  return new DeliveryError(errors.map((e) => e.message).join('; '), {
    permanent: errors.every((e) => e.permanent),
    ...(retryAfter > 0 && { retryAfter }),
  })
}
