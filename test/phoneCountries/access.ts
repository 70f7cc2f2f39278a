import type { Access } from '../support/access.js'

/** Who may call the operations of phone countries. */
export const phoneCountriesAccess: Access<'phoneCountries'> = {
  listPhoneCountries: { access: 'public', status: 200 },
  activatePhoneCountry: { access: 'admin', status: 200, path: () => '/phone_countries/FR/activate' },
  deactivatePhoneCountry: { access: 'admin', status: 200, path: () => '/phone_countries/DE/deactivate' },
}
