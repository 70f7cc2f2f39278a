import { createHmac } from 'node:crypto'
import { DeliveryError, safeReason } from '../messages.js'
import type { SmsGateway } from './gateway.js'
import { ask, decoded, type SmsHttp } from './http.js'

/** Answers that say something about us or about now, and nothing about the message. */
const NOT_ABOUT_THE_MESSAGE = new Set([401, 402, 403, 404, 405, 407, 408, 409, 411, 425, 429])

/**
 * Any gateway that takes a signed POST: `https://:SECRET@host/path`.
 *
 *     POST /path
 *     Content-Type: application/json
 *     X-Timestamp: 1795521600                 seconds since the epoch
 *     X-Signature: sha256=<hex of HMAC-SHA-256(SECRET, X-Timestamp + "." + body)>
 *
 *     {"to":"+33612345678","text":"Your sip.example.org validation code is …","id":"m12.1795521600000"}
 *
 * Any 2xx: taken. `id` is the same whenever a message is repeated. 4xx about the message (400, 422 …): never tried again. Everything else,
 * 429 with Retry-After included: tried again later. Without a SECRET in the URL the request is not signed.
 * @throws Error when the URL is malformed
 */
export function genericGateway(text: string, http: SmsHttp): SmsGateway {
  const url = new URL(text)
  const secret = decoded(url.password || url.username)
  const name = url.host

  function headers(body: string): Record<string, string> {
    const timestamp = String(Math.floor(http.now() / 1000))
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
    return { 'Content-Type': 'application/json', ...(secret && { 'X-Timestamp': timestamp, 'X-Signature': `sha256=${signature}` }) }
  }

  return {
    name,
    async send({ to, text, id }, signal) {
      const body = JSON.stringify({ to, text, id })
      const answer = await ask(http, { method: 'POST', url, headers: headers(body), body }, signal)
      if (answer.status >= 200 && answer.status < 300) return
      const permanent = answer.status >= 400 && answer.status < 500 && !NOT_ABOUT_THE_MESSAGE.has(answer.status)
      const words = safeReason(answer.text, [secret, text, url.search.slice(1)])
      throw new DeliveryError(`${name}: answered ${answer.status}${words && ` ${words}`}`, {
        permanent,
        ...(answer.retryAfter && { retryAfter: answer.retryAfter }),
      })
    },
    async check() {
      const { status } = await ask(http, { method: 'HEAD', url })
      if (status >= 500) throw new DeliveryError(`${name}: answered ${status}`)
      return `${name} answers (${secret ? 'requests are signed' : 'requests are not signed: no secret in the URL'})`
    },
  }
}
