import type { Access } from '../support/access.js'

/** Who may call the operations of one's own account. */
export const meAccess: Access<'me'> = {
  getMe: { access: 'account', status: 200 },
  deleteMe: { access: 'account', status: 200 },
  getTurnCredentials: { access: 'account', status: 404 },
  requestEmailChange: { access: 'account', status: 200, body: () => ({ email: 'new@example.org' }) },
  confirmEmailChange: { access: 'account', status: 404, body: () => ({ code: 'wr0ngC0d3AbCd' }) },
  changePassword: { access: 'account', status: 422, body: () => ({ algorithm: 'MD5', password: 'n3w-secret', old_password: 'wrong-1' }) },
  requestPhoneChange: { access: 'account', status: 200, body: () => ({ phone: '+33612345678' }) },
  confirmPhoneChange: { access: 'account', status: 404, body: () => ({ code: '1234' }) },
}
