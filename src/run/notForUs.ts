import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorCode } from '../domain/errors.js'
import { loggedAddress, plainAddress } from '../domain/ip.js'
import { authorityOf, originForm } from '../domain/requestTarget.js'
import { isAnsweredEarly } from '../http/body.js'
import type { Deps } from '../services/deps.js'

// Requests that never reach the application. Their answers have the shape of all errors, and end the connection.

/** What a line in the log is made with. */
type LogDeps = Pick<Deps, 'config' | 'log'>

interface Refusal {
  status: number
  reason: string
  code: ErrorCode
  message: string
}
const BAD_REQUEST: Refusal = { status: 400, reason: 'Bad Request', code: 'bad_request', message: 'This is no proper HTTP request.' }
const NO_HOST: Refusal = { ...BAD_REQUEST, message: 'Send one Host header.' }
const EXPECTATION: Refusal = {
  status: 417,
  reason: 'Expectation Failed',
  code: 'expectation_failed',
  message: 'Of Expect only 100-continue is understood here.',
}
const TIMEOUT: Refusal = {
  status: 408,
  reason: 'Request Timeout',
  code: 'request_timeout',
  message: 'The request did not come to its end in time.',
}

/**
 * Brings a request target into origin-form; what an absolute one names is its Host then (RFC 9112 section 3.2.2).
 * @returns what is wrong with the request line or Host (section 3.2); undefined when nothing is
 */
export function faultOf(req: IncomingMessage): Refusal | undefined {
  const hosts = countHosts(req.rawHeaders)
  if (hosts > 1 || (hosts === 0 && req.httpVersion === '1.1')) return NO_HOST
  const target = req.url!
  if (target.startsWith('/')) return undefined
  const authority = authorityOf(target)
  if (authority === undefined) return target === '*' ? undefined : BAD_REQUEST
  req.headers.host = authority
  req.url = originForm(target)
  return undefined
}

function countHosts(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts
}

/** Answers a request whose headers could be read. */
export function refuse(res: ServerResponse, refusal: Refusal, deps: LogDeps): void {
  const { body, headers } = answer(refusal, refusal.code, res.socket, deps)
  res.writeHead(refusal.status, headers).end(body)
}

export const refuseExpectation = (res: ServerResponse, deps: LogDeps): void => refuse(res, EXPECTATION, deps)

/**
 * Answers bytes that are not HTTP, or do not come to their end. Where an answer has begun already, or was given before the body came, there is no place
 * for another.
 */
export function refuseBytes(
  error: NodeJS.ErrnoException,
  socket: Duplex & { _httpMessage?: { headersSent: boolean } },
  deps: LogDeps,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnsweredEarly(socket) || socket._httpMessage?.headersSent) {
    socket.destroy()
    return
  }
  const refusal = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? TIMEOUT : BAD_REQUEST
  const { body, headers } = answer(refusal, error.code, socket, deps)
  const lines = Object.entries({ ...headers, Date: new Date().toUTCString() }).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${refusal.status} ${refusal.reason}`, ...lines, '', body].join('\r\n'))
}

function answer(
  { status, code, message }: Refusal,
  reason: string | undefined,
  socket: (Duplex & { remoteAddress?: string }) | null,
  { config, log }: LogDeps,
): { body: string; headers: Record<string, string> } {
  const requestId = randomBytes(8).toString('hex')
  // the far end's: what a proxy says of its client is not read here
  const peer = loggedAddress(plainAddress(socket?.remoteAddress ?? '') ?? '', config.logAddresses)
  log.info({ event: 'bad_request', request_id: requestId, status, code: reason, peer }, 'request is not HTTP')
  const body = JSON.stringify({ message, code, request_id: requestId })
  return { body, headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length), Connection: 'close' } }
}
