import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { withDeadlineOr } from '../../lib/deadline.js'
import { DeliveryError, safeReason } from '../messages.js'
import { retryAfter } from '../push/attempt.js'
import { jsonObject } from '../push/https.js'

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

const MAX_BODY_BYTES = 65_536

/**
 * Sends one request over a connection of its own. Redirects are answers like any other, a body over 64 KiB is a fault.
 * @throws DeliveryError that names the host alone: path and query may hold secrets
 */
export async function ask(
  http: SmsHttp,
  { method, url, headers = {}, body }: GatewayRequest,
  signal?: AbortSignal,
): Promise<GatewayAnswer> {
  try {
    return await withDeadlineOr(signal, http.timeout, exchange)
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    throw new DeliveryError(
      `${url.host}: ${safeReason(message || code || 'no connection', [url.search.slice(1), url.password, url.username])}`,
    )
  }

  function exchange(until: AbortSignal): Promise<GatewayAnswer> {
    return new Promise((resolve, reject) => {
      const target = new URL(url)
      target.username = target.password = ''
      const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
      const options = { method, headers: { ...headers, ...length }, agent: false as const, signal: until }
      const sent =
        target.protocol === 'http:'
          ? plainRequest(target, options)
          : request(target, { ...options, ...(http.ca !== undefined && { ca: http.ca }) })
      sent.on('error', reject) // stays for the end of the signal while the body comes
      sent.on('response', async (response) => {
        try {
          const text = await limited(response)
          resolve({
            status: response.statusCode ?? 0,
            text,
            json: jsonObject(text),
            retryAfter: retryAfter(response.headers['retry-after']),
          })
        } catch (error) {
          sent.destroy()
          reject(error as Error)
        }
      })
      sent.end(body)
    })
  }
}

async function limited(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error(`the answer has more than ${MAX_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
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
