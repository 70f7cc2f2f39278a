import { createECDH } from 'node:crypto'
import { access, constants, stat } from 'node:fs/promises'
import { withDeadline } from '../../lib/deadline.js'
import { type ApnsOptions, apnsSender } from './apns.js'
import { fcmSender } from './fcm.js'
import { DEFAULT_TIMEOUT_MS } from './push.js'
import type { PushOptions } from './senders.js'
import type { WebPushOptions } from './web.js'

/** One line of `doctor`. */
export interface PushFinding {
  check: string
  status: 'ok' | 'failed' | 'off'
  detail: string
}

/**
 * Looks at every configured way of pushing: the files, the keys, and whether the push service lets us in. No device is needed, and none
 * gets anything.
 */
export async function checkPush({
  pusherPath,
  apns,
  fcm,
  vapid,
  webPushHosts: _hosts,
  fcmProjectNumber: _number,
  fallback: _,
  ...limits
}: PushOptions): Promise<PushFinding[]> {
  const timeoutMs = limits.timeoutMs ?? DEFAULT_TIMEOUT_MS
  if (pusherPath) return [await look('push by flexisip_pusher', () => withDeadline(timeoutMs, () => checkPusher(pusherPath)))]
  if (!apns && !fcm && !vapid) return [{ check: 'push', status: 'off', detail: 'nothing is set: pushes go to the outbox' }]
  return Promise.all([
    apns
      ? look('push by apns', () => withDeadline(timeoutMs, (signal) => checkApns({ ...limits, ...apns }, signal)))
      : off('push by apns', 'APNS_KEY_FILE is not set'),
    fcm
      ? look('push by fcm', () =>
          withDeadline(timeoutMs, async (signal) => `lets us in, project ${await fcmSender({ ...limits, ...fcm }).probe(signal)}`),
        )
      : off('push by fcm', 'FCM_CREDENTIALS_FILE is not set'),
    vapid ? look('push by webpush', async () => checkVapid(vapid)) : off('push by webpush', 'VAPID_PUBLIC_KEY is not set'),
  ])
}

async function checkPusher(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new Error(`${path} is no file`)
  await access(path, constants.X_OK)
  return `${path} can be run`
}

/** A push to a device that does not exist: once we are let in, Apple complains about the device. */
async function checkApns(options: ApnsOptions, signal: AbortSignal): Promise<string> {
  const sender = apnsSender(options)
  try {
    const { status, reason } = await sender.probe('apns', signal)
    if (status !== 400 && status !== 410) throw new Error(`Apple answers ${status} ${reason}`.trim())
    return `lets us in, key ${options.keyId} of team ${options.teamId}`
  } finally {
    sender.close()
  }
}

/** @throws Error when the two keys are not a pair, or the subject is none */
function checkVapid({ publicKey, privateKey, subject }: Omit<WebPushOptions, 'hosts'>): string {
  if (!/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(subject)) throw new Error('VAPID_SUBJECT is neither a mailto: nor an https: URL')
  const curve = createECDH('prime256v1')
  if (Buffer.from(privateKey, 'base64url').length !== 32) throw new Error('VAPID_PRIVATE_KEY is not 32 bytes in base64url')
  curve.setPrivateKey(Buffer.from(privateKey, 'base64url'))
  if (!curve.getPublicKey().equals(Buffer.from(publicKey, 'base64url')))
    throw new Error('VAPID_PUBLIC_KEY does not belong to VAPID_PRIVATE_KEY')
  return 'the keys are a pair'
}

async function look(check: string, examination: () => Promise<string>): Promise<PushFinding> {
  try {
    return { check, status: 'ok', detail: await examination() }
  } catch (error) {
    return { check, status: 'failed', detail: (error as Error).message.trim().split('\n')[0] || String(error) }
  }
}

const off = (check: string, detail: string): PushFinding => ({ check, status: 'off', detail })
