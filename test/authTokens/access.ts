import type { Access } from '../support/access.js'

const token = '/accounts/auth_token/unknown/attach'

/** Who may call the operations of a log-in from another device. */
export const authTokensAccess: Access<'authTokens'> = {
  createAuthToken: { access: 'public', status: 201 },
  attachAuthToken: { access: 'account', status: 404, path: () => token },
  createOwnApiKey: { access: 'account', status: 200 },
  getAttachedApiKey: { access: 'public', status: 404, path: () => '/accounts/me/api_key/unknown' },
}
