import type { AuditRecord } from '../../../services/audit/list.js'
import type { Texts } from '../../../texts/languages.js'
import { translation } from '../../../texts/languages.js'
import type { MemberVisit } from '../../frame/visit.js'
import { countryNames } from '../../frame/words/formats.js'
import { accountsText } from '../bulk/works.js'
import type { ActivityRow } from './views.js'

/** Entries as people read of them. */
export const activityRows = (visit: MemberVisit, entries: readonly AuditRecord[]): ActivityRow[] =>
  entries.map((entry) => ({ ...entry, said: entry.detail && detailText(visit, entry.action, entry.detail) }))

/** What an entry says beside its action, which the log has in words of its own. */
function detailText(visit: MemberVisit, action: string, detail: string): string {
  const { t, language } = visit
  const words = t.admin.activity.details
  const { locale } = translation(language)
  switch (action) {
    case 'updateAccount':
      return capital(listed(detail.split(' '), words.members), locale)
    case 'createApiKey':
    case 'revokeApiKey':
    case 'useApiKey':
      return keyText(t, detail)
    case 'addSecondFactor':
    case 'removeSecondFactor':
      return factorText(words, detail)
    case 'importAccounts':
      return countText(visit, detail)
    case 'exportAccounts': {
      const work = /^passwords of import (\d+)$/.exec(detail)
      return work ? words.passwords(work[1]!) : countText(visit, detail)
    }
    case 'activatePhoneCountry':
    case 'deactivatePhoneCountry':
      return /^[A-Z]{2}$/.test(detail) ? (countryNames(language).of(detail) ?? detail) : detail
    default:
      // of a webhook: its number is of no use to people
      return action.includes('Webhook') ? detail.replace(/^\d+ /, '') : detail
  }
}

type Words = Texts['admin']['activity']['details']

const listed = (names: readonly string[], words: Readonly<Record<string, string>>): string =>
  names.map((name) => words[name] ?? name).join(', ')

const capital = (text: string, locale: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)

/** `Billing (read)`, or `(read)` of a key without a name */
function keyText(t: Texts, detail: string): string {
  const found = /^(.*?) ?\((\w+)\)$/s.exec(detail)
  if (!found) return detail
  const scopes: Record<string, string> = t.admin.keys.scopes
  const [, name, scope] = found as unknown as [string, string, string]
  return t.admin.activity.details.key(name, scopes[scope] ?? scope)
}

function factorText(words: Words, detail: string): string {
  if (detail === 'app') return words.app
  if (detail === 'all') return words.allFactors
  return detail.startsWith('passkey ') ? words.passkey(detail.slice('passkey '.length)) : detail
}

function countText(visit: MemberVisit, detail: string): string {
  const count = Number(detail)
  return Number.isInteger(count) ? accountsText(visit, count) : detail
}
