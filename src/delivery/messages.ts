import type { Language } from '../texts/languages.js'

export type MessageChannel = 'email' | 'sms'

/** Each kind has a text per language and channel that it goes by: src/texts/<language>/{mails,sms}.ts. */
export type MessageKind =
  | 'activation'
  | 'emailChange'
  | 'phoneChange'
  | 'provisioning'
  | 'recovery'
  | 'recoveryNames'
  | 'passwordReset'
  | 'invitation'
  | 'test'
  | NoticeKind

/** What the owner of an account is told, with no code in it. */
export type NoticeKind =
  | 'accountDeleted'
  | 'accountRecovered'
  | 'adminGranted'
  | 'adminRevoked'
  | 'apiKeyCreated'
  | 'emailChanged'
  | 'emailChangeNotice'
  | 'passwordGuessed'
  | 'passwordSet'
  | 'phoneChanged'
  | 'recoveryCodesRenewed'
  | 'recoveryCodeUsed'
  | 'secondFactorAdded'
  | 'secondFactorGuessed'
  | 'secondFactorRemoved'

/** The kinds that somebody waits for. Of invitations there can be thousands at once. */
export const CODE_KINDS: readonly MessageKind[] = ['activation', 'emailChange', 'phoneChange', 'recovery', 'recoveryNames', 'passwordReset']

/** Kinds whose code or link the service checks: a newer one of the same group, for the same account and channel, voids it. */
const VOIDING: readonly (readonly MessageKind[])[] = [
  ['activation', 'emailChange', 'phoneChange'],
  ['recovery'],
  ['passwordReset'],
  ['invitation'],
]

/** The kinds of which a newer message makes this one pointless. */
export const voidedBy = (kind: MessageKind): readonly MessageKind[] => VOIDING.find((group) => group.includes(kind)) ?? []

/** How long a notice, which holds no code, is worth sending. Milliseconds. */
export const NOTICE_MS = 86_400_000

/** A message to a person. Its text is made when it is sent, from `kind` and `data`. */
export interface NewMessage {
  /** the message goes when the account does */
  accountId: number | null
  channel: MessageChannel
  kind: MessageKind
  /** e-mail address or E.164 number */
  to: string
  language: Language
  /** after this it is not sent any more: its code would be void */
  expiresAt: Date
  data: MessageData
  /** the request that it follows from, as the log names it */
  requestId?: string | null
}

export interface MessageData {
  username: string
  domain: string
  code?: string
  link?: string
  /** user names, in one line */
  names?: string
}

/** A message ready to be handed to a sender. */
export interface RenderedMessage {
  /** the same at each try, so that a far end can tell a repetition: `[A-Za-z0-9.-]{1,64}` */
  id: string
  to: string
  /** seconds until there is no point in delivering it any more; at least 1 */
  validSeconds: number
  language: Language
  subject?: string
  text: string
  html?: string
  /** what the QR code says that the HTML shows, as the image of this Content-ID */
  qrCode?: { cid: string; text: string }
  data: MessageData
}

/** Hands one message to the far end. */
export interface MessageSender {
  /** true: done in microseconds on this machine, so a request may wait for it */
  readonly local: boolean
  /**
   * @param signal ends the attempt: what it has open is closed
   * @throws DeliveryError, or any error, when it was not taken; the messenger tries again unless the error is permanent
   */
  send(message: RenderedMessage, signal?: AbortSignal): Promise<void>
}

/** A sender with a real far end. */
export interface RemoteSender extends MessageSender {
  /** Looks whether the far end answers and takes our credentials, without sending. Says what it found. @throws DeliveryError with what is wrong */
  check(): Promise<string>
  /** Closes what it keeps open. Stop the messenger first. */
  close(): void
}

export interface DeliveryErrorDetails {
  /** the far end will never take this message: no use trying again */
  permanent?: boolean
  /** seconds that the far end asked us to wait */
  retryAfter?: number | undefined
  /** what really happened, for the log */
  cause?: unknown
}

/** A message that was not taken. Its text is for the operator: it names the far end and the reason, and holds no secret. */
export class DeliveryError extends Error {
  readonly permanent: boolean
  readonly retryAfter: number | undefined

  constructor(message: string, { permanent = false, retryAfter, cause }: DeliveryErrorDetails = {}) {
    super(message, { cause })
    this.permanent = permanent
    this.retryAfter = retryAfter
  }
}

const MAX_REASON = 300

/** A far end's words in one printable line of bounded length, without the given secrets (shorter than 3 characters they are no secrets). */
export function safeReason(text: string, secrets: readonly (string | undefined)[] = []): string {
  let safe = text.slice(0, 10 * MAX_REASON)
  for (const secret of secrets) {
    if (secret === undefined || secret.length < 3) continue
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) safe = safe.replaceAll(form, '***')
  }
  return safe
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON)
}
