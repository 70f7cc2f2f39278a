// Requests of the operator's day, counted and timed.
import { createHash, randomBytes } from 'node:crypto'

export class OperatorsClient {
  requests = 0
  /** milliseconds that all requests together have waited for their answers */
  waited = 0

  /** @param {string} url of the service @param {string} key */
  constructor(url, key) {
    this.url = url
    this.key = key
  }

  /**
   * @param {string} method @param {string} path below /api @param {object} [body]
   * @returns the body of the answer. @throws Error for an answer of another status
   */
  async ask(method, path, body = undefined, statuses = [200]) {
    const { status, text } = await this.#send(method, `/api${path}`, {
      headers: { 'x-api-key': this.key, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!statuses.includes(status)) throw new Error(`${method} ${path} is ${status}: ${text.slice(0, 300)}`)
    return JSON.parse(text)
  }

  /** Asks for an account by digest (RFC 7616), as its owner's app does. @returns {Promise<number>} the status */
  async logIn({ username, domain }, password) {
    const path = '/api/accounts/me'
    const from = `sip:${username}@${domain}`
    const { headers } = await this.#send('GET', path, { headers: { from } })
    const challenge = headers.get('www-authenticate') ?? ''
    const [realm, nonce, opaque] = ['realm', 'nonce', 'opaque'].map((name) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1])
    const [nc, cnonce] = ['00000001', randomBytes(8).toString('hex')]
    const ha1 = sha256(`${username}:${realm}:${password}`)
    const response = sha256(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${sha256(`GET:${path}`)}`)
    const fields = `username="${username}", realm="${realm}", nonce="${nonce}", uri="${path}", algorithm=SHA-256, response="${response}"`
    const authorization = `Digest ${fields}, cnonce="${cnonce}", nc=${nc}, qop=auth, opaque="${opaque}"`
    return (await this.#send('GET', path, { headers: { from, authorization } })).status
  }

  async #send(method, path, options) {
    this.requests++
    const sent = performance.now()
    const response = await fetch(this.url + path, { method, ...options })
    const text = await response.text()
    this.waited += performance.now() - sent
    return { status: response.status, headers: response.headers, text }
  }
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
