import { type Access, byId } from '../support/access.js'

/** Who may call the operations of log-ins. */
export const loginsAccess: Access<'logins'> = {
  listLogins: { access: 'admin', status: 200, path: byId('/logins') },
  deleteLoginDelay: { access: 'admin', status: 200, path: byId('/login_delay') },
}
