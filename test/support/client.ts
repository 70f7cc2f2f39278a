import { randomBytes } from 'node:crypto'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { type Algorithm, ha1, hash } from '../../src/auth/digest.js'
import { checkResponse } from './contract.js'
import type { Person } from './factory.js'

export interface ApiResponse<B = any> {
  status: number
  /** the text behind the status */
  reason: string
  /** each 1xx that came before */
  informed: number[]
  /** each header as it came, in lower case; repeated ones as several entries */
  headers: [name: string, value: string][]
  header(name: string): string | undefined
  all(name: string): string[]
  text: string
  body: B
}

/** Of an account, by what somebody logs in. */
export type Login = Pick<Person, 'username' | 'domain' | 'password' | 'algorithm'> & { apiKey?: string }

export interface ApiRequestOptions {
  body?: unknown
  headers?: Record<string, string | string[]>
  /** authenticates as this account: by its API key if it has one, else by digest with a fresh challenge */
  as?: Login
  by?: 'digest' | 'apiKey'
  algorithm?: Algorithm
}

/** Sends requests as real clients do, and holds every answer against the contract. */
export class ApiClient {
  constructor(readonly url: string) {}

  get = (path: string, options: ApiRequestOptions = {}): Promise<ApiResponse> => this.send('GET', path, options)
  post = (path: string, body?: unknown, options: ApiRequestOptions = {}): Promise<ApiResponse> =>
    this.send('POST', path, { body, ...options })
  put = (path: string, body?: unknown, options: ApiRequestOptions = {}): Promise<ApiResponse> =>
    this.send('PUT', path, { body, ...options })
  delete = (path: string, options: ApiRequestOptions = {}): Promise<ApiResponse> => this.send('DELETE', path, options)

  async send(method: string, path: string, { as, by, algorithm, ...options }: ApiRequestOptions = {}): Promise<ApiResponse> {
    if (!as) return this.raw(method, path, options)
    if (by !== 'digest' && as.apiKey) return this.raw(method, path, { ...options, headers: { 'x-api-key': as.apiKey, ...options.headers } })
    const from = `sip:${as.username}@${as.domain}`
    const challenge = await this.raw(method, path, { ...options, headers: { from, ...options.headers } })
    if (challenge.status !== 401) return challenge
    const authorization = answerChallenge(challenge, as, method, path, { algorithm: algorithm ?? as.algorithm })
    return this.raw(method, path, { ...options, headers: { from, authorization, ...options.headers } })
  }

  /** One request, as it is. */
  async raw(method: string, path: string, { body, headers = {} }: Omit<ApiRequestOptions, 'as'> = {}): Promise<ApiResponse> {
    const payload = body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    const typed = payload !== undefined && !Object.keys(headers).some((h) => h.toLowerCase() === 'content-type')
    const response = await exchange(this.url, method, path, payload, { ...(typed && { 'content-type': 'application/json' }), ...headers })
    checkResponse(method, path, response, headers)
    return response
  }
}

/** No more connections at once than the 511 that a server in this process has waiting: the system resets what is beyond, after a minute. */
const agent = new Agent({ keepAlive: true, maxSockets: 500 })

async function exchange(
  url: string,
  method: string,
  path: string,
  payload: string | Buffer | undefined,
  headers: Record<string, string | string[]>,
): Promise<ApiResponse> {
  const { hostname, port } = new URL(url)
  const informed: number[] = []
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = payload === undefined || headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(payload)) }
    const request = httpRequest({ agent, hostname, port, method, path, headers: { ...length, ...headers } }, resolve)
    request.on('information', ({ statusCode }) => informed.push(statusCode))
    request.on('error', reject)
    request.end(payload)
  })
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const raw = message.rawHeaders
  const list = raw.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1]!]] : []))
  const all = (name: string) => list.filter(([n]) => n === name.toLowerCase()).map(([, value]) => value)
  const { statusCode: status, statusMessage: reason } = message
  return { status: status!, reason: reason!, informed, headers: list, all, header: (name) => all(name)[0], text, body: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface AnswerOptions {
  algorithm: Algorithm
  nc?: string
  cnonce?: string
  /** of the challenge, unless given */
  nonce?: string
  realm?: string
  uri?: string
  password?: string
  username?: string
}

/** The Authorization header that answers a 401 (RFC 7616 section 3.4). */
export function answerChallenge(challenge: ApiResponse, as: Login, method: string, path: string, options: AnswerOptions): string {
  const offered =
    challenge.all('www-authenticate').find((c) => c.includes(`algorithm=${options.algorithm},`)) ?? challenge.all('www-authenticate')[0]!
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(offered)![1]!
  const {
    algorithm,
    nc = '00000001',
    cnonce = randomBytes(8).toString('hex'),
    nonce = field('nonce'),
    realm = field('realm'),
    uri = path,
  } = options
  const { username = as.username, password = as.password } = options
  const hash2 = hash(algorithm, `${method}:${uri}`)
  const response = hash(algorithm, `${ha1(algorithm, username, realm, password)}:${nonce}:${nc}:${cnonce}:auth:${hash2}`)
  return (
    `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, ` +
    `response="${response}", cnonce="${cnonce}", nc=${nc}, qop=auth, opaque="${field('opaque')}"`
  )
}
