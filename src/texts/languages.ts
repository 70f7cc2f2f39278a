import { en } from './en/en.js'
import { fr } from './fr/fr.js'

/** All that the service says in one language: English is the model, and another language has each of its entries or does not compile. */
export type Translation = Omit<typeof en, 'locale' | 'name'> & {
  /** of the language, in itself */
  name: string
  /** of dates and numbers (BCP 47) */
  locale: string
}

/** The languages of the service, the default first. A new one is a folder beside `en`, and a line here. */
const LANGUAGES = { en, fr } satisfies Record<string, Translation>

export type Language = keyof typeof LANGUAGES
/** What the panel says. */
export type Texts = (typeof en)['panel']

export const LANGUAGE_NAMES = Object.keys(LANGUAGES) as Language[]
export const DEFAULT_LANGUAGE: Language = 'en'

/** All words of a language. */
export const translation = (language: Language): Translation => LANGUAGES[language]
