import { type Access, byId } from '../support/access.js'

/** Who may call the operations of second factors. */
export const secondFactorAccess: Access<'secondFactor'> = {
  removeSecondFactor: { access: 'admin', status: 404, path: byId('/second_factor') },
}
