import { type Access, byId } from '../support/access.js'

/** Who may set up apps. Requests at /provisioning lack the header of an app. */
export const provisioningAccess: Access<'provisioning'> = {
  getProvisioning: { access: 'public', status: 400 },
  getMyProvisioning: { access: 'account', status: 400 },
  consumeProvisioning: { access: 'public', status: 400, path: () => '/provisioning/unknown' },
  getAttachedProvisioning: { access: 'public', status: 404, path: () => '/provisioning/auth_token/unknown' },
  getProvisioningQrCode: { access: 'public', status: 404, path: () => '/provisioning/qrcode/unknown' },
  provisionMe: { access: 'account', status: 200 },
  provisionAccount: { access: 'admin', status: 200, path: byId('/provision') },
  sendProvisioningEmail: { access: 'admin', status: 404, path: () => '/accounts/999999/send_provisioning_email' },
}
