import type { MessageData, MessageKind, MessageLanguage } from '../messages.js'

/**
 * Texts of SMS: one segment (at most 160 characters of GSM 03.38), without the user's name, which a stranger may have chosen for whoever
 * gets this. Phones read the code out of such a line by themselves.
 */
const TEXTS: Record<MessageLanguage, Partial<Record<MessageKind, (data: MessageData) => string>>> = {
  en: {
    activation: ({ domain, code }) => `Your confirmation code for ${short(domain)} is ${code}`,
    phoneChange: ({ domain, code }) => `Your confirmation code for ${short(domain)} is ${code}`,
    test: ({ domain }) => `This is a test message of ${short(domain)}. SMS work.`,
  },
  fr: {
    activation: ({ domain, code }) => `Votre code de confirmation pour ${short(domain)} est ${code}`,
    phoneChange: ({ domain, code }) => `Votre code de confirmation pour ${short(domain)} est ${code}`,
    test: ({ domain }) => `Ceci est un message d'essai de ${short(domain)}. Les SMS fonctionnent.`,
  },
}

export function smsText(kind: MessageKind, language: MessageLanguage, data: MessageData): string {
  const text = TEXTS[language][kind]
  if (!text) throw new Error(`there is no SMS of kind ${kind}`)
  return text(data)
}

const MAX_DOMAIN = 60
const short = (domain: string): string => (domain.length <= MAX_DOMAIN ? domain : `${domain.slice(0, MAX_DOMAIN - 3)}...`)
