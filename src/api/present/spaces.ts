import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import type { StoredSpace } from '../../services/spaces/list.js'

/** A space as the contract shows it. */
export const presentSpace = ({ domain, realm, served, openRegistration, createdAt }: StoredSpace): components['schemas']['Space'] => ({
  domain,
  name: domain,
  realm,
  served,
  public_registration: served && openRegistration,
  phone_registration: served && openRegistration,
  created_at: toIsoDate(createdAt),
})
