import { type Access, byId, newAccount } from '../support/access.js'

/** Who may call the operations of all accounts. */
export const accountsAccess: Access<'accounts'> = {
  createAccount: { access: 'admin', status: 200, body: newAccount },
  listAccounts: { access: 'admin', status: 200 },
  createAccounts: { access: 'admin', status: 200, body: () => ({ accounts: [newAccount()] }) },
  getAccount: { access: 'admin', status: 200, path: byId() },
  deleteAccount: { access: 'admin', status: 200, path: byId() },
  listApiKeys: { access: 'admin', status: 200, path: byId('/api-keys') },
  deleteApiKey: { access: 'admin', status: 404, path: byId('/api-keys/2147483647') },
  sendPasswordReset: { access: 'admin', status: 404, path: () => '/accounts/999999999/send_reset_password_email' },
  createConfirmationKey: { access: 'admin', status: 404, path: byId('/confirmation-key') },
  activateAccount: { access: 'admin', status: 200, path: byId('/activate') },
  activateAccountByGet: { access: 'admin', status: 200, path: byId('/activate') },
  deactivateAccount: { access: 'admin', status: 200, path: byId('/deactivate') },
  deactivateAccountByGet: { access: 'admin', status: 200, path: byId('/deactivate') },
}
