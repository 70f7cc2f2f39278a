import { isIP } from 'node:net'
import { exchange, retryAfter } from '../http.js'
import { isPublicAddress, pinned, type Resolve, resolvePublic } from '../publicAddress.js'
import { gone, notSent, refused, tryPush } from './attempt.js'
import { deviceIdentity } from './identity.js'
import { DEFAULT_TIMEOUT_MS, DEFAULT_TTL_SECONDS, type PushLimits, type PushSender } from './push.js'
import { subscription, type WebPushServices } from './webDevice.js'

export interface WebPushOptions extends PushLimits {
  /** base64url of the 65 bytes of an uncompressed P-256 point */
  publicKey: string
  /** base64url of 32 bytes */
  privateKey: string
  /** `mailto:` or `https:` URL that a push service may complain to (RFC 8292, section 2.1) */
  subject: string
  /** in place of the DNS */
  resolve?: Resolve | undefined
  /** push services that may be pushed to, `*.` in front of a domain for all of its hosts */
  hosts: readonly string[]
  /** tests alone: push services on this machine, on any port */
  allowPrivateAddresses?: boolean | undefined
}

/** Pushes to browsers: RFC 8030, encrypted by RFC 8291, authenticated by VAPID (RFC 8292). */
export function webPushSender(options: WebPushOptions): PushSender {
  const {
    publicKey,
    privateKey,
    subject,
    ca,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    ttlSeconds: TTL = DEFAULT_TTL_SECONDS,
    now = Date.now,
  } = options
  const services: WebPushServices = { hosts: options.hosts, anyPort: options.allowPrivateAddresses }
  return {
    identify: (target) => deviceIdentity(target, { webPush: services }),
    send: (target, token) =>
      tryPush(timeoutMs, async (signal) => {
        const { url, keys } = subscription(target, services)
        const addresses = await addressesOf(url, options, signal)
        const { default: webpush } = await import('web-push') // loaded by those who push to browsers
        const { headers, body } = webpush.generateRequestDetails({ endpoint: url.href, keys }, JSON.stringify({ token }), {
          vapidDetails: { subject, publicKey, privateKey },
          TTL,
          urgency: 'high',
          contentEncoding: 'aes128gcm',
        })
        const answer = await exchange({
          method: 'POST',
          url,
          headers: headers as Record<string, string>,
          body: body!,
          signal,
          ca,
          lookup: pinned(addresses),
        })
        if (answer.status >= 200 && answer.status < 300) return
        const cause = new Error(`webpush: ${answer.status} from ${url.host}`)
        throw answer.status === 404 || answer.status === 410
          ? gone(cause)
          : notSent(cause, retryAfter(answer.headers['retry-after'], now()))
      }),
  }
}

/**
 * The addresses to connect to. The URL is a stranger's: it must not make this service talk to its own network.
 * @throws PushFailure
 */
async function addressesOf(
  url: URL,
  { resolve = resolvePublic, allowPrivateAddresses }: WebPushOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await resolve(host, signal)
  if (addresses.length === 0) throw notSent(new Error(`webpush: ${host} has no address`))
  if (!allowPrivateAddresses && !addresses.every(isPublicAddress)) {
    throw refused(
      "pn_prid for webpush is the URL of a public push service. This one's address is not public.",
      new Error(`webpush: ${host} is ${addresses.join(', ')}`),
    )
  }
  return addresses
}
