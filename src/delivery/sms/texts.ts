import { type Language, translation } from '../../texts/languages.js'
import type { MessageFacts, Sms } from '../../texts/messages.js'
import type { MessageKind } from '../messages.js'

/** The text of an SMS. @throws Error for a kind that goes by mail alone, which is a fault of the caller */
export function smsText(kind: MessageKind, language: Language, facts: MessageFacts): string {
  const texts: Partial<Record<MessageKind, Sms>> = translation(language).sms
  const text = texts[kind]
  if (!text) throw new Error(`there is no SMS of kind ${kind}`)
  return text({ ...facts, domain: short(facts.domain) })
}

const MAX_DOMAIN = 60
const short = (domain: string): string => (domain.length <= MAX_DOMAIN ? domain : `${domain.slice(0, MAX_DOMAIN - 3)}...`)
