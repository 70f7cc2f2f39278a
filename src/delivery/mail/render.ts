import { join } from 'node:path'
import { Eta } from 'eta'
import { addressOf } from '../../domain/sip.js'
import { packageRoot } from '../../lib/packageRoot.js'
import type { MessageChannel, MessageData, MessageKind, MessageLanguage, RenderedMessage } from '../messages.js'
import { smsText } from '../sms/texts.js'

export interface ToRender {
  id: string
  channel: MessageChannel
  kind: MessageKind
  language: MessageLanguage
  to: string
  /** until the code inside is void */
  secondsLeft: number
  data: MessageData
}

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
export function renderMessage({ id, channel, kind, language, to, secondsLeft, data }: ToRender): RenderedMessage {
  const validSeconds = Math.max(1, Math.floor(secondsLeft))
  const safe = oneLineEach(data)
  const message = { id, to, validSeconds, language, data }
  if (channel === 'sms') return { ...message, text: smsText(kind, language, safe) }
  const account = addressOf(safe)
  const source = templates().text.render(`./${language}/${kind}`, { ...safe, account, lifetime: lifetime(validSeconds, language) })
  const [subject = '', ...blocks] = source.trim().split(/\n{2,}/)
  const paragraphs = blocks.map((text): Paragraph => ({ kind: text === safe.code ? 'code' : text === safe.link ? 'link' : 'text', text }))
  return {
    ...message,
    subject,
    text: `${blocks.join('\n\n')}\n`,
    html: templates().html.render('./layout', { language, subject, paragraphs }),
  }
}

/** Two engines over the same folder: `text` puts values in as they are, `html` escapes each. Nothing is read before the first mail. */
let engines: { text: Eta; html: Eta } | undefined
function templates(): { text: Eta; html: Eta } {
  const views = join(packageRoot(), 'src', 'delivery', 'mail', 'templates')
  engines ??= {
    text: new Eta({ views, cache: true, autoEscape: false, autoTrim: false }),
    html: new Eta({ views, cache: true, autoEscape: true }),
  }
  return engines
}

/** Values without control, format and line characters: none can forge a line, a paragraph or the direction of writing. */
function oneLineEach(data: MessageData): MessageData {
  const clean = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
  return {
    username: clean(data.username),
    domain: clean(data.domain),
    ...(data.code !== undefined && { code: clean(data.code) }),
    ...(data.link !== undefined && { link: clean(data.link) }),
  }
}

/** `9 minutes`, `3 hours`; rounded down, so that no code is promised to last longer than it does. */
function lifetime(seconds: number, language: MessageLanguage): string {
  const minutes = Math.max(1, Math.floor(seconds / 60))
  const hours = Math.floor(minutes / 60)
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : [hours, language === 'fr' ? 'heure' : 'hour']
  return `${count} ${unit}${count > 1 ? 's' : ''}`
}
