import { refused } from './attempt.js'
import type { PushTarget } from './push.js'

/** A browser's PushSubscription. */
export interface Subscription {
  url: URL
  keys: { p256dh: string; auth: string }
}

/** Which push services a subscription may be of. */
export interface WebPushServices {
  /** names of hosts, `*.` in front stands for any labels; undefined: any host */
  hosts?: readonly string[] | undefined
  /** tests alone: on any port */
  anyPort?: boolean | undefined
}

/**
 * Reads pn_prid, the URL (RFC 8599), and pn_param, the keys for the encryption, as `p256dh=…&auth=…` in base64url, in any order.
 * @throws PushFailure that says what is wrong
 */
export function subscription({ param, prid }: PushTarget, services: WebPushServices = {}): Subscription {
  const fields = new URLSearchParams(param)
  const p256dh = fields.get('p256dh')?.replace(/={1,2}$/, '') ?? ''
  const auth = fields.get('auth')?.replace(/={1,2}$/, '') ?? ''
  if (!/^B[A-Za-z0-9_-]{86}$/.test(p256dh) || !/^[A-Za-z0-9_-]{22}$/.test(auth)) {
    throw refused('pn_param for webpush holds the keys of the subscription in base64url, as in p256dh=…&auth=…')
  }
  return { url: subscriptionUrl(prid, services), keys: { p256dh, auth } }
}

/** @throws PushFailure that says what is wrong */
function subscriptionUrl(prid: string, { hosts, anyPort = false }: WebPushServices): URL {
  const url = URL.canParse(prid) ? new URL(prid) : undefined
  if (url?.protocol !== 'https:' || url.username || url.password || (url.port && !anyPort)) {
    throw refused("pn_prid for webpush is the subscription's URL: https, without a port or a user name.")
  }
  if (hosts && !hosts.some((pattern) => isOf(pattern, url.hostname)))
    throw refused(`This service does not push to ${url.hostname}: it is none of the push services that its operator names.`)
  return url
}

const isOf = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern

/**
 * Where the big push services keep what names a subscription. They take it under several hosts and paths, and overlook the rest of the URL.
 */
const SERVICES: readonly { host: string; token: (url: URL) => string | null | undefined }[] = [
  { host: 'fcm.googleapis.com', token: lastSegment },
  { host: 'updates.push.services.mozilla.com', token: lastSegment },
  { host: '*.push.apple.com', token: lastSegment },
  { host: '*.notify.windows.com', token: (url) => url.searchParams.get('token') },
]

/** What names the browser, however its URL is written: RFC 3986, section 6.2.2, and the habits of the big push services. */
export function subscriptionId(url: URL): string {
  const service = SERVICES.find(({ host }) => isOf(host, url.hostname))
  const token = service?.token(url)
  if (service && token) return `${service.host} ${token}`
  return `${url.protocol}//${url.host.replace(/\.(?=:|$)/, '')}${plainest(url.pathname)}${plainest(url.search)}`
}

function lastSegment({ pathname }: URL): string | undefined {
  return plainest(pathname)
    .split('/')
    .findLast((segment) => segment !== '')
}

/** Letters, digits and `-._~` as themselves, other percent-encodings in upper case. */
const plainest = (text: string): string =>
  text.replace(/%[0-9A-Fa-f]{2}/g, (encoded) => {
    const letter = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : encoded.toUpperCase()
  })
