import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** The country (ISO 3166-1, two letters) that an E.164 number belongs to; undefined for those of no country, such as satellite phones. */
export const countryOf = (phone: string): CountryCode | undefined => parsePhoneNumberFromString(phone)?.country

/** The countries of SMS_COUNTRIES, a comma list such as `FR,BE`. @throws Error that names what is no country */
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
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not a country code, such as FR or BE`)
  return countries
}

/** Whether SMS may go to the number. No countries: to all of them. */
export function isAllowedCountry(phone: string, countries: readonly string[] | undefined): boolean {
  if (!countries || countries.length === 0) return true
  const country = countryOf(phone)
  return country !== undefined && countries.includes(country)
}
