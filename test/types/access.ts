import { type Access, byId } from '../support/access.js'
import { unique } from '../support/digestHeader.js'

const NONE = 2_147_483_647
const type = () => `/account_types/${NONE}`
const actions = () => `/accounts/${NONE}/actions`
const oneAction = () => `/accounts/${NONE}/actions/${NONE}`
const action = () => ({ key: 'open-door', code: '1234' })
const newType = () => ({ key: unique() })

/** Who may call the operations of types and actions. */
export const typesAccess: Access<'types'> = {
  listAccountTypes: { access: 'admin', status: 200 },
  createAccountType: { access: 'admin', status: 201, body: newType },
  getAccountType: { access: 'admin', status: 404, path: type },
  updateAccountType: { access: 'admin', status: 404, path: type, body: newType },
  deleteAccountType: { access: 'admin', status: 404, path: type },
  addTypeToAccount: { access: 'admin', status: 404, path: byId(`/types/${NONE}`) },
  removeTypeFromAccount: { access: 'admin', status: 404, path: byId(`/types/${NONE}`) },
  listAccountActions: { access: 'admin', status: 404, path: actions },
  createAccountAction: { access: 'admin', status: 404, path: actions, body: action },
  getAccountAction: { access: 'admin', status: 404, path: oneAction },
  updateAccountAction: { access: 'admin', status: 404, path: oneAction, body: action },
  deleteAccountAction: { access: 'admin', status: 404, path: oneAction },
}
