import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * The number in E.164 (`+33612345678`), or undefined when no such number can exist. Spaces, dots and dashes are accepted,
 * a number without country code is not.
 */
export function parsePhone(text: string): string | undefined {
  const phone = parsePhoneNumberFromString(text)
  return phone?.isValid() ? phone.number : undefined
}
