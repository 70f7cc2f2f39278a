import { DeliveryError, safeReason } from '../messages.js'
import type { SmsGateway } from './gateway.js'
import { ask, decoded, queryOf, type SmsHttp } from './http.js'

const BASE = 'https://api.twilio.com'
/** Twilio's codes for a number that cannot, may not or does not want to be written to. */
const NEVER = new Set([21211, 21214, 21217, 21219, 21265, 21408, 21610, 21612, 21614, 21635])
/** The longest that Twilio keeps a message. Seconds. */
const MAX_VALIDITY = 36_000

/**
 * Twilio: `twilio://ACCOUNTSID:TOKEN@default?from=+15005550006`, or `?service=MG…` for a messaging service.
 * @param base in place of Twilio's address: tests
 * @throws Error when the URL is malformed
 */
export function twilioGateway(text: string, http: SmsHttp, base: string = BASE): SmsGateway {
  const url = new URL(text)
  const query = queryOf(url)
  const [account, token] = [decoded(url.username), decoded(url.password)]
  const [from, service] = [query.get('from'), query.get('service')]
  if (!account || !token || !from === !service)
    throw new Error('expected twilio://ACCOUNTSID:TOKEN@default?from=+15005550006, or ?service=MG…')
  const sender: Record<string, string> = from ? { From: from } : { MessagingServiceSid: service! }
  const name = new URL(base).host
  const root = `${base}/2010-04-01/Accounts/${encodeURIComponent(account)}`
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`

  return {
    name,
    async send({ to, text: words, validSeconds }, signal) {
      const body = new URLSearchParams({
        To: to,
        ...sender,
        Body: words,
        ValidityPeriod: String(Math.min(MAX_VALIDITY, validSeconds)),
      }).toString()
      const headers = { Authorization: authorization, 'Content-Type': 'application/x-www-form-urlencoded' }
      const answer = await ask(http, { method: 'POST', url: new URL(`${root}/Messages.json`), headers, body }, signal)
      const { sid, status, code, message } = answer.json
      if (answer.status === 201 && typeof sid === 'string' && status !== 'failed' && status !== 'undelivered') return
      const reason = safeReason([code, message].filter((part) => typeof part === 'number' || typeof part === 'string').join(' '), [
        token,
        words,
      ])
      throw new DeliveryError(`${name}: answered ${answer.status}${reason && ` ${reason}`}`, {
        permanent: answer.status === 400 && NEVER.has(Number(code)),
        ...(answer.retryAfter && { retryAfter: answer.retryAfter }),
      })
    },
    async check() {
      const answer = await ask(http, { method: 'GET', url: new URL(`${root}.json`), headers: { Authorization: authorization } })
      const { status } = answer.json
      if (answer.status !== 200)
        throw new DeliveryError(`${name}: answered ${answer.status}${answer.status === 401 ? ': account or token is wrong' : ''}`)
      if (status !== 'active') throw new DeliveryError(`${name}: the account is ${safeReason(String(status))}`)
      return `${name} answers, credentials accepted`
    },
  }
}
