import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

/** The country (ISO 3166-1, two letters) of an E.164 number; undefined for those of no country, such as satellite phones. */
export const countryOf = (phone: string): CountryCode | undefined => parsePhoneNumberFromString(phone)?.country

/** The countries of a comma list such as `FR,be`, in capitals. @throws Error that names each entry that is not a country */
export function parseCountries(text: string): string[] {
  const countries = [
    ...new Set(
      text
        .split(',')
        .map((c) => c.trim().toUpperCase())
        .filter(Boolean),
    ),
  ]
  const unknown = countries.filter((country) => !isSupportedCountry(country))
  if (unknown.length > 0) throw new Error(`expected countries by ISO 3166, such as FR or BE; unknown: ${unknown.join(', ')}`)
  return countries
}

/** Whether SMS may go to the number. No countries: to all of them. */
export function isAllowedCountry(phone: string, countries: readonly string[] | undefined): boolean {
  if (!countries || countries.length === 0) return true
  const country = countryOf(phone)
  return country !== undefined && countries.includes(country)
}

/** A country that numbers can be of. */
export interface PhoneCountry {
  /** ISO 3166-1, two letters */
  code: string
  /** what its numbers begin with; countries share some */
  callingCode: string
}

let countries: readonly PhoneCountry[] | undefined

/** All of them, in the order of their codes. */
export function allCountries(): readonly PhoneCountry[] {
  countries ??= getCountries()
    .map((code) => ({ code, callingCode: getCountryCallingCode(code) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
  return countries
}
