import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import type { LookupFunction } from 'node:net'

export interface HttpsPost {
  url: URL
  headers: Record<string, string>
  body: string | Buffer
  signal: AbortSignal
  ca?: string | undefined
  /** in place of the system's resolver */
  lookup?: LookupFunction | undefined
}

export interface HttpsAnswer {
  status: number
  headers: IncomingHttpHeaders
  /** Reads the body. @throws when it is longer than an answer of a push service ever is */
  text(): Promise<string>
}

const MAX_BODY_BYTES = 65_536

/** Posts over a connection of its own; redirects are answers like any other. Settles when the headers are there. */
export function postHttps({ url, headers, body, signal, ca, lookup }: HttpsPost): Promise<HttpsAnswer> {
  return new Promise((resolve, reject) => {
    const post = request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
      agent: false,
      signal,
      ...(ca !== undefined && { ca }),
      ...(lookup && { lookup }),
    })
    // stays for errors that come after the answer, such as the end of the signal
    post.on('error', reject)
    post.on('response', (response) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        async text() {
          const chunks: Buffer[] = []
          let bytes = 0
          for await (const chunk of response as AsyncIterable<Buffer>) {
            bytes += chunk.length
            if (bytes > MAX_BODY_BYTES) throw new Error(`the answer has more than ${MAX_BODY_BYTES} bytes`)
            chunks.push(chunk)
          }
          return Buffer.concat(chunks).toString('utf8')
        },
      }),
    )
    post.end(body)
  })
}

/** What a body says if it is a JSON object, else nothing. */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
