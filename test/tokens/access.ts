import { type Access, newAccount } from '../support/access.js'
import { unique } from '../support/digestHeader.js'

const device = () => ({ pn_provider: 'fcm', pn_param: 'project', pn_prid: unique() })

/** Who may call the operations about tokens. */
export const tokensAccess: Access<'tokens'> = {
  sendCreationToken: { access: 'public', status: 200, body: device },
  createRequestToken: { access: 'public', status: 201 },
  createTokenFromRequest: { access: 'public', status: 422, body: () => ({ account_creation_request_token: 'r3Qu3stT0k3nX' }) },
  consumeCreationToken: { access: 'account', status: 404, body: () => ({ account_creation_token: 'tOk3nFr0mPu5h' }) },
  createCreationToken: { access: 'admin', status: 201 },
  createAccountWithCreationToken: {
    access: 'public',
    status: 422,
    body: () => ({ ...newAccount(), account_creation_token: 'tOk3nFr0mPu5h' }),
  },
  sendRecoveryToken: { access: 'public', status: 200, body: device },
}
