import { ha1 } from '../../auth/digest.js'
import type { Caller } from '../../caller.js'
import type { NewAccountCheck } from '../../contract/newAccountCheck.js'
import { invalidField, together } from '../../domain/errors.js'
import { newAccountRow } from '../accounts/accounts.js'
import type { NewAccountRow } from '../accounts/record.js'
import type { Platform } from '../platform.js'
import { externalAccount, type NewExternal } from './externalAccount.js'

const OF_EXTERNAL = ['username', 'domain', 'password', 'realm', 'registrar', 'outbound proxy', 'protocol'] as const
type CellOfExternal = (typeof OF_EXTERNAL)[number]

/** The columns of the CSV that FlexiAPI's panel reads, in lower case. */
export const FLEXIAPI_COLUMNS: readonly string[] = [
  ...['username', 'password', 'role', 'status', 'phone', 'email'],
  ...OF_EXTERNAL.map((name) => `external ${name}`),
]

/** Whether a header is of such a file: its columns have names that ours do not have. */
export const isFlexiapiHeader = (names: readonly string[]): boolean => names.some((name) => /^(role|status|external .+)$/.test(name))

/**
 * An account of such a file, as it is to be inserted, and its external account if it has one.
 * @param domain of those that the file is for: it names none
 * @throws AppError 422 validation_failed
 */
export function flexiapiCsvRow(
  deps: Pick<Platform, 'config' | 'clock'>,
  cells: Readonly<Record<string, string>>,
  check: NewAccountCheck,
  caller: Caller,
  domain: string | undefined,
): { row: NewAccountRow; external: NewExternal | undefined } {
  const { username, password, phone, email } = cells
  const fields = Object.fromEntries(Object.entries({ username, password, phone, email, domain }).filter(([, value]) => value !== undefined))
  const [row, admin, activated, external] = together(
    () => newAccountRow(deps, check({ algorithm: deps.config.defaultAlgorithm, activated: isActive(cells), ...fields }), caller),
    () => oneOf(cells, 'role', { admin: true, user: false }),
    () => oneOf(cells, 'status', { active: true, inactive: false }),
    () => externalOf(cells),
  )
  return { row: { ...row, admin, activated }, external }
}

const isActive = ({ status }: Readonly<Record<string, string>>): boolean => status?.toLowerCase() === 'active'

function oneOf(cells: Readonly<Record<string, string>>, name: 'role' | 'status', words: Record<string, boolean>): boolean {
  const meant = words[(cells[name] ?? '').toLowerCase()]
  if (meant !== undefined) return meant
  const capital = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`
  throw invalidField(name, `It is ${Object.keys(words).map(capital).join(' or ')}.`)
}

function externalOf(cells: Readonly<Record<string, string>>): NewExternal | undefined {
  const cell = (name: CellOfExternal): string | null => cells[`external ${name}`] ?? null
  if (OF_EXTERNAL.every((name) => cell(name) === null)) return undefined
  const [external] = together(
    () => {
      const [username, domain, realm] = [cell('username'), cell('domain'), cell('realm')]
      const rest = { registrar: cell('registrar'), outbound_proxy: cell('outbound proxy'), protocol: cell('protocol') }
      return externalAccount({ username, domain, realm, ...rest }, (user, over) => ha1('MD5', user, over, cell('password') ?? ''))
    },
    () => {
      if (cell('password') === null) throw invalidField('external_password', 'An external account has a password.')
    },
  )
  return external
}
