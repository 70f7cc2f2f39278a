import { join } from 'node:path'
import { Eta } from 'eta'
import { addressOf } from '../../domain/sip.js'
import { packageRoot } from '../../lib/packageRoot.js'
import { type Language, translation } from '../../texts/languages.js'
import type { Mail, MailText, MessageFacts } from '../../texts/messages.js'
import type { MessageChannel, MessageData, MessageKind, RenderedMessage } from '../messages.js'
import { type SmsTemplates, smsText } from '../sms/texts.js'

export interface ToRender {
  id: string
  channel: MessageChannel
  kind: MessageKind
  language: Language
  to: string
  /** until the code inside is void */
  secondsLeft: number
  data: MessageData
  /** in place of the usual texts of SMS */
  smsTemplates?: SmsTemplates | undefined
}

/** The one image that a mail can have, inside it: nothing is loaded from elsewhere. */
const QR_CID = 'qr-code@mail'

/** A paragraph of a mail: a code and a link stand alone, so that the HTML part can set them off. */
interface Paragraph {
  kind: 'text' | 'code' | 'link'
  text: string
}

/**
 * Makes the words of a message. What came from users is put in as characters, nothing more: it cannot start a line or a header, and the
 * HTML part escapes it.
 * @throws Error when there is no such text for this channel, which is a fault of the caller
 */
export function renderMessage({ id, channel, kind, language, to, secondsLeft, data, smsTemplates }: ToRender): RenderedMessage {
  const validSeconds = Math.max(1, Math.floor(secondsLeft))
  const facts = factsOf(data, lifetime(validSeconds, language))
  const message = { id, to, validSeconds, language, data }
  if (channel === 'sms') return { ...message, text: smsText(kind, language, facts, smsTemplates) }
  const { subject, paragraphs, qrCode } = mailText(kind, language, facts)
  const qr = qrCode !== undefined && facts.link !== '' ? { cid: QR_CID, alt: qrCode } : undefined
  return {
    ...message,
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: htmlEngine().render('./layout', { language, subject, qr, paragraphs: paragraphs.map((text) => paragraph(text, facts)) }),
    ...(qr && { qrCode: { cid: QR_CID, text: facts.link } }),
  }
}

function mailText(kind: MessageKind, language: Language, facts: MessageFacts): MailText {
  const texts: Partial<Record<MessageKind, Mail>> = translation(language).mails
  const text = texts[kind]
  if (!text) throw new Error(`there is no mail of kind ${kind}`)
  return text(facts)
}

const paragraph = (text: string, { code, link }: MessageFacts): Paragraph => ({
  kind: text === code ? 'code' : text === link ? 'link' : 'text',
  text,
})

let engine: Eta | undefined
/** Escapes each value. Nothing is read before the first mail. */
function htmlEngine(): Eta {
  engine ??= new Eta({ views: join(packageRoot(), 'src', 'delivery', 'mail', 'templates'), cache: true, autoEscape: true })
  return engine
}

/** Each value without control, format and line characters: none can forge a line, a paragraph or the direction of writing. */
function factsOf({ username, domain, code = '', link = '', names = '' }: MessageData, lifetime: string): MessageFacts {
  const clean = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
  const owner = { username: clean(username), domain: clean(domain) }
  return { account: addressOf(owner), domain: owner.domain, code: clean(code), link: clean(link), names: clean(names), lifetime }
}

/** `9 minutes`, `3 hours`, `7 days`; rounded down, so that no code is promised to last longer than it does. */
function lifetime(seconds: number, language: Language): string {
  const { units } = translation(language)
  const minutes = Math.max(1, Math.floor(seconds / 60))
  if (minutes < 120) return units.minutes(minutes)
  const hours = Math.floor(minutes / 60)
  // a mail takes a moment to go: a week minus some minutes is a week
  return hours < 48 ? units.hours(hours) : units.days(Math.floor((hours + 1) / 24))
}
