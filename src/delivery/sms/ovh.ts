import { hash } from 'node:crypto'
import { DeliveryError, safeReason } from '../messages.js'
import type { SmsGateway } from './gateway.js'
import { ask, decoded, type GatewayAnswer, queryOf, type SmsHttp } from './http.js'

const REGIONS: Record<string, string> = {
  eu: 'https://eu.api.ovh.com/1.0',
  ca: 'https://ca.api.ovh.com/1.0',
  us: 'https://api.us.ovhcloud.com/1.0',
}
/** How long the measured difference of the clocks is relied on. Milliseconds. */
const DELTA_MS = 3_600_000

/**
 * OVH's signed API, version 1: `ovh://APPKEY:APPSECRET@eu/CONSUMERKEY/SERVICENAME?sender=NAME`. Without a sender OVH uses a short number.
 * The consumer key needs POST /sms/SERVICENAME/jobs, and GET /sms/SERVICENAME for `doctor`.
 * @param base in place of the region's address: tests
 * @throws Error when the URL is malformed
 */
export function ovhGateway(text: string, http: SmsHttp, base?: string): SmsGateway {
  const url = new URL(text)
  const [consumerKey = '', service = '', ...rest] = url.pathname.slice(1).split('/').map(decoded)
  const [key, secret] = [decoded(url.username), decoded(url.password)]
  const region = REGIONS[url.hostname]
  if (!region) throw new Error(`ovh://: the region is one of ${Object.keys(REGIONS).join(', ')}`)
  if (!key || !secret || !consumerKey || !service || rest.length > 0)
    throw new Error('expected ovh://APPKEY:APPSECRET@eu/CONSUMERKEY/SERVICENAME')
  const sender = queryOf(url).get('sender') || undefined
  const root = base ?? region
  const name = new URL(root).host
  let delta: { seconds: number; at: number } | undefined

  /** OVH refuses a timestamp that is off, so its clock is asked first, and again after a refusal. */
  async function ovhTime(signal?: AbortSignal): Promise<number> {
    if (!delta || http.now() - delta.at > DELTA_MS) {
      const answer = await ask(http, { method: 'GET', url: new URL(`${root}/auth/time`) }, signal)
      if (answer.status !== 200 || !/^\s*\d{9,11}\s*$/.test(answer.text))
        throw new DeliveryError(`${name}: auth/time answered ${answer.status}`)
      delta = { seconds: Number(answer.text) - Math.floor(http.now() / 1000), at: http.now() }
    }
    return Math.floor(http.now() / 1000) + delta.seconds
  }

  async function call(method: 'GET' | 'POST', path: string, payload?: object, signal?: AbortSignal): Promise<GatewayAnswer> {
    const target = new URL(`${root}${path}`)
    const body = payload && asciiJson(payload)
    const timestamp = String(await ovhTime(signal))
    const signature = `$1$${hash('sha1', [secret, consumerKey, method, target.href, body ?? '', timestamp].join('+'), 'hex')}`
    const headers = { 'X-Ovh-Application': key, 'X-Ovh-Consumer': consumerKey, 'X-Ovh-Timestamp': timestamp, 'X-Ovh-Signature': signature }
    const answer = await ask(
      http,
      { method, url: target, headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) }, ...(body && { body }) },
      signal,
    )
    if (answer.status === 200) return answer
    delta = undefined
    const { message } = answer.json
    const words = safeReason(typeof message === 'string' ? message : '', [key, secret, consumerKey])
    throw new DeliveryError(`${name}: answered ${answer.status}${words && ` ${words}`}`, {
      ...(answer.retryAfter && { retryAfter: answer.retryAfter }),
    })
  }

  return {
    name,
    async send({ to, text, validSeconds }, signal) {
      const { json } = await call(
        'POST',
        `/sms/${encodeURIComponent(service)}/jobs`,
        {
          charset: 'UTF-8',
          coding: '7bit',
          priority: 'high',
          noStopClause: true,
          message: text,
          receivers: [to],
          validityPeriod: Math.max(1, Math.floor(validSeconds / 60)),
          ...(sender ? { sender, senderForResponse: false } : { senderForResponse: true }),
        },
        signal,
      )
      if (lists(json.validReceivers, to)) return
      if (lists(json.invalidReceivers, to)) throw new DeliveryError(`${name}: does not send to this number`, { permanent: true })
      throw new DeliveryError(`${name}: the answer does not say that it was taken`)
    },
    async check() {
      const { json } = await call('GET', `/sms/${encodeURIComponent(service)}`)
      const credits = typeof json.creditsLeft === 'number' ? `, ${json.creditsLeft} credits left` : ''
      if (json.creditsLeft === 0) throw new DeliveryError(`${name}: no credits left`)
      return `${name} answers, credentials accepted${credits}`
    },
  }
}

const lists = (list: unknown, number: string): boolean =>
  Array.isArray(list) && list.some((entry) => String(entry).replace(/^00/, '+') === number)

/** JSON in ASCII, as OVH's own clients send it: the signature covers bytes that no proxy can read in two ways. */
const asciiJson = (value: object): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
