import { type Access, bySip } from '../support/access.js'

const account_creation_token = 'tOk3nFr0mPu5h'

/** Who may call the operations for apps up to 5.3: anybody, and without LEGACY_APPS they are not there. */
export const legacyAccess: Access<'legacy'> = {
  createPublicAccount: { access: 'public', status: 404, body: () => ({ account_creation_token }) },
  getAccountInfoByPhone: { access: 'public', status: 404, path: () => '/accounts/+33612345678/info-by-phone' },
  recoverByPhone: { access: 'public', status: 404, body: () => ({ account_creation_token }) },
  recoverAccount: { access: 'public', status: 404, path: bySip('/recover/4821') },
}
