import { parseId } from './ids.js'
import { namesOfNumber, numbersDialled } from './phone.js'
import { type Aor, addressOf, parseFrom } from './sip.js'

/** All that a search can mean. People type and paste names, addresses, numbers and ids as they know them. */
export interface AccountSearch {
  /** in lower case; any of them is looked for in user name, e-mail address, number and SIP address, which have no spaces */
  parts: string[]
  /** the same for display names, in the cases that a database without knowledge of letters beyond ASCII may find; those of ASCII in lower case */
  shown: string[]
  /** part of a number without what people write between digits, or before them in their country; undefined: it is no number */
  digits: string | undefined
  /** what names one account, not a part of it */
  exact: {
    id: number | undefined
    address: Aor | undefined
    /** also the user names that stand for a number */
    usernames: string[]
    emails: string[]
    /** in E.164 */
    phones: string[]
  }
}

/** `sip:`, `tel:` and `mailto:`, as links have them */
const SCHEME = /^(?:sips?|tel|mailto):/i
/** `123`, `#123`, `id:123` */
const ID = /^(?:id\s*[:=]?\s*|#\s*)?([1-9]\d{0,9})$/i
/** Digits, and what people and programs write between them. */
const NUMBER = /^[+\d\s()./\u2010-\u2015-]+$/
const FEWEST_DIGITS = 3
/** Digits of a whole number, without its country. */
const WHOLE_NUMBER = 7

/**
 * Reads what somebody looks for.
 * @param countries that a number without country code can be of; called if there is one
 */
export function readAccountSearch(text: string, countries: () => readonly string[]): AccountSearch {
  const typed = text.trim()
  const bare = (/<([^<>]+)>/.exec(typed)?.[1] ?? typed).trim().replace(SCHEME, '')
  // of an address with parameters and port, the address
  const address = bare.includes('@') ? parseFrom(`sip:${bare}`) : undefined
  const name = address?.username ?? bare
  const digits = NUMBER.test(name) ? digitsOf(name) : undefined
  const phones = digits === undefined ? [] : wholeNumbers(name, digits, countries)
  const id = ID.exec(typed)?.[1]
  const meant = address ? [addressOf(address)] : [typed, bare]
  return {
    parts: distinct(...meant.map((one) => one.toLowerCase())).filter((part) => !/\s/.test(part)),
    shown: distinct(...casesOf(typed)),
    digits: address ? undefined : digits,
    exact: {
      id: id === undefined ? undefined : parseId(id),
      address,
      usernames: distinct(...(address ? [] : [bare, bare.toLowerCase()]), ...phones.flatMap(namesOfNumber)),
      emails: address ? distinct(addressOf(address), addressOf(address).toLowerCase()) : [],
      phones,
    },
  }
}

/** `+33612` for `+33 (0)6 12` and `00 33 6 12`; `612` for `06 12`, which stands behind the code of whatever country. Undefined: too few. */
function digitsOf(text: string): string | undefined {
  const digits = text.replaceAll('(0)', '').replaceAll(/\D/g, '')
  const abroad = /^\s*\+/.test(text) ? digits : /^00(.*)$/.exec(digits)?.[1]
  const found = abroad ?? digits.replace(/^0/, '')
  if (found.length < FEWEST_DIGITS) return undefined
  return abroad === undefined ? found : `+${found}`
}

/** The numbers that a text can be as a whole, if it is long enough: with the country's code, with or without `+`, or as people there dial it. */
function wholeNumbers(text: string, digits: string, countries: () => readonly string[]): string[] {
  if (digits.length < WHOLE_NUMBER) return []
  return digits.startsWith('+')
    ? numbersDialled(digits, [])
    : distinct(...numbersDialled(text, countries()), ...numbersDialled(`+${digits}`, []))
}

/** As it stands, all small, all capitals, and with capitals where words begin. */
function casesOf(text: string): string[] {
  const small = text.toLowerCase()
  const all = [text, small, text.toUpperCase(), small.replaceAll(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase())]
  return all.map((one) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()))
}

/** Those that are not empty, each once: what is empty is a part of everything. */
const distinct = (...texts: string[]): string[] => [...new Set(texts)].filter((text) => text !== '')
