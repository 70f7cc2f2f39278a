/** The languages in which the service writes, each with the locale of its dates. A new one is a folder beside this file, and a line here. */
export const LANGUAGES = {
  en: { locale: 'en-GB' },
  fr: { locale: 'fr-FR' },
} as const

export type Language = keyof typeof LANGUAGES
