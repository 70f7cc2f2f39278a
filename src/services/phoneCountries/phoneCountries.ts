import type { Caller } from '../../caller.js'
import { notFound } from '../../domain/errors.js'
import { allCountries, type PhoneCountry } from '../../domain/phoneCountry.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import { writeCountry } from './write.sql.js'

/** A country that numbers can be of, and whether they get SMS. */
export interface ListedCountry extends PhoneCountry {
  activated: boolean
}

/** All countries, in the order of their codes. */
export async function listCountries({ limits: { countries } }: With<'limits'>): Promise<ListedCountry[]> {
  await countries.refresh()
  return allCountries().map((country) => ({ ...country, activated: countries.isActivated(country.code) }))
}

/**
 * Has numbers of a country get SMS, or none; other countries of its calling code stay as they are. Other processes know within seconds.
 * @param text the code of the country, in any case
 * @throws AppError 404
 */
export async function setCountry(deps: With<'limits'>, text: string, activated: boolean, caller: Caller): Promise<void> {
  const code = text.toUpperCase()
  if (!allCountries().some((country) => country.code === code)) throw notFound('There is no country with this code.')
  await deps.db.prisma.$transaction(async (tx) => {
    await writeCountry(tx, code, activated)
    await auditNobody(deps, tx, caller, activated ? 'activatePhoneCountry' : 'deactivatePhoneCountry')
  })
  deps.limits.countries.forget()
  // the audit log has no place for what is no account
  deps.log.info({ event: 'phone_country_changed', country: code, activated, request_id: caller.requestId }, 'phone country changed')
}
