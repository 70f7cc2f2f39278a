import { type IncomingHttpHeaders, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { tracedCall, traceHeaders } from '../lib/tracing.js'

/** One request to a far end. */
export interface HttpRequest {
  method: 'GET' | 'HEAD' | 'POST'
  /** https, or http where the caller allows it */
  url: URL
  headers?: Record<string, string>
  body?: string | Buffer | undefined
  /** ends the request, its body included */
  signal: AbortSignal
  /** PEM of an authority to trust instead of the usual ones */
  ca?: string | undefined
  /** in place of the system's resolver */
  lookup?: LookupFunction | undefined
}

export interface HttpAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Reads the body. @throws Error when it is longer than an answer of these far ends ever is */
  text(): Promise<string>
}

const MAX_BODY_BYTES = 65_536

/**
 * Sends a request over a connection of its own, with the headers of the trace that it is in; redirects are answers like any other. Settles when the headers
 * are there.
 */
export function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url } = request
  const attributes = { 'http.request.method': method, 'server.address': url.hostname, ...(url.port && { 'server.port': Number(url.port) }) }
  return tracedCall(method, attributes, async (span) => {
    const answer = await send(request)
    span.set({ 'http.response.status_code': answer.status, ...(answer.status >= 400 && { 'error.type': String(answer.status) }) })
    if (answer.status >= 400) span.fail()
    return answer
  })
}

function send({ method, url, headers = {}, body, signal, ca, lookup }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const options = {
      method,
      headers: { ...traceHeaders(), ...headers, ...length },
      agent: false as const,
      signal,
      ...(lookup && { lookup }),
    }
    const sent = url.protocol === 'http:' ? plainRequest(url, options) : tlsRequest(url, { ...options, ...(ca !== undefined && { ca }) })
    // stays for errors that come after the answer, such as the end of the signal
    sent.on('error', reject)
    sent.on('response', (response) =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: () => limitedText(response) }),
    )
    // without an answer, as after 101, which nobody asked for
    sent.on('close', () => reject(new Error('the connection was closed before there was an answer')))
    sent.end(body)
  })
}

async function limitedText(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) throw new Error(`the answer has more than ${MAX_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A body that is a JSON object; {} for any other. */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** Waits beyond this are taken for a fault of the far end. Seconds. */
const LONGEST_WAIT = 9_999

/**
 * Seconds of a far end's `Retry-After`, which is a number of them or a date (RFC 9110, section 10.2.3), if it is sensible.
 * @param now milliseconds since 1970
 */
export function retryAfter(value: string | string[] | undefined, now: number): number | undefined {
  if (typeof value !== 'string') return undefined
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : Math.ceil((httpDate(value) - now) / 1000)
  return seconds >= 0 && seconds <= LONGEST_WAIT ? seconds : undefined
}

/** The three forms of a date in HTTP (RFC 9110, section 5.6.7), all of them GMT. Milliseconds since 1970, NaN for anything else. */
function httpDate(text: string): number {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w: -]{15,30}$/.test(text)) return Number.NaN
  return Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`)
}

/** Whether a host is this very machine, to which TLS may be left out. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
