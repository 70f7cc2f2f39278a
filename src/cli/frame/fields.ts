import { InvalidArgumentError } from 'commander'
import type { Algorithm } from '../../auth/digest.js'
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

/** Reads an option that is a number like 30. */
export const wholeNumber =
  (digits: number) =>
  (text: string): number => {
    if (!new RegExp(`^\\d{1,${digits}}$`).test(text)) throw new InvalidArgumentError('It is a whole number.')
    return Number(text)
  }
