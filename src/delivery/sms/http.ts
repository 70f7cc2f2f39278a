import { withDeadlineOr } from '../../lib/deadline.js'
import { exchange, jsonObject, retryAfter } from '../http.js'
import { DeliveryError, safeReason } from '../messages.js'

/** What the gateways share: time-out, and trusted authorities. */
export interface SmsHttp {
  /** milliseconds for one request, from name resolution to the last byte */
  timeout: number
  /** PEM of an authority to trust instead of the usual ones: tests (operators have NODE_EXTRA_CA_CERTS) */
  ca?: string | undefined
  /** milliseconds since the epoch */
  now(): number
}

export interface GatewayRequest {
  method: 'GET' | 'HEAD' | 'POST'
  url: URL
  headers?: Record<string, string>
  body?: string
}

export interface GatewayAnswer {
  status: number
  text: string
  /** the body, if it is a JSON object; else {} */
  json: Record<string, unknown>
  retryAfter: number | undefined
}

/**
 * Sends one request over a connection of its own. Redirects are answers like any other, a body over 64 KiB is a fault.
 * @throws DeliveryError that names the host alone: path and query may hold secrets
 */
export async function ask(
  http: SmsHttp,
  { method, url, headers = {}, body }: GatewayRequest,
  signal?: AbortSignal,
): Promise<GatewayAnswer> {
  const target = new URL(url)
  target.username = target.password = ''
  try {
    return await withDeadlineOr(signal, http.timeout, async (until) => {
      const answer = await exchange({ method, url: target, headers, body, signal: until, ca: http.ca })
      const text = await answer.text()
      return { status: answer.status, text, json: jsonObject(text), retryAfter: retryAfter(answer.headers['retry-after'], http.now()) }
    })
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    throw new DeliveryError(
      `${url.host}: ${safeReason(message || code || 'no connection', [url.search.slice(1), url.password, url.username])}`,
    )
  }
}

/** The query of a URL in which a plus is a plus: phone numbers begin with one. */
export const queryOf = (url: URL): URLSearchParams => new URLSearchParams(url.search.replaceAll('+', '%2B'))

/** A part of a URL as the operator meant it. @throws Error when the percent-encoding is broken */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error('keys and names must be percent-encoded')
  }
}
