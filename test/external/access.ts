import { type Access, byId } from '../support/access.js'
import { unique } from '../support/digestHeader.js'

const external = byId('/external')

/** Who may call the operations of external accounts. */
export const externalAccess: Access<'external'> = {
  getExternalAccount: { access: 'admin', status: 404, path: external },
  setExternalAccount: {
    access: 'admin',
    status: 201,
    path: external,
    body: () => ({ username: unique(), domain: 'sip.operator.example', password: 'trunk-secret-1', protocol: 'TLS' }),
  },
  deleteExternalAccount: { access: 'admin', status: 404, path: external },
}
