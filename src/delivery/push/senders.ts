import { type ApnsOptions, apnsSender } from './apns.js'
import { refused } from './attempt.js'
import { type FcmOptions, fcmSender } from './fcm.js'
import type { PushLimits, PushProvider, PushSender } from './push.js'
import { pusherSender } from './pusher.js'
import { type WebPushOptions, webPushSender } from './web.js'

/** What an operator can set for pushes. Whatever is undefined is not configured. */
export interface PushOptions extends PushLimits {
  pusherPath?: string | undefined
  apns?: ApnsOptions | undefined
  fcm?: FcmOptions | undefined
  vapid?: WebPushOptions | undefined
  /** used when nothing of the above is set */
  fallback: PushSender
}

/** The sender for each provider: flexisip_pusher for all if it is set, else the native ones, else the fallback. */
export function pushSenders({ pusherPath, apns, fcm, vapid, fallback, ...limits }: PushOptions): PushSender {
  if (pusherPath) return pusherSender({ ...limits, path: pusherPath, fcmCredentialsFile: fcm?.credentialsFile })
  if (!apns && !fcm && !vapid) return fallback
  const apple = apns && apnsSender({ ...limits, ...apns })
  const senders: Record<PushProvider, PushSender | undefined> = {
    apns: apple,
    'apns.dev': apple,
    fcm: fcm && fcmSender({ ...limits, ...fcm }),
    webpush: vapid && webPushSender({ ...limits, ...vapid }),
  }
  return {
    async send(target, token) {
      const sender = senders[target.provider]
      if (!sender) throw refused(`This service is not set up for pushes by ${target.provider}.`)
      await sender.send(target, token)
    },
    close: () => apple?.close(),
  }
}
