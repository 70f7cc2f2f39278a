import type { components } from '../../../../generated/openapi.js'
import type { ListedCountry } from '../../../services/phoneCountries/phoneCountries.js'

export const presentCountry = ({ code, callingCode, activated }: ListedCountry): components['schemas']['PhoneCountry'] => ({
  code,
  country_code: callingCode,
  activated,
})
