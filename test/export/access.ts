import { type Access, byId } from '../support/access.js'

/** Who may have all that is known about an account. */
export const exportAccess: Access<'export'> = {
  exportMe: { access: 'account', status: 200 },
  exportAccount: { access: 'admin', status: 200, path: byId('/export') },
}
