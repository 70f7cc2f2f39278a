import { LANGUAGE_NAMES, type Language, translation } from '../../../texts/languages.js'
import type { Visit } from '../visit.js'
import { keepLanguage, languageNamed } from './chosenLanguage.js'

/** The parameter by which any page is asked for in another language. */
const PARAMETER = 'language'
/** An address of ours: one that begins with `//` or `/\` would lead to another site. */
const OUR_PATH = /^\/(?![/\\])/

/** The languages, each with the address of this page in it. */
export const languageLinks = (visit: Visit): { language: Language; name: string; href: string }[] =>
  LANGUAGE_NAMES.map((language) => ({ language, name: translation(language).name, href: pathWith(visit, language) }))

/** Keeps the language that an address asks for. The same page without that, which is to be shown now; undefined: it asked for none. */
export function afterChoice(visit: Visit): string | undefined {
  const { ctx, deps } = visit
  const language = languageNamed(ctx.query[PARAMETER])
  if (!language || ctx.method !== 'GET' || !OUR_PATH.test(ctx.path)) return undefined
  keepLanguage(ctx, deps, language)
  return pathWith(visit, undefined)
}

/** This page, with its own parameters. What only a form leads to has no address: the start stands for it. */
function pathWith({ ctx, isPage }: Visit, language: Language | undefined): string {
  const query = new URLSearchParams(ctx.querystring)
  query.delete(PARAMETER)
  if (language) query.set(PARAMETER, language)
  const path = ctx.method === 'GET' || isPage(ctx.path) ? ctx.path : '/'
  return query.size === 0 ? path : `${path}?${query}`
}
