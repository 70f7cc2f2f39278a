import type { With } from '../../../services/deps.js'
import { listCountries, setCountry } from '../../../services/phoneCountries/phoneCountries.js'
import { presentCountry } from '../../present/admin/phoneCountries.js'
import type { Handlers } from '../../types.js'

export const phoneCountryHandlers = (deps: With<'limits'>): Handlers<'phoneCountries'> => ({
  listPhoneCountries: async () => (await listCountries(deps)).map(presentCountry),
  activatePhoneCountry: async ({ params, caller }) => {
    await setCountry(deps, params.country, true, caller)
    return {}
  },
  deactivatePhoneCountry: async ({ params, caller }) => {
    await setCountry(deps, params.country, false, caller)
    return {}
  },
})
