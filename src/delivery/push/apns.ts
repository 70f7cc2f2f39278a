import { readFile } from 'node:fs/promises'
import { importPKCS8, SignJWT } from 'jose'
import { retryAfter } from '../http.js'
import { type ApnsDevice, apnsDevice } from './apnsDevice.js'
import { type ApnsAnswer, apnsSessions } from './apnsSessions.js'
import { gone, notSent, type PushFailure, refused, tryPush } from './attempt.js'
import { deviceIdentity } from './identity.js'
import { DEFAULT_TIMEOUT_MS, DEFAULT_TTL_SECONDS, type PushLimits, type PushSender } from './push.js'

export interface ApnsOptions extends PushLimits {
  /** the .p8 file from Apple (PKCS #8, PEM, P-256) */
  keyFile: string
  keyId: string
  /** the team that the key belongs to */
  teamId: string
  /** in place of Apple's */
  hosts?: ApnsHosts | undefined
}

export type ApnsHosts = Record<'apns' | 'apns.dev', string>

const HOSTS: ApnsHosts = { apns: 'https://api.push.apple.com', 'apns.dev': 'https://api.sandbox.push.apple.com' }

/** Apple refuses a token older than an hour, and too many new ones: at most one in 20 minutes. Seconds. */
const JWT_AGE = 2_400

/** What `doctor` needs beside sending: an answer to a push to no device. */
export interface ApnsSender extends PushSender {
  probe(provider: 'apns' | 'apns.dev', signal: AbortSignal): Promise<ApnsAnswer>
  close(): void
}

/** Pushes to Apple's devices directly: background pushes over HTTP/2, authenticated by a JWT. */
export function apnsSender(options: ApnsOptions): ApnsSender {
  const { teamId, hosts = HOSTS, timeoutMs = DEFAULT_TIMEOUT_MS, ttlSeconds = DEFAULT_TTL_SECONDS, now = Date.now } = options
  const sessions = apnsSessions(options.ca)
  const bearer = apnsBearer(options, now)

  async function post(
    provider: 'apns' | 'apns.dev',
    { deviceToken, topic }: Omit<ApnsDevice, 'team'>,
    payload: unknown,
    signal: AbortSignal,
  ) {
    const headers = {
      ':path': `/3/device/${deviceToken}`,
      authorization: `bearer ${await bearer()}`,
      'apns-push-type': 'background',
      'apns-priority': '5',
      'apns-topic': topic,
      'apns-expiration': String(Math.floor(now() / 1000) + ttlSeconds),
      'content-type': 'application/json',
    }
    return sessions.post(hosts[provider], headers, JSON.stringify(payload), signal)
  }

  return {
    identify: deviceIdentity,
    send: (target, token) =>
      tryPush(timeoutMs, async (signal) => {
        const device = apnsDevice(target)
        if (device.team !== undefined && device.team !== teamId)
          throw refused("pn_param names another team than this service's. It cannot push to this app.")
        // `customPayload` is where flexisip_pusher puts it, and where Linphone for iOS looks
        const payload = { aps: { 'content-available': 1 }, token, customPayload: { token } }
        const answer = await post(target.provider === 'apns.dev' ? 'apns.dev' : 'apns', device, payload, signal)
        if (answer.status !== 200) throw apnsFailure(answer, now())
      }),
    probe: (provider, signal) =>
      post(provider, { deviceToken: '0'.repeat(64), topic: 'org.example.nobody' }, { aps: { 'content-available': 1 } }, signal),
    close: () => sessions.close(),
  }
}

/** This device token will never be right for this app: the app must ask iOS for another. */
const GONE = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic', 'ExpiredToken', 'Unregistered'])

/** Apple's status codes and error strings as ours. */
function apnsFailure({ status, reason, retryAfter: wait }: ApnsAnswer, now: number): PushFailure {
  const cause = new Error(`apns: ${status} ${reason}`.trim())
  if (status === 410 || GONE.has(reason)) return gone(cause)
  if (reason === 'BadTopic' || reason === 'TopicDisallowed')
    return refused('Apple does not allow this service to push to this app: pn_param is not the app of its key.', cause)
  return notSent(cause, retryAfter(wait, now))
}

/** The provider token (JWT, ES256), made again before Apple finds it too old, and after the clock was set back. */
function apnsBearer(
  { keyFile, keyId, teamId }: Pick<ApnsOptions, 'keyFile' | 'keyId' | 'teamId'>,
  now: () => number,
): () => Promise<string> {
  let made: { at: number; jwt: Promise<string> } | undefined
  return () => {
    const at = Math.floor(now() / 1000)
    if (!made || at - made.at >= JWT_AGE || at < made.at) {
      const jwt = sign(keyFile, keyId, teamId, at)
      made = { at, jwt }
      // an unreadable key file is read again for the next push
      jwt.catch(() => (made = undefined))
    }
    return made.jwt
  }
}

async function sign(keyFile: string, keyId: string, teamId: string, at: number): Promise<string> {
  const key = await importPKCS8(await readFile(keyFile, 'utf8'), 'ES256')
  return new SignJWT().setProtectedHeader({ alg: 'ES256', kid: keyId }).setIssuer(teamId).setIssuedAt(at).sign(key)
}
