import { exchange, type HttpAnswer, jsonObject, retryAfter } from '../http.js'
import { gone, notSent, type PushFailure, refused, tryPush } from './attempt.js'
import { type FcmAccess, fcmAccess, readServiceAccount, type ServiceAccount } from './fcmAccess.js'
import { checkedFcmDevice, checkFcmProject } from './fcmDevice.js'
import { deviceIdentity } from './identity.js'
import { DEFAULT_TIMEOUT_MS, DEFAULT_TTL_SECONDS, type PushLimits, type PushSender } from './push.js'

export interface FcmOptions extends PushLimits {
  /** a service account's JSON file */
  credentialsFile: string
  /** of the project: a pn_param that is another number is refused */
  projectNumber?: string | undefined
  /** in place of Google's */
  origin?: string | undefined
}

/** What `doctor` needs beside sending: an answer to a message that is checked but not sent. */
export interface FcmSender extends PushSender {
  probe(signal: AbortSignal): Promise<string>
}

/** Pushes to Android devices by Firebase Cloud Messaging, HTTP v1: a data message of high priority. */
export function fcmSender(options: FcmOptions): FcmSender {
  const {
    origin = 'https://fcm.googleapis.com',
    ca,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    ttlSeconds = DEFAULT_TTL_SECONDS,
    now = Date.now,
  } = options
  let opened: { account: ServiceAccount; access: FcmAccess } | undefined

  async function open(): Promise<{ account: ServiceAccount; access: FcmAccess }> {
    if (opened) return opened
    const account = await readServiceAccount(options.credentialsFile)
    opened ??= { account, access: fcmAccess(account, timeoutMs, ca, now) }
    return opened
  }

  async function post(body: unknown, signal: AbortSignal): Promise<HttpAnswer> {
    const { account, access } = await open()
    const url = new URL(`/v1/projects/${encodeURIComponent(account.projectId)}/messages:send`, origin)
    const message = JSON.stringify(body)
    const once = (token: string): Promise<HttpAnswer> =>
      exchange({
        method: 'POST',
        url,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: message,
        signal,
        ca,
      })
    const token = await access.token(signal)
    const answer = await once(token)
    return answer.status === 401 ? once(await access.token(signal, token)) : answer
  }

  return {
    identify: (target) => deviceIdentity(target, { fcmProjectNumber: options.projectNumber }),
    send: (target, token) =>
      tryPush(timeoutMs, async (signal) => {
        const prid = checkedFcmDevice(target, options.projectNumber)
        checkFcmProject(target, (await open()).account.projectId)
        // `custom-payload` is where flexisip_pusher puts it, and where Linphone for Android looks
        const data = { token, 'custom-payload': JSON.stringify({ token }) }
        const answer = await post({ message: { token: prid, data, android: { priority: 'high', ttl: `${ttlSeconds}s` } } }, signal)
        const body = jsonObject(await answer.text())
        if (answer.status !== 200) throw fcmFailure(answer, body, now())
        if (typeof body.name !== 'string') throw notSent(new Error('fcm: 200, but no message name'))
      }),
    async probe(signal) {
      const answer = await post({ validate_only: true, message: { topic: 'doctor' } }, signal)
      const body = jsonObject(await answer.text())
      if (answer.status !== 200) throw new Error(fcmReason(answer.status, body))
      return (await open()).account.projectId
    },
  }
}

interface FcmError {
  status?: unknown
  message?: unknown
  details?: unknown
}

function fcmFailure(answer: HttpAnswer, body: Record<string, unknown>, now: number): PushFailure {
  const cause = new Error(fcmReason(answer.status, body))
  const code = errorCode(body)
  if (answer.status === 404 || code === 'UNREGISTERED' || isNoRegistration(body)) return gone(cause)
  if (code === 'SENDER_ID_MISMATCH') return refused("This device belongs to another Firebase project than this service's.", cause)
  return notSent(cause, retryAfter(answer.headers['retry-after'], now))
}

/** A registration token that Firebase never gave out, or no longer knows: 400 like any other bad field, which only the text tells. */
function isNoRegistration(body: Record<string, unknown>): boolean {
  const { status, message } = (body.error ?? {}) as FcmError
  return status === 'INVALID_ARGUMENT' && /not a valid (FCM )?registration token/i.test(String(message))
}

function fcmReason(status: number, body: Record<string, unknown>): string {
  const { status: name = '', message = '' } = (body.error ?? {}) as FcmError
  return `fcm: ${status} ${errorCode(body) ?? String(name)} ${String(message)}`.trim().slice(0, 300)
}

/** The FcmError of the details, such as UNREGISTERED. */
function errorCode(body: Record<string, unknown>): string | undefined {
  const { details } = (body.error ?? {}) as FcmError
  if (!Array.isArray(details)) return undefined
  const found: unknown = details.find((detail: { errorCode?: unknown } | null) => typeof detail?.errorCode === 'string')
  return (found as { errorCode: string } | undefined)?.errorCode
}
