import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** The calling code of the number's country and the three digits behind it: the area, or the range of an operator, that it belongs to. */
export function phoneRange(phone: string): string {
  const code = parsePhoneNumberFromString(phone)?.countryCallingCode ?? ''
  return phone.slice(0, 1 + code.length + 3)
}

/** A number as people write it, without what stands between the digits. */
export const withoutPunctuation = (text: string): string => text.replace(/[\s().-]/g, '')

/**
 * The number in E.164 (`+33612345678`), or undefined when no such number can exist. Spaces, dots and dashes are accepted,
 * a number without country code is not.
 */
export function parsePhone(text: string): string | undefined {
  const phone = parsePhoneNumberFromString(text)
  return phone?.isValid() ? phone.number : undefined
}

/** All numbers in E.164 that a text can be, dialled from one of the countries: `06 12 34 56 99` is +33612345699 in France, another one elsewhere. */
export function numbersDialled(text: string, countries: readonly string[]): string[] {
  const read = [undefined, ...countries].map((country) => parsePhoneNumberFromString(text, country as CountryCode | undefined))
  return [...new Set(read.flatMap((phone) => (phone?.isValid() ? [phone.number] : [])))]
}

/** Whether the text has the form of E.164, for an administrator's word: `+` and 7 to 15 digits. */
export const isE164 = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text)

/** What people have their own phones on. Elsewhere a message costs its sender more, or reaches nobody: premium rate, shared cost, personal numbers, pagers … */
const OWN_PHONES: ReadonlySet<string> = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP'])

/** Whether a code may be sent to an E.164 number by SMS: one of a country, so no satellite or international network, and of a kind that people have. */
export function takesSms(phone: string): boolean {
  const number = parsePhoneNumberFromString(phone)
  return number?.country !== undefined && OWN_PHONES.has(number.getType() ?? '')
}

/** The number that a user name stands for: digits, with `+` or `00` before the country code or neither; undefined for any other name. */
export function numberOfName(username: string): string | undefined {
  const digits = /^(?:\+|00)?([1-9]\d{6,14})$/.exec(username)?.[1]
  return digits && `+${digits}`
}

/** The user names that stand for an E.164 number. */
export const namesOfNumber = (phone: string): string[] => [phone, phone.slice(1), `00${phone.slice(1)}`]
