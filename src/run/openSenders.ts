import { join } from 'node:path'
import type { Config } from '../config/config.js'
import { mailSender } from '../delivery/mail/smtp.js'
import type { MessageChannel, MessageSender, RemoteSender } from '../delivery/messages.js'
import { outboxPush, outboxSender } from '../delivery/outboxFolder.js'
import { checkPush, type PushFinding } from '../delivery/push/check.js'
import type { PushSender } from '../delivery/push/push.js'
import { type PushOptions, pushSenders } from '../delivery/push/senders.js'
import { smsSender } from '../delivery/sms/sms.js'
import { traced } from '../lib/tracing.js'

/** How this configuration sends: through real far ends, or into the development outbox where none is named. */
export interface Senders {
  messages: Record<MessageChannel, MessageSender>
  push: PushSender
  /** those of `messages` that have a far end */
  remote: Partial<Record<MessageChannel, RemoteSender>>
  checkPush(): Promise<PushFinding[]>
  close(): void
}

/**
 * @param allows whether SMS may go to a number
 * @throws Error that names the variable with a fault
 */
export function openSenders(config: Config, now: () => number, allows: (phone: string) => Promise<boolean>): Senders {
  const folder = outboxFolder(config)
  const { mailUrl, mailFrom, smsUrls, webPushHosts, fcmProjectNumber } = config
  const email =
    mailUrl === undefined
      ? undefined
      : named('MAIL_URL, MAIL_FROM', () =>
          mailSender({ url: mailUrl, from: mailFrom, publicHost: new URL(config.publicUrl).hostname, now }),
        )
  const sms = smsUrls.length === 0 ? undefined : named('SMS_URL', () => smsSender({ urls: smsUrls, allows, now }))
  const pushOptions: PushOptions = {
    ...config.push,
    webPushHosts,
    fcmProjectNumber,
    fallback: outboxPush(folder, now),
    ttlSeconds: config.tokenTtl,
    now,
  }
  const push = pushSenders(pushOptions)
  return {
    messages: { email: email ?? outboxSender('email', folder, now), sms: sms ?? outboxSender('sms', folder, now) },
    push: {
      ...push,
      send: (target, token) =>
        traced({ name: 'push', kind: 'internal', attributes: { 'flexisip_accounts.provider': target.provider } }, () =>
          push.send(target, token),
        ),
    },
    remote: { ...(email && { email }), ...(sms && { sms }) },
    checkPush: () => checkPush(pushOptions),
    close() {
      email?.close()
      sms?.close()
      push.close?.()
    },
  }
}

export const outboxFolder = (config: Config): string => join(config.dataDir, 'outbox')

/** What of mail, SMS and push goes to the development outbox, for the start-up text. */
export function notReallySent({ mailUrl, smsUrls, push }: Config): string[] {
  const pushes = Object.values(push).some((way) => way !== undefined)
  return [mailUrl === undefined && 'e-mail', smsUrls.length === 0 && 'SMS', !pushes && 'push'].filter((name) => name !== false)
}

function named<T>(variables: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    throw new Error(`${variables}: ${(error as Error).message}`)
  }
}
