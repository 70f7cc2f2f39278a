import { type ApnsOptions, apnsSender } from './apns.js'
import { refused } from './attempt.js'
import { type FcmOptions, fcmSender } from './fcm.js'
import type { PushLimits, PushProvider, PushSender, PushTarget } from './push.js'
import { pusherSender } from './pusher.js'
import { type WebPushOptions, webPushSender } from './web.js'

/** What an operator can set for pushes. Whatever is undefined is not configured. */
export interface PushOptions extends PushLimits {
  pusherPath?: string | undefined
  apns?: ApnsOptions | undefined
  fcm?: FcmOptions | undefined
  vapid?: Omit<WebPushOptions, 'hosts'> | undefined
  /** push services that browsers may be pushed by; none if left out */
  webPushHosts?: readonly string[] | undefined
  /** of the Firebase project */
  fcmProjectNumber?: string | undefined
  /** used when nothing of the above is set */
  fallback: PushSender
}

/** The sender for each provider: flexisip_pusher for all if it is set, else the native ones, else the fallback. */
export function pushSenders(options: PushOptions): PushSender {
  const { pusherPath, apns, fcm, vapid, webPushHosts: hosts = [], fcmProjectNumber: projectNumber, fallback, ...limits } = options
  if (pusherPath) {
    const known = { fcmProjectNumber: projectNumber, webPush: { hosts } }
    return pusherSender({ ...limits, path: pusherPath, fcmCredentialsFile: fcm?.credentialsFile, known })
  }
  if (!apns && !fcm && !vapid) return fallback
  const apple = apns && apnsSender({ ...limits, ...apns })
  const senders: Record<PushProvider, PushSender | undefined> = {
    apns: apple,
    'apns.dev': apple,
    fcm: fcm && fcmSender({ ...limits, ...fcm, projectNumber }),
    webpush: vapid && webPushSender({ ...limits, ...vapid, hosts }),
  }
  function senderOf({ provider }: PushTarget): PushSender {
    const sender = senders[provider]
    if (!sender) throw refused(`This service is not set up for pushes by ${provider}.`)
    return sender
  }
  return {
    identify: (target) => senderOf(target).identify(target),
    async send(target, token) {
      await senderOf(target).send(target, token)
    },
    close: () => apple?.close(),
  }
}
