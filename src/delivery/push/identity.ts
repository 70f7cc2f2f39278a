import { apnsDevice } from './apnsDevice.js'
import { PushFailure } from './attempt.js'
import { checkedFcmDevice } from './fcmDevice.js'
import type { PushTarget } from './push.js'
import { subscription, subscriptionId, type WebPushServices } from './webDevice.js'

/** What an operator says of the devices that may be pushed to. */
export interface KnownDevices {
  fcmProjectNumber?: string | undefined
  webPush?: WebPushServices | undefined
}

/**
 * One text for each device, however a client spells it: two targets whose pushes arrive at one place have one text.
 * @throws PushFailure when it is no device that a push could reach
 */
export function deviceIdentity(target: PushTarget, { fcmProjectNumber, webPush }: KnownDevices = {}): string {
  if (target.provider === 'webpush') return `webpush ${subscriptionId(subscription(target, webPush).url)}`
  if (target.provider === 'fcm') return `fcm ${checkedFcmDevice(target, fcmProjectNumber)}`
  // a device token is one of Apple's two environments: never the same in both
  const { deviceToken, topic } = apnsDevice(target)
  return `apns ${deviceToken.toLowerCase()} ${topic.toLowerCase()}`
}

/** The same for the outbox, which takes what no push service would: that is told apart as it is written. */
export function looseIdentity(target: PushTarget): string {
  try {
    return deviceIdentity(target)
  } catch (error) {
    if (!(error instanceof PushFailure)) throw error
    return JSON.stringify([target.provider, target.param, target.prid])
  }
}
