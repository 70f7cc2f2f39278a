import { type Access, byId } from '../support/access.js'

const own = () => '/accounts/me/vcards-storage/none'
const ofTarget = byId('/vcards-storage/none')
const body = () => ({ vcard: '' })

/** Who may call the operations of vCards. */
export const vcardsAccess: Access<'vcards'> = {
  listOwnVcards: { access: 'account', status: 200 },
  createOwnVcard: { access: 'account', status: 422, body },
  getOwnVcard: { access: 'account', status: 404, path: own },
  updateOwnVcard: { access: 'account', status: 422, path: own, body },
  deleteOwnVcard: { access: 'account', status: 404, path: own },
  listVcards: { access: 'admin', status: 200, path: byId('/vcards-storage') },
  createVcard: { access: 'admin', status: 422, path: byId('/vcards-storage'), body },
  getVcard: { access: 'admin', status: 404, path: ofTarget },
  updateVcard: { access: 'admin', status: 422, path: ofTarget, body },
  deleteVcard: { access: 'admin', status: 404, path: ofTarget },
  downloadVcards: { access: 'account', status: 200 },
  downloadVcard: { access: 'account', status: 404, path: () => '/vcards-storage/none' },
}
