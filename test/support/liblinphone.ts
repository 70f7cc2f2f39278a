import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { type Algorithm, ha1, hash } from '../../src/auth/digest.js'
import type { ApiClient, ApiResponse } from './client.js'
import { digestFields, fromOf } from './digestHeader.js'

/** What an app has stored of an account: its password, or what a document gave it. */
export type AuthInfo = { username: string; domain: string } & ({ password: string } | { realm: string; ha1: string; algorithm: Algorithm })

/**
 * How the answer to a request goes missing: `answered`, the service has answered and the connection ends on its first byte; `atWork`, a proxy has lost the app's
 * connection and not its own, and the repeat meets the first request at work; `cut`, the connection ends once the request is written.
 */
export type Lost = 'answered' | 'atWork' | 'cut'
export const LOST: Lost[] = ['answered', 'atWork', 'cut']

interface Operation {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  lost?: Lost
}

/**
 * liblinphone 5.5 as a server sees it: asks without credentials first, at most three times for an operation, each time with nc 1; answers by the first algorithm that it
 * has met and by no other; sends a request again, once and unchanged, when the connection ends before the answer.
 */
export class Liblinphone {
  /** how many requests the last operation took, without those that were sent again */
  tries = 0
  /** what a clear password is bound to */
  private algorithm: Algorithm | undefined

  constructor(
    private readonly api: ApiClient,
    public account?: AuthInfo,
  ) {}

  get = (path: string): Promise<ApiResponse> => this.call('GET', path)
  post = (path: string, body?: object, lost?: Lost): Promise<ApiResponse> => this.call('POST', path, body, lost)
  delete = (path: string, body?: object, lost?: Lost): Promise<ApiResponse> => this.call('DELETE', path, body, lost)

  /** An operation of AccountManagerServices, by its path below `/api`; an answer that is lost is that to the credentials. */
  call(method: string, path: string, body?: object, lost?: Lost): Promise<ApiResponse> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (body) headers['content-type'] = 'application/json'
    if (this.account && path.startsWith('/accounts/me/')) headers.from = fromOf(this.account)
    return this.run({ method, path: `/api${path}`, headers, ...(body && { body: JSON.stringify(body) }), ...(lost && { lost }) })
  }

  /** Fetches what sets the app up, from the whole path that a QR code has. */
  provision(path: string, lost?: Lost): Promise<ApiResponse> {
    const from = this.account && { from: fromOf(this.account) }
    return this.run({ method: 'GET', path, headers: { 'x-linphone-provisioning': '1', ...from }, ...(lost && { lost }) })
  }

  /** Fetches contacts, as at every start of the app. */
  contacts(path: string): Promise<ApiResponse> {
    return this.run({ method: 'GET', path, headers: { accept: 'text/vcard', 'accept-encoding': 'gzip', from: fromOf(this.account!) } })
  }

  private async run(operation: Operation): Promise<ApiResponse> {
    const secured = operation.headers.from !== undefined
    let authorization: string | undefined
    for (this.tries = 1; ; this.tries++) {
      const losing = secured && !authorization ? undefined : operation.lost
      const answer = await this.send(operation, authorization, losing)
      // an answer goes missing once
      if (losing) delete operation.lost
      if (answer.status !== 401 || this.tries === 3) return answer
      authorization = this.answerTo(answer, operation)
      if (!authorization) return answer
    }
  }

  private async send({ method, path, headers, body }: Operation, authorization?: string, lost?: Lost): Promise<ApiResponse> {
    const all = { 'user-agent': 'LinphoneAndroid/6.2.0 (Pixel 9) LinphoneSDK/5.5.15', ...headers, ...(authorization && { authorization }) }
    const first = lost && (await this.lose(method, path, all, body, lost))
    const answer = await this.api.raw(method, path, { headers: all, body })
    await first?.ended
    return answer
  }

  /** Sends a request whose answer nobody reads. @returns its end */
  private async lose(method: string, path: string, headers: Record<string, string>, body: string | undefined, lost: Lost) {
    const { hostname, port } = new URL(this.api.url)
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const request = httpRequest({ agent: false, hostname, port, method, path, headers: { ...headers, ...length } })
    const ended = new Promise<void>((resolve) => request.on('close', resolve))
    request.on('error', () => undefined).end(body)
    if (lost === 'atWork') request.on('response', (answer) => answer.resume())
    await once(request, lost === 'answered' ? 'response' : 'finish')
    if (lost !== 'atWork') request.destroy()
    return { ended }
  }

  /** The Authorization header in liblinphone's order and quotes; undefined where it gives up. */
  private answerTo(challenge: ApiResponse, { method, path }: Operation): string | undefined {
    if (!this.account) return undefined
    const own = 'ha1' in this.account ? this.account.algorithm : this.algorithm
    const offered = challenge.all('www-authenticate').map(digestFields)
    const chosen = offered.find((fields) => own === undefined || fields.get('algorithm') === own)
    if (!chosen) return undefined
    const [algorithm, realm, nonce] = [chosen.get('algorithm') as Algorithm, chosen.get('realm')!, chosen.get('nonce')!]
    if (!('ha1' in this.account)) this.algorithm = algorithm
    const secret = 'ha1' in this.account ? this.account.ha1 : ha1(algorithm, this.account.username, realm, this.account.password)
    const cnonce = randomBytes(8).toString('hex')
    const response = hash(algorithm, `${secret}:${nonce}:00000001:${cnonce}:auth:${hash(algorithm, `${method}:${path}`)}`)
    return (
      `Digest realm="${realm}", nonce="${nonce}", algorithm="${algorithm}", opaque="${chosen.get('opaque')}", ` +
      `username="${this.account.username}", response="${response}", cnonce="${cnonce}", nc=00000001, qop=auth, uri="${path}"`
    )
  }
}
