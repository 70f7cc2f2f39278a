import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { importJWK, jwtVerify } from 'jose'
import { closeServer, listen } from './servers.js'
import type { TestCertificate } from './tls.js'

export interface WebPushMessage {
  path: string
  headers: IncomingHttpHeaders
  /** as the browser reads it, decrypted */
  body: any
  subject: string
}

/** A push service (RFC 8030) and the browser behind it, which decrypts what it gets (RFC 8291). */
export interface WebPushServer {
  port: number
  /** the browser's subscription */
  subscription: { endpoint: string; p256dh: string; auth: string }
  /** the service's VAPID keys, as the browser knows them */
  vapid: { publicKey: string; privateKey: string; subject: string }
  messages: WebPushMessage[]
  /** how it answers a message that is right; by default with 201 */
  answer: (response: ServerResponse) => void
  close(): Promise<void>
}

/** `host` is the name under which the service is found; the certificate must have it. */
export async function startWebPushServer(certificate: TestCertificate, host = 'localhost'): Promise<WebPushServer> {
  const browser = createECDH('prime256v1')
  browser.generateKeys()
  const auth = randomBytes(16)
  const vapidKeys = createECDH('prime256v1')
  vapidKeys.generateKeys()

  const server = createServer({ ...certificate }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    try {
      const subject = await vapidSubject(request.headers.authorization ?? '')
      if (request.headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(String(request.headers.ttl))) throw new Error('headers')
      const body = JSON.parse(decrypt(Buffer.concat(chunks)))
      far.messages.push({ path: request.url!, headers: request.headers, body, subject })
    } catch (error) {
      response.writeHead(403).end(String(error))
      return
    }
    far.answer(response)
  })
  const port = await listen(server)
  const origin = `https://${host}:${port}`

  /** RFC 8292: the token is for this origin, lives a day at most, and is signed by the key that the browser subscribed with. */
  async function vapidSubject(authorization: string): Promise<string> {
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
    if (key !== far.vapid.publicKey) throw new Error('another key')
    const point = Buffer.from(key, 'base64url')
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
    const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'], audience: origin })
    if (payload.exp! * 1000 > Date.now() + 86_400_000) throw new Error('expires too late')
    return payload.sub!
  }

  /** RFC 8291, section 3, and RFC 8188, for one record. */
  function decrypt(message: Buffer): string {
    const salt = message.subarray(0, 16)
    const sender = message.subarray(21, 21 + message[20]!)
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender])
    const ikm = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, info, 32))
    const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16))
    const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12))
    const record = message.subarray(21 + message[20]!)
    const decipher = createDecipheriv('aes-128-gcm', key, nonce)
    decipher.setAuthTag(record.subarray(-16))
    const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
    return plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')
  }

  const far: WebPushServer = {
    port,
    subscription: {
      endpoint: `${origin}/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV`,
      p256dh: browser.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    },
    vapid: {
      publicKey: vapidKeys.getPublicKey('base64url'),
      // a number may be shorter than the field that it belongs in
      privateKey: Buffer.from(vapidKeys.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url'),
      subject: 'mailto:admin@example.org',
    },
    messages: [],
    answer: (response) => void response.writeHead(201).end(),
    close: () => closeServer(server),
  }
  return far
}
