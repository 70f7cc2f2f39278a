import { isIP } from 'node:net'
import { exchange, retryAfter } from '../http.js'
import { gone, notSent, refused, tryPush } from './attempt.js'
import { DEFAULT_TIMEOUT_MS, DEFAULT_TTL_SECONDS, type PushLimits, type PushSender, type PushTarget } from './push.js'
import { isPublicAddress, pinned, type Resolve, resolvePublic } from './webAddress.js'

export interface WebPushOptions extends PushLimits {
  /** base64url of the 65 bytes of an uncompressed P-256 point */
  publicKey: string
  /** base64url of 32 bytes */
  privateKey: string
  /** `mailto:` or `https:` URL that a push service may complain to (RFC 8292, section 2.1) */
  subject: string
  /** in place of the DNS */
  resolve?: Resolve | undefined
  /** tests alone: push services on this machine, on any port */
  allowPrivateAddresses?: boolean | undefined
}

/** Pushes to browsers: RFC 8030, encrypted by RFC 8291, authenticated by VAPID (RFC 8292). */
export function webPushSender(options: WebPushOptions): PushSender {
  const { publicKey, privateKey, subject, ca, timeoutMs = DEFAULT_TIMEOUT_MS, ttlSeconds: TTL = DEFAULT_TTL_SECONDS } = options
  return {
    send: (target, token) =>
      tryPush(timeoutMs, async (signal) => {
        const { url, keys } = subscription(target, options.allowPrivateAddresses ?? false)
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
        throw answer.status === 404 || answer.status === 410 ? gone(cause) : notSent(cause, retryAfter(answer.headers['retry-after']))
      }),
  }
}

/** of base64: at most so much, as `=+$` takes time by the square of a long row of signs */
const PADDING = /={0,2}$/

interface Subscription {
  url: URL
  keys: { p256dh: string; auth: string }
}

/**
 * A browser's PushSubscription as pn_param and pn_prid: the URL is pn_prid (RFC 8599), the keys for the encryption are pn_param, as
 * `p256dh=…&auth=…` in base64url, in any order.
 * @throws PushFailure that says what is wrong
 */
function subscription({ param, prid }: PushTarget, anyPort: boolean): Subscription {
  const fields = new URLSearchParams(param)
  const p256dh = fields.get('p256dh')?.replace(PADDING, '') ?? ''
  const auth = fields.get('auth')?.replace(PADDING, '') ?? ''
  if (!/^B[A-Za-z0-9_-]{86}$/.test(p256dh) || !/^[A-Za-z0-9_-]{22}$/.test(auth)) {
    throw refused('pn_param for webpush holds the keys of the subscription in base64url, as in p256dh=…&auth=…')
  }
  const url = URL.canParse(prid) ? new URL(prid) : undefined
  if (url?.protocol !== 'https:' || url.username || url.password || (url.port && !anyPort)) {
    throw refused("pn_prid for webpush is the subscription's URL: https, without a port or a user name.")
  }
  return { url, keys: { p256dh, auth } }
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
