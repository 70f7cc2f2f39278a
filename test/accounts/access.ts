import { type Access, byId, bySip, newAccount } from '../support/access.js'

/** Who may call the operations of all accounts. */
export const accountsAccess: Access<'accounts'> = {
  createAccount: { access: 'admin', status: 200, body: newAccount },
  listAccounts: { access: 'admin', status: 200 },
  createAccounts: { access: 'admin', status: 200, body: () => ({ accounts: [newAccount()] }) },
  getAccount: { access: 'admin', status: 200, path: byId() },
  deleteAccount: { access: 'admin', status: 200, path: byId() },
  listApiKeys: { access: 'admin', status: 200, path: byId('/api-keys') },
  // bobby is no administrator
  createApiKey: { access: 'admin', status: 422, path: byId('/api-keys'), body: () => ({ name: 'x', scope: 'read' }) },
  deleteApiKey: { access: 'admin', status: 404, path: byId('/api-keys/2147483647') },
  sendInvitation: { access: 'admin', status: 404, path: () => '/accounts/999999999/send_invitation_email' },
  sendPasswordReset: { access: 'admin', status: 404, path: () => '/accounts/999999999/send_reset_password_email' },
  createConfirmationKey: { access: 'admin', status: 404, path: byId('/confirmation-key') },
  activateAccount: { access: 'admin', status: 200, path: byId('/activate') },
  activateAccountByGet: { access: 'admin', status: 200, path: byId('/activate') },
  deactivateAccount: { access: 'admin', status: 200, path: byId('/deactivate') },
  deactivateAccountByGet: { access: 'admin', status: 200, path: byId('/deactivate') },
  blockAccount: { access: 'admin', status: 200, path: byId('/block') },
  unblockAccount: { access: 'admin', status: 200, path: byId('/unblock') },
  // another name takes a password
  updateAccount: { access: 'admin', status: 422, path: byId(), body: () => ({ username: 'another.name' }) },
  getAccountBySip: { access: 'admin', status: 200, path: bySip('/search') },
  getAccountByEmail: { access: 'admin', status: 404, path: () => '/accounts/nobody@example.org/search-by-email' },
}
