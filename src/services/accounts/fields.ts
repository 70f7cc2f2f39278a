import { isUniqueViolation } from '../../db/errors.js'
import { parseSqlDate } from '../../domain/dates.js'
import { type EmailFault, parseEmail } from '../../domain/email.js'
import { AppError, type ErrorDetails, invalidField, notFound } from '../../domain/errors.js'
import { isE164, parsePhone, takesSms } from '../../domain/phone.js'
import type { SmsCountries } from '../limits/countries.js'
import type { Platform } from '../platform.js'
import { defaultSpace, spaceOf } from '../spaces/space.js'

// Rules about fields that the contract's schemas cannot say: each either returns the value to store or throws a 422 that names the field.

/** The domain asked for, SIP_DOMAIN by default. Only the operator's domains are served. */
export function domainField(deps: Pick<Platform, 'config'>, domain: string | undefined): string {
  const fallback = defaultSpace(deps).domain
  const wanted = (domain ?? fallback).toLowerCase()
  if (spaceOf(deps, wanted).served) return wanted
  throw invalidField('domain', `This server has no domain '${wanted}'. Leave the field out for ${fallback}.`)
}

/** The name that somebody signs up with, of at least USERNAME_MIN_LENGTH characters. */
export const usernameField = ({ config }: Pick<Platform, 'config'>, username: string): string => nameOf(username, config.usernameMinLength)

/** The name that an administrator gives: extensions have as few characters as they like. */
export const givenUsernameField = (username: string): string => nameOf(username, SHORTEST_GIVEN_NAME)

export const SHORTEST_GIVEN_NAME = 1

function nameOf(username: string, shortest: number): string {
  if (/^[a-z0-9+_.-]{1,64}$/.test(username) && username.length >= shortest) return username
  const text = `A user name has ${shortest} to 64 of a-z, 0-9 and + _ . - only. Upper case is refused, because the login would fail with it.`
  throw invalidField('username', text)
}

/** The password that somebody chooses for themselves, of at least PASSWORD_MIN_LENGTH characters. */
export const passwordField = ({ config }: Pick<Platform, 'config'>, password: string): string =>
  secretOf(password, config.passwordMinLength)

/** The password that an administrator gives, of at least GIVEN_PASSWORD_MIN_LENGTH characters. */
export const givenPasswordField = ({ config }: Pick<Platform, 'config'>, password: string): string =>
  secretOf(password, config.givenPasswordMinLength)

/** Characters, as the contract counts them: code points. */
function secretOf(password: string, shortest: number): string {
  if ([...password].length >= shortest) return password
  throw invalidField('password', `This must have at least ${shortest} characters.`)
}

/** The address that mail is sent to: a domain in other scripts in its ASCII form. */
export function emailField(email: string): string {
  const read = parseEmail(email)
  if ('address' in read) return read.address
  throw invalidField('email', EMAIL_FAULTS[read.fault])
}

const EMAIL_FAULTS: Record<EmailFault, string> = {
  form: 'This is no e-mail address.',
  script: 'Mail is sent to addresses with letters of ASCII before the @ only, without accents. Use another address.',
}

/** The number in E.164 that an administrator vouches for: numbering plans change, so the form is enough. */
export function phoneField(phone: string): string {
  const number = parsePhone(phone) ?? (isE164(phone) ? phone : undefined)
  if (number) return number
  throw noPhone()
}

const noPhone = (): AppError => invalidField('phone', 'This is no phone number. Write it with its country code, as in +33612345678.')

/** Countries that are worth naming to somebody whose own is none of them. */
const MOST_NAMED = 10

/** The number in E.164, which exists in the numbering plan, and is of a kind and a country that SMS are sent to. What calls this has refreshed the countries. */
export function smsField({ limits: { countries } }: { limits: { countries: SmsCountries } }, phone: string): string {
  const number = parsePhone(phone)
  if (!number) throw noPhone()
  if (!takesSms(number)) throw invalidField('phone', 'This server sends no SMS to numbers of this kind. Use the number of a mobile phone.')
  if (countries.allows(number)) return number
  const others = countries.activated()
  const text =
    others.length === 0 || others.length > MOST_NAMED
      ? 'This server sends no SMS to numbers of this country. Use another number.'
      : `This server sends SMS to numbers of ${others.join(', ')} only. Use another number.`
  throw invalidField('phone', text)
}

export function dateField(field: string, text: string): Date {
  const date = parseSqlDate(text)
  if (date) return date
  throw invalidField(field, 'There is no such date and time. Write it as 2030-12-31 23:59:59, in UTC.')
}

export const phoneInUse = (): AppError => invalidField('phone', 'This phone number belongs to another account.', 'phone_in_use')

export const usernameTaken = (): AppError => invalidField('username', 'This user name is taken. Choose another one.', 'username_taken')

export const noSuchAccount = (): AppError => notFound('There is no account with this id.')

/** Does work that writes accounts. What a unique index refuses becomes a 422. @throws AppError 422 username_taken, phone_in_use; what `work` throws */
export async function refusingTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error, 'phone')) throw phoneInUse()
    if (isUniqueViolation(error, 'username')) throw usernameTaken()
    throw error
  }
}

/** A name to show; null for none. */
export const displayNameField = (name: string | undefined): string | null => name?.trim() || null

/** Entries that the dictionary of an account may have: all are shown with it. */
export const MOST_ENTRIES = 1_000

/** What is kept of an account. @throws AppError 422 `errors.dictionary` */
export function dictionaryField(entries: Record<string, string>): Record<string, string> {
  if (Object.keys(entries).length > MOST_ENTRIES) throw invalidField('dictionary', 'An account has 1,000 entries at most.')
  if (Object.keys(entries).every((key) => key.length > 0 && key.length <= 255 && !key.includes('\0'))) return entries
  throw invalidField('dictionary', 'A key has 1 to 255 characters, and no NUL.')
}

/** Why an account that is not activated gets nothing. */
export const inactiveError = ({ blocked }: { blocked: boolean }, details?: ErrorDetails): AppError =>
  blocked
    ? new AppError(403, 'account_blocked', 'An administrator has blocked this account.', details)
    : new AppError(403, 'account_not_activated', 'This account is not activated yet.', details)
