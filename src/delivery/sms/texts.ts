import { type Language, translation } from '../../texts/languages.js'
import type { MessageFacts, Sms } from '../../texts/messages.js'
import { CODE_KINDS, type MessageKind } from '../messages.js'

/** The operator's own texts of SMS with a code, by language: `{domain}`, `{code}` and `{lifetime}` stand for what is put there. */
export type SmsTemplates = Partial<Record<Language, string | undefined>>

/** The text of an SMS. @throws Error for a kind that goes by mail alone, which is a fault of the caller */
export function smsText(kind: MessageKind, language: Language, facts: MessageFacts, templates: SmsTemplates = {}): string {
  const texts: Partial<Record<MessageKind, Sms>> = translation(language).sms
  const text = texts[kind]
  if (!text) throw new Error(`there is no SMS of kind ${kind}`)
  const short = { ...facts, domain: shortened(facts.domain) }
  const template = CODE_KINDS.includes(kind) ? templates[language] : undefined
  return template === undefined ? text(short) : filled(template, short)
}

const filled = (template: string, { domain, code, lifetime }: MessageFacts): string =>
  template.replace(/\{(domain|code|lifetime)\}/g, (_, name: 'domain' | 'code' | 'lifetime') => ({ domain, code, lifetime })[name])

const MAX_DOMAIN = 60
const shortened = (domain: string): string => (domain.length <= MAX_DOMAIN ? domain : `${domain.slice(0, MAX_DOMAIN - 3)}...`)
