import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { tracedCall } from '../../lib/tracing.js'
import { jsonObject } from '../http.js'

export interface ApnsAnswer {
  status: number
  /** APNs' error string, '' when there is none */
  reason: string
  /** seconds, of a Retry-After header */
  retryAfter: string | undefined
}

export interface ApnsSessions {
  /** @throws Error when there is no answer, for whatever cause */
  post(origin: string, headers: OutgoingHttpHeaders, body: string, signal: AbortSignal): Promise<ApnsAnswer>
  close(): void
}

/** Shorter than the time after which firewalls forget a silent connection. */
const IDLE_MS = 240_000
/** Longer than any push under way can last. */
const GRACE_MS = 5_000
const MAX_BODY = 4_096

/** Keeps one HTTP/2 connection for each origin, as Apple asks, and makes a new one when it is closed, told to go away, broken or silent. */
export function apnsSessions(ca: string | undefined): ApnsSessions {
  const kept = new Map<string, ClientHttp2Session>()

  function open(origin: string): ClientHttp2Session {
    const session = connect(origin, ca === undefined ? {} : { ca })
    kept.set(origin, session)
    const forget = (): void => {
      if (kept.get(origin) === session) kept.delete(origin)
    }
    // streams get the error themselves; here it must only not be uncaught
    session.on('error', forget)
    session.on('goaway', forget)
    session.on('close', forget)
    session.setTimeout(IDLE_MS, () => session.close())
    session.unref()
    return session
  }

  /** No new pushes on this connection; those under way may end in their own time. */
  function drop(origin: string, session: ClientHttp2Session): void {
    if (kept.get(origin) === session) kept.delete(origin)
    if (session.connecting) session.destroy()
    if (session.destroyed) return
    session.close()
    setTimeout(() => session.destroy(), GRACE_MS).unref()
  }

  return {
    async post(origin, headers, body, signal) {
      for (;;) {
        const old = kept.get(origin)
        const usable = old && !old.closed && !old.destroyed ? old : undefined
        const session = usable ?? open(origin)
        try {
          return await tracedCall('POST', { 'http.request.method': 'POST', 'server.address': new URL(origin).hostname }, async (span) => {
            const answer = await exchange(session, headers, body, signal)
            span.set({ 'http.response.status_code': answer.status })
            return answer
          })
        } catch (error) {
          drop(origin, session)
          // a kept connection may have ended unnoticed, which says nothing about the push service; a new one fails for good
          if (!usable || signal.aborted) throw error
        }
      }
    },
    close() {
      for (const session of kept.values()) session.destroy()
      kept.clear()
    },
  }
}

async function exchange(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body: string, signal: AbortSignal): Promise<ApnsAnswer> {
  const stream = session.request({ ...headers, [constants.HTTP2_HEADER_METHOD]: 'POST' }, { signal })
  stream.setEncoding('utf8')
  stream.end(body)
  try {
    const answer = await responseOf(stream)
    const status = Number(answer[constants.HTTP2_HEADER_STATUS])
    const reason = status === 200 ? '' : String(jsonObject(await textOf(stream)).reason ?? '').slice(0, 64)
    return { status, reason, retryAfter: answer['retry-after'] }
  } finally {
    stream.close(constants.NGHTTP2_CANCEL)
  }
}

function responseOf(stream: ClientHttp2Stream): Promise<IncomingHttpHeaders & IncomingHttpStatusHeader> {
  return new Promise((resolve, reject) => {
    stream.on('response', resolve)
    stream.on('error', reject)
    stream.on('close', () => reject(new Error(`apns: the stream was closed without an answer (code ${stream.rstCode})`)))
  })
}

async function textOf(stream: ClientHttp2Stream): Promise<string> {
  let text = ''
  for await (const chunk of stream as AsyncIterable<string>) {
    text += chunk
    if (text.length > MAX_BODY) break
  }
  return text
}
