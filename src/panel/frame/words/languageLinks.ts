import { LANGUAGE_NAMES, type Language, translation } from '../../../texts/languages.js'
import type { Visit } from '../visit.js'
import { keepLanguage, languageNamed } from './chosenLanguage.js'

/** The parameter by which any page is asked for in another language. */
const PARAMETER = 'language'
/** An address of ours: one that begins with `//` or `/\` would lead to another site. */
const OUR_PATH = /^\/(?![/\\])/

/** The languages, each with the address of this page in it: relative, as the path of a link that was sent is a secret, which a page does not repeat. */
export const languageLinks = (visit: Visit): { language: Language; name: string; href: string }[] =>
  LANGUAGE_NAMES.map((language) => {
    const query = new URLSearchParams([...parametersOf(visit), [PARAMETER, language]])
    return { language, name: translation(language).name, href: `${hasAddress(visit) ? '' : '/'}?${query}` }
  })

/** Keeps the language that an address asks for. The same page without that, which is to be shown now; undefined: it asked for none. */
export function afterChoice(visit: Visit): string | undefined {
  const { ctx, deps } = visit
  const language = languageNamed(ctx.query[PARAMETER])
  if (!language || ctx.method !== 'GET' || !OUR_PATH.test(ctx.path)) return undefined
  keepLanguage(ctx, deps, language)
  const query = parametersOf(visit)
  return query.size === 0 ? ctx.path : `${ctx.path}?${query}`
}

/** The parameters of this page but for the language. */
function parametersOf({ ctx }: Visit): URLSearchParams {
  const query = new URLSearchParams(ctx.querystring)
  query.delete(PARAMETER)
  return query
}

/** What only a form leads to has no address: the start stands for it. */
const hasAddress = ({ ctx, isPage }: Visit): boolean => ctx.method === 'GET' || isPage(ctx.path)
