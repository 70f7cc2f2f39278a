import { InvalidArgumentError } from 'commander'
import type { Algorithm } from '../../auth/digest.js'
import { parseSqlDate } from '../../domain/dates.js'
import { invalidField } from '../../domain/errors.js'
import { givenPasswordField, givenUsernameField } from '../../services/accounts/fields.js'
import type { Platform } from '../../services/platform.js'

/** The contract's rules for names and passwords, for accounts that do not come over HTTP. @throws AppError 422 */
export function checkNewAccount<
  T extends { username: string; password?: string; domain?: string; algorithm?: Algorithm; activated?: boolean },
>(deps: Pick<Platform, 'config'>, options: T) {
  const { username, password = '', domain, algorithm, activated } = options
  givenUsernameField(username)
  checkPassword(deps, password)
  return { username, password, activated, ...(algorithm && { algorithm }), ...(domain !== undefined && { domain }) }
}

/** @throws AppError 422 */
export function checkPassword(deps: Pick<Platform, 'config'>, password: string): string {
  if ([...givenPasswordField(deps, password)].length > 255) throw invalidField('password', 'A password has at most 255 characters.')
  return password
}

/** Reads an option that is a day like 2026-11-24: its first moment in UTC. */
export function day(text: string): Date {
  const date = parseSqlDate(`${text} 00:00:00`)
  if (date === undefined) throw new InvalidArgumentError('It is a day, such as 2026-11-24.')
  return date
}

/** Reads an option that is a number like 30. */
export const wholeNumber =
  (digits: number) =>
  (text: string): number => {
    if (!new RegExp(`^\\d{1,${digits}}$`).test(text)) throw new InvalidArgumentError('It is a whole number.')
    return Number(text)
  }
