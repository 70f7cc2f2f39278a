import type { Config } from '../../config/config.js'
import type { Database } from '../../db/client.js'
import { allCountries, countryOf, isAllowedCountry } from '../../domain/phoneCountry.js'

/** The countries whose numbers get SMS: as SMS_COUNTRIES says, unless an administrator has said otherwise of one. */
export interface SmsCountries {
  /** Makes sure that what the others say is at most two seconds old: one small query for all that ask meanwhile. @throws Error when the database fails */
  refresh(): Promise<void>
  /** Has the next refresh read anew, after a change. */
  forget(): void
  isActivated(code: string): boolean
  /** The codes of all that are, those of SMS_COUNTRIES first. */
  activated(): string[]
  /** Whether SMS may go to an E.164 number. */
  allows(phone: string): boolean
}

/** So old may it be what another process has changed. Milliseconds. */
const LIFE_MS = 2_000

export interface SmsCountriesOptions {
  config: Pick<Config, 'smsCountries'>
  db: Pick<Database, 'prisma'>
  now(): number
}

export function createSmsCountries({ config: { smsCountries }, db, now }: SmsCountriesOptions): SmsCountries {
  let said: ReadonlyMap<string, boolean> = new Map()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const isActivated = (code: string): boolean => said.get(code) ?? (smsCountries.length === 0 || smsCountries.includes(code))

  function read(): Promise<void> {
    const begun = now()
    const mine: Promise<void> = db.prisma.phoneCountry
      .findMany()
      .then((rows) => {
        if (reading !== mine) return // of before a change
        said = new Map(rows.map(({ code, activated }) => [code, activated]))
        readAt = begun
      })
      .finally(() => {
        if (reading === mine) reading = undefined
      })
    return mine
  }

  return {
    async refresh() {
      while (now() - readAt >= LIFE_MS) {
        reading ??= read()
        await reading
      }
    },
    forget() {
      readAt = Number.NEGATIVE_INFINITY
      reading = undefined
    },
    isActivated,
    activated: () => [...new Set([...smsCountries, ...allCountries().map(({ code }) => code)])].filter(isActivated),
    allows(phone) {
      if (said.size === 0) return isAllowedCountry(phone, smsCountries)
      const country = countryOf(phone)
      return country !== undefined && isActivated(country)
    },
  }
}
