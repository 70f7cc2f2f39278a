import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { closeServer, listen } from './servers.js'
import type { TestCertificate } from './tls.js'

export interface SmsRequest {
  method: string
  /** path and query */
  target: string
  headers: IncomingMessage['headers']
  body: string
}
export type SmsAnswer = (response: ServerResponse, request: SmsRequest) => void

export interface TestGateway {
  origin: string
  port: number
  /** every request, refused ones too */
  requests: SmsRequest[]
  /** what went through: its signature or password was right */
  sent: { to: string; text: string; id?: string; more: Record<string, unknown> }[]
  /** in place of its usual answer to a message */
  answer: SmsAnswer | undefined
  close(): Promise<void>
}

export const reply =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): SmsAnswer =>
  (response) =>
    void response
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))

/** Far ends' bad manners, as answers. */
export const MISBEHAVIOURS: Record<string, SmsAnswer> = {
  hangs: () => undefined,
  'answers a byte at a time': (response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  },
  'answers without end': (response) => {
    response.writeHead(500)
    const more = (): void => {
      if (!response.destroyed && response.write('x'.repeat(65_536))) setImmediate(more)
      else response.once('drain', more)
    }
    more()
  },
  'breaks off': (response) => response.destroy(),
  'breaks off in the answer': (response) => {
    response.writeHead(200, { 'Content-Length': '100' })
    response.write('{')
    setTimeout(() => response.destroy(), 20)
  },
  'answers garbage': reply(500, '\u0000<html>\u001b[2J \r\n not json'),
  'answers 429': reply(429, { message: 'slow down' }, { 'Retry-After': '30' }),
  'answers 503': reply(503, 'down for maintenance'),
  redirects: reply(307, {}, { Location: 'https://127.0.0.1:1/elsewhere' }),
}

async function gateway(
  certificate: TestCertificate,
  handle: (far: TestGateway, request: SmsRequest, response: ServerResponse) => void,
): Promise<TestGateway> {
  const server = createServer({ ...certificate }, async (message, response) => {
    response.on('error', () => undefined)
    let body = ''
    for await (const chunk of message) body += chunk
    const request = { method: message.method!, target: message.url!, headers: message.headers, body }
    far.requests.push(request)
    handle(far, request, response)
  })
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  const far: TestGateway = {
    origin: `https://127.0.0.1:${port}`,
    port,
    requests: [],
    sent: [],
    answer: undefined,
    close: () => closeServer(server),
  }
  return far
}

const same = (a: unknown, b: string): boolean =>
  typeof a === 'string' && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Takes what is signed as docs/sending.md says. */
export const startGenericGateway = (certificate: TestCertificate, secret: string, now: () => number): Promise<TestGateway> =>
  gateway(certificate, (far, request, response) => {
    if (request.method === 'HEAD') return void response.writeHead(405).end()
    const timestamp = String(request.headers['x-timestamp'])
    const signature = `sha256=${createHmac('sha256', secret).update(`${timestamp}.${request.body}`).digest('hex')}`
    const fresh = Math.abs(Number(timestamp) - now() / 1000) <= 300
    if (!fresh || !same(request.headers['x-signature'], signature) || request.headers['content-type'] !== 'application/json')
      return reply(401, 'wrong signature')(response, request)
    if (far.answer) return far.answer(response, request)
    const { to, text, id, ...more } = JSON.parse(request.body)
    far.sent.push({ to, text, id, more })
    reply(202)(response, request)
  })

export interface OvhKeys {
  key: string
  secret: string
  consumer: string
  service: string
}

/** OVH's API with a clock of its own; it takes timestamps that are at most 30 seconds off. */
export async function startOvh(
  certificate: TestCertificate,
  { key, secret, consumer, service }: OvhKeys,
  clock: { now(): number },
): Promise<TestGateway> {
  const seconds = (): number => Math.floor(clock.now() / 1000)
  return gateway(certificate, (far, request, response) => {
    if (request.target === '/1.0/auth/time') return reply(200, String(seconds()))(response, request)
    const { headers, method, target, body } = request
    const timestamp = String(headers['x-ovh-timestamp'])
    const signature = `$1$${createHash('sha1')
      .update([secret, consumer, method, far.origin + target, body, timestamp].join('+'))
      .digest('hex')}`
    if (headers['x-ovh-application'] !== key)
      return reply(403, { errorCode: 'INVALID_KEY', message: 'This application key is invalid' })(response, request)
    if (headers['x-ovh-consumer'] !== consumer)
      return reply(403, { errorCode: 'INVALID_CREDENTIAL', message: 'This credential is not valid' })(response, request)
    if (Math.abs(Number(timestamp) - seconds()) > 30)
      return reply(400, { errorCode: 'QUERY_TIME_OUT', message: 'Query out of time' })(response, request)
    if (!same(headers['x-ovh-signature'], signature))
      return reply(400, { errorCode: 'INVALID_SIGNATURE', message: 'Invalid signature' })(response, request)
    if (method === 'GET' && target === `/1.0/sms/${service}`)
      return reply(200, { name: service, creditsLeft: 42, status: 'enable' })(response, request)
    if (method !== 'POST' || target !== `/1.0/sms/${service}/jobs`)
      return reply(404, { message: `The requested object (serviceName = ${target}) does not exist` })(response, request)
    if (far.answer) return far.answer(response, request)
    const { receivers, message, ...more } = JSON.parse(body)
    far.sent.push({ to: receivers[0], text: message, more })
    reply(200, { totalCreditsRemoved: 1, invalidReceivers: [], ids: [12345], validReceivers: receivers })(response, request)
  })
}

export const startTwilio = (certificate: TestCertificate, account: string, token: string): Promise<TestGateway> =>
  gateway(certificate, (far, request, response) => {
    const root = `/2010-04-01/Accounts/${account}`
    if (!same(request.headers.authorization, `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`)) {
      return reply(401, { code: 20003, message: 'Authenticate', status: 401 })(response, request)
    }
    if (request.method === 'GET' && request.target === `${root}.json`)
      return reply(200, { sid: account, status: 'active' })(response, request)
    if (request.method !== 'POST' || request.target !== `${root}/Messages.json`)
      return reply(404, { code: 20404, message: 'not found' })(response, request)
    if (far.answer) return far.answer(response, request)
    const { To = '', Body = '', ...more } = Object.fromEntries(new URLSearchParams(request.body))
    far.sent.push({ to: To, text: Body, more })
    reply(201, { sid: 'SM123', status: 'queued', error_code: null })(response, request)
  })
