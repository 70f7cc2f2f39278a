import type { Config } from '../../config/config.js'
import { isUniqueViolation } from '../../db/errors.js'
import { parseSqlDate } from '../../domain/dates.js'
import { type AppError, invalidField, notFound } from '../../domain/errors.js'
import { parsePhone } from '../../domain/phone.js'
import { isAllowedCountry } from '../../domain/phoneCountry.js'
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

/** The number in E.164. */
export function phoneField(phone: string): string {
  const number = parsePhone(phone)
  if (number) return number
  throw invalidField('phone', 'This is no phone number. Write it with its country code, as in +33612345678.')
}

/** The number in E.164, of a country that SMS are sent to (SMS_COUNTRIES). */
export function smsField(config: Config, phone: string): string {
  const number = phoneField(phone)
  if (isAllowedCountry(number, config.smsCountries)) return number
  throw invalidField('phone', `This server sends SMS to numbers of ${config.smsCountries.join(', ')} only. Use another number.`)
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
