import type { Context } from 'koa'
import type { Platform } from '../../../services/platform.js'
import { LANGUAGE_NAMES, type Language } from '../../../texts/languages.js'
import { readCookie, setCookie } from '../cookies.js'

/** How long a choice is kept. Seconds. */
const LIFETIME = 365 * 86_400

/** A language of ours by its name, if it is one. */
export const languageNamed = (name: unknown): Language | undefined => LANGUAGE_NAMES.find((language) => language === name)

/** The language that this browser's person has chosen; undefined: none. */
export const chosenLanguage = (ctx: Context, deps: Pick<Platform, 'config'>): Language | undefined =>
  languageNamed(readCookie(ctx, deps, 'language'))

/** Has the browser keep the language. */
export const keepLanguage = (ctx: Context, deps: Pick<Platform, 'config'>, language: Language): void =>
  setCookie(ctx, deps, 'language', language, LIFETIME)
