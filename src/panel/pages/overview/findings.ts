import type { Finding, Why } from '../../../services/service/findings.js'
import type { Language, Texts } from '../../../texts/languages.js'
import { numberFormat } from '../../frame/words/formats.js'
import { reasonText } from '../../frame/words/reasons.js'

/** What wants an administrator's eye, for people. */
export interface FindingRow {
  name: string
  failed: boolean
  text: string
  /** why, as far as it is known */
  reason: string | undefined
  /** what a far end or the service says, in English */
  said: string | undefined
  /** the page that helps */
  link: { address: string; text: string } | undefined
}

/** The pages that help, by what was looked at. */
const PAGES = { messages: '/messages?state=failed', webhooks: '/webhooks', 'second-factor': '/accounts?role=admin' } as const

export function findingRow(t: Texts, language: Language, { check, status, detail, why }: Finding): FindingRow {
  const words = t.admin.overview
  const named = (names: Readonly<Record<string, string>>): string | undefined => names[check]
  // what a far end says has no code
  const said = why ? (why.code === 'given_up' ? (why.last ?? undefined) : undefined) : detail
  return {
    name: named(words.checks) ?? check,
    failed: status === 'failed',
    text: why ? whyText(words.why, language, why) : (named(words.broken) ?? words.brokenOther),
    reason: reasonText(t, said),
    said,
    link: isPage(check) ? { address: PAGES[check], text: words.pages[check] } : undefined,
  }
}

const isPage = (check: string): check is keyof typeof PAGES => Object.hasOwn(PAGES, check)

function whyText(words: Texts['admin']['overview']['why'], language: Language, why: Why): string {
  const number = (count: number): string => numberFormat(language).format(count)
  switch (why.code) {
    case 'unknown':
    case 'search_index':
      return words[why.code]
    case 'migrations':
    case 'without_factor':
      return words[why.code](why.count, number(why.count))
    case 'evicts':
    case 'indexes':
      return words[why.code](why.what)
    case 'given_up':
      return words.given_up(why.count, number(why.count), number(why.sent))
    case 'nothing_arrives':
      return words.nothing_arrives(`${why.names.join(', ')}${why.more ? ' …' : ''}`)
  }
}
