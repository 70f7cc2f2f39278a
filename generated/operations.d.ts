// Made from the contract by `npm run generate`: do not edit.

/** The operations of each area, which is the name of their tag. */
export interface OperationsOf {
  service:
    | 'ping'
    | 'getDocs'
    | 'getContractJson'
    | 'getContractYaml'
    | 'getLiveness'
    | 'getReadiness'
  signUp:
    | 'createToken'
    | 'resetPushDevice'
    | 'createAccountWithToken'
    | 'getAccountInfo'
    | 'activateByEmail'
    | 'activateByPhone'
  me:
    | 'getMe'
    | 'deleteMe'
    | 'requestEmailChange'
    | 'confirmEmailChange'
    | 'changePassword'
    | 'requestPhoneChange'
    | 'confirmPhoneChange'
  devices:
    | 'listDevices'
    | 'deleteDeviceByBody'
    | 'getDevice'
    | 'deleteDevice'
  accounts:
    | 'createAccount'
    | 'listAccounts'
    | 'createAccounts'
    | 'getAccount'
    | 'deleteAccount'
    | 'listApiKeys'
    | 'deleteApiKey'
    | 'createConfirmationKey'
    | 'activateAccount'
    | 'activateAccountByGet'
    | 'deactivateAccount'
    | 'deactivateAccountByGet'
  audit:
    | 'listAuditEntries'
}

/** The operations that need credentials: their handlers are given a principal. */
export type SecuredOperation =
  | 'resetPushDevice'
  | 'getMe'
  | 'deleteMe'
  | 'requestEmailChange'
  | 'confirmEmailChange'
  | 'changePassword'
  | 'requestPhoneChange'
  | 'confirmPhoneChange'
  | 'listDevices'
  | 'deleteDeviceByBody'
  | 'getDevice'
  | 'deleteDevice'
  | 'createAccount'
  | 'listAccounts'
  | 'createAccounts'
  | 'getAccount'
  | 'deleteAccount'
  | 'listApiKeys'
  | 'deleteApiKey'
  | 'createConfirmationKey'
  | 'activateAccount'
  | 'activateAccountByGet'
  | 'deactivateAccount'
  | 'deactivateAccountByGet'
  | 'listAuditEntries'

/** The limit of each operation that has one, as its `x-limit` names it. */
export interface LimitOf {
  createToken: 'tokens'
  createAccountWithToken: 'registrations'
  getAccountInfo: 'info'
  activateByEmail: 'activations'
  activateByPhone: 'activations'
  requestEmailChange: 'code-requests'
  confirmEmailChange: 'confirmations'
  changePassword: 'passwords'
  requestPhoneChange: 'code-requests'
  confirmPhoneChange: 'confirmations'
  listDevices: 'devices'
  deleteDeviceByBody: 'devices'
  getDevice: 'devices'
  deleteDevice: 'devices'
}
