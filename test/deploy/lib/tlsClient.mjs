// The tests' own client, through TLS and a reverse proxy, from an address of this machine.
import { Agent, request as httpsRequest } from 'node:https'
import { ApiClient } from '../../support/client.ts'
import { HOST } from './proxies.mjs'

export class TlsClient extends ApiClient {
  /** connections that were opened */
  opened = 0

  /** @param {string} ca @param {string} from where it sends from: any address of 127.0.0.0/8 */
  constructor(ca, from = '127.0.0.1') {
    super(`https://${HOST}`)
    const client = this
    this.options = { host: '127.0.0.1', port: 443, servername: HOST, ca, localAddress: from }
    this.agent = new (class extends Agent {
      /** @override */
      createConnection(options, done) {
        client.opened++
        return super.createConnection(options, done)
      }
    })({ keepAlive: true, maxSockets: 10 })
  }

  /** @override @param {string} method @param {string} path @param {{ body?: any, headers?: any }} [options] */
  async raw(method, path, { body, headers = {} } = {}) {
    const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    const sent = {
      host: HOST,
      ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      ...headers,
    }
    /** @type {import('node:http').IncomingMessage} */
    const message = await new Promise((resolve, reject) => {
      const request = httpsRequest({ ...this.options, agent: this.agent, method, path, headers: sent }, resolve)
      request.on('error', reject)
      request.end(payload)
    })
    const chunks = []
    for await (const chunk of message) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString('utf8')
    const all = (name) => message.headersDistinct[name.toLowerCase()] ?? []
    return {
      ...{ status: message.statusCode ?? 0, reason: message.statusMessage ?? '', informed: [], headers: [], text, body: parsed(text) },
      ...{ all, header: (name) => all(name)[0] },
    }
  }

  close() {
    this.agent.destroy()
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
