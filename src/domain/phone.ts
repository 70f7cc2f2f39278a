import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** The calling code of the number's country and the three digits behind it: the area, or the range of an operator, that it belongs to. */
export function phoneRange(phone: string): string {
  const code = parsePhoneNumberFromString(phone)?.countryCallingCode ?? ''
  return phone.slice(0, 1 + code.length + 3)
}

/**
 * The number in E.164 (`+33612345678`), or undefined when no such number can exist. Spaces, dots and dashes are accepted,
 * a number without country code is not.
 */
export function parsePhone(text: string): string | undefined {
  const phone = parsePhoneNumberFromString(text)
  return phone?.isValid() ? phone.number : undefined
}
