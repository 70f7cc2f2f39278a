import { randomPin } from '../../src/domain/codes.js'
import { type Access, bySip, newAccount } from '../support/access.js'
import { unique } from '../support/digestHeader.js'

/** Who may call the operations of sign-up. */
export const signUpAccess: Access<'signUp'> = {
  createToken: { access: 'public', status: 200, body: () => ({ pn_provider: 'fcm', pn_param: 'project', pn_prid: unique() }) },
  resetPushDevice: { access: 'admin', status: 404, body: () => ({ pn_provider: 'fcm', pn_param: 'project', pn_prid: unique() }) },
  createAccountWithToken: { access: 'public', status: 422, body: () => ({ ...newAccount(), token: 'tOk3nFr0mPu5h' }) },
  getAccountInfo: { access: 'public', status: 200, path: bySip('/info') },
  activateByEmail: { access: 'public', status: 404, path: bySip('/activate/email'), body: () => ({ code: 'wr0ngC0d3AbCd' }) },
  activateByPhone: { access: 'public', status: 404, path: bySip('/activate/phone'), body: () => ({ code: randomPin() }) },
}
