import type { Caller } from '../../caller.js'
import type { NewAccountCheck } from '../../contract/newAccountCheck.js'
import { parseSqlDate } from '../../domain/dates.js'
import { AppError, invalidField, together } from '../../domain/errors.js'
import { parseAor } from '../../domain/sip.js'
import { newAccountRow } from '../accounts/accounts.js'
import { rowOrRefusal } from '../accounts/bulk.js'
import type { NewAccountRow } from '../accounts/record.js'
import type { Platform } from '../platform.js'

/** An account as another database has it: with what is stored of its password, and its history. Absent and undefined are the same. */
export interface ForeignAccount {
  username?: string | undefined
  domain?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  /** of a blocked one: what it will be once it is unblocked */
  activated?: unknown
  blocked?: unknown
  admin?: unknown
  /** `Y-m-d H:i:s`, UTC; now if not given */
  creation_time?: string | undefined
  /** `Y-m-d H:i:s`, UTC */
  deactivated_at?: string | undefined
  confirmation_key?: string | undefined
  confirmation_key_expires?: string | undefined
  md5_ha1?: string | undefined
  sha256_ha1?: string | undefined
  cleartext?: string | undefined
}

const FORMS = {
  md5_ha1: ['MD5', /^[0-9a-f]{32}$/, 'An MD5 HA1 has 32 hexadecimal digits.'],
  sha256_ha1: ['SHA-256', /^[0-9a-f]{64}$/, 'A SHA-256 HA1 has 64 hexadecimal digits.'],
  cleartext: ['CLRTXT', /^[^\0]{1,255}$/s, 'A password has 1 to 255 characters.'],
} as const

/** What stands in for a name and a password that are judged by other rules than those of new accounts. */
const STAND_IN = { username: 'stored', password: 'stored'.padEnd(255), algorithm: 'SHA-256' }

/**
 * An account that was made elsewhere, as it is to be inserted. Its other fields follow the rules of a new account; its name need not: people log
 * in with it already, so any that SIP allows will do (RFC 3261 section 25.1), also with upper case, of up to 64 characters.
 * @throws AppError 422 validation_failed
 */
export function foreignAccountRow(
  deps: Pick<Platform, 'config' | 'clock'>,
  account: ForeignAccount,
  check: NewAccountCheck,
  caller: Caller,
): NewAccountRow {
  const { domain, email, phone, activated, admin, confirmation_key_expires, confirmation_key: key } = account
  const fields = given({ domain, email, phone, activated, admin, confirmation_key_expires })
  const [row, username, createdAt, deactivatedAt, blocked, rows] = together(
    () => newAccountRow(deps, check({ ...STAND_IN, ...fields }), caller),
    () => userName(account.username),
    () => date('creation_time', account.creation_time),
    () => date('deactivated_at', account.deactivated_at),
    () => truth('blocked', account.blocked),
    () => passwords(account),
    () => {
      if (key !== undefined && !/^([A-Za-z0-9]{13}|\d{4})$/.test(key))
        throw invalidField('confirmation_key', 'A confirmation key has 13 letters and digits, a PIN has 4 digits.')
    },
  )
  if (row.activated && deactivatedAt && !blocked) throw invalidField('deactivated_at', 'An activated account is not deactivated.')
  return {
    ...row,
    username,
    createdAt: createdAt ?? row.createdAt,
    blocked,
    deactivatedAt: blocked ? (deactivatedAt ?? new Date(deps.clock.now())) : deactivatedAt,
    // a deactivated account must not activate itself
    confirmationKey: row.activated || blocked || deactivatedAt ? null : (key ?? row.confirmationKey),
    passwords: rows,
  }
}

/** Whether an address is one by the rules of a new account. */
export function isEmail(email: string, check: NewAccountCheck): boolean {
  return !(rowOrRefusal(() => check({ ...STAND_IN, email })) instanceof AppError)
}

function userName(username: string | undefined): string {
  if (username === undefined) throw invalidField('username', 'This field is required.')
  if (username.length <= 64 && parseAor(`${username}@sip.example.org`)?.username === username) return username
  throw invalidField('username', 'No SIP address can have this user name, or it has more than 64 characters.')
}

function passwords(account: ForeignAccount): NewAccountRow['passwords'] {
  return (Object.keys(FORMS) as (keyof typeof FORMS)[]).flatMap((field) => {
    const stored = account[field]
    if (stored === undefined) return []
    const [algorithm, form, text] = FORMS[field]
    const password = field === 'cleartext' ? stored : stored.toLowerCase()
    if (!form.test(password)) throw invalidField(field, text)
    return [{ algorithm, password }]
  })
}

function truth(field: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false
  throw invalidField(field, 'This is true or false.')
}

function date(field: string, text: string | undefined): Date | null {
  if (text === undefined) return null
  const read = parseSqlDate(text)
  if (!read) throw invalidDate(field)
  return read
}

const invalidDate = (field: string): AppError =>
  invalidField(field, 'There is no such date and time. Write it as 2030-12-31 23:59:59, in UTC.')

const given = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
