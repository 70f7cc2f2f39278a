import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import { plainAddress } from '../domain/ip.js'
import { isWithin } from '../domain/networks.js'
import { withDeadlineOr } from '../lib/deadline.js'
import { packageVersion } from '../lib/packageRoot.js'
import { exchange, retryAfter } from './http.js'
import { DeliveryError } from './messages.js'
import { isPublicAddress, pinned, type Resolve, resolvePublic } from './publicAddress.js'

/** Where webhooks may lead. */
export interface WebhookReach {
  /** networks beside the public internet, in CIDR notation as `plainNetwork` writes them */
  networks: readonly string[]
  /** in place of the DNS */
  resolve?: Resolve | undefined
}

/** One event for one webhook. */
export interface WebhookPost {
  url: string
  /** `whsec_` and the base64 of the key */
  secret: string
  /** the same at each try */
  id: string
  body: string
}

export const SECRET_PREFIX = 'whsec_'
/** Look-up, connection, TLS and the head of the answer. Milliseconds. */
const TIMEOUT_MS = 10_000
const FIRST_FREE_PORT = 1024
const ONLY_TLS = 'Write a URL that begins with https://: without TLS webhooks reach the networks of WEBHOOK_NETWORKS alone.'

/** What is wrong with the URL of a webhook, for people; undefined when nothing is. Where its name leads is found out when it is used. */
export function urlFault(text: string, { networks }: WebhookReach): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'This is no URL that begins with https://.'
  if (url.protocol === 'http:' && networks.length === 0) return ONLY_TLS
  if (url.username || url.password) return 'Write the URL without user name and password: deliveries are signed.'
  if (url.hash || text.includes('#')) return 'Write the URL without a fragment.'
  if (url.port && Number(url.port) < FIRST_FREE_PORT) return 'Use the usual port, or one from 1024.'
  const host = hostOf(url)
  if (!isIP(host) || mayReach(host, url, networks)) return undefined
  return isPublicAddress(host)
    ? ONLY_TLS
    : 'This URL leads to a private address. WEBHOOK_NETWORKS names the networks of yours that webhooks may reach.'
}

/**
 * Posts an event, signed by the scheme of Standard Webhooks. Each address of the host is looked at before one is connected to, and the name is not asked for a second
 * time. Redirects are not followed, and the body of the answer is not read.
 * @param now milliseconds since the epoch
 * @throws DeliveryError without a secret: the path of a URL may hold one
 */
export async function postWebhook(reach: WebhookReach, post: WebhookPost, now: number, outside: AbortSignal): Promise<void> {
  const fault = urlFault(post.url, reach)
  if (fault !== undefined) throw new DeliveryError(fault)
  const url = new URL(post.url)
  await withDeadlineOr(outside, TIMEOUT_MS, async (signal) => {
    const lookup = pinned(await addressesOf(url, reach, signal))
    const answer = await exchange({ method: 'POST', url, headers: headersOf(post, now), body: post.body, signal, lookup })
    if (answer.status >= 200 && answer.status < 300) return
    const wait = retryAfter(answer.headers['retry-after'], now)
    throw new DeliveryError(`${answer.status} from ${url.host}`, { permanent: answer.status === 410, retryAfter: wait })
  })
}

function headersOf({ id, body, secret }: WebhookPost, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  return {
    'Content-Type': 'application/json',
    'User-Agent': `flexisip-accounts/${packageVersion()}`,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature(secret, id, timestamp, body),
  }
}

/** Of Standard Webhooks, version 1: the HMAC-SHA-256 of id, time in seconds and body. */
function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** @throws DeliveryError when the host has none, or one that webhooks must not reach */
async function addressesOf(url: URL, { networks, resolve = resolvePublic }: WebhookReach, signal: AbortSignal): Promise<string[]> {
  const host = hostOf(url)
  const addresses = isIP(host) ? [host] : await resolve(host, signal)
  if (addresses.length === 0) throw new DeliveryError(`${host} has no address`)
  if (!addresses.every((address) => mayReach(address, url, networks)))
    throw new DeliveryError(`${host} has an address that webhooks must not reach`)
  return addresses
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/** Without TLS the networks of the operator alone. */
function mayReach(address: string, { protocol }: URL, networks: readonly string[]): boolean {
  const plain = address.includes('%') ? undefined : plainAddress(address)
  return (plain !== undefined && isWithin(networks, plain)) || (protocol === 'https:' && isPublicAddress(address))
}
