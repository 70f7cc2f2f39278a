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
  tokens:
    | 'sendCreationToken'
    | 'createRequestToken'
    | 'createTokenFromRequest'
    | 'consumeCreationToken'
    | 'createCreationToken'
    | 'createAccountWithCreationToken'
    | 'sendRecoveryToken'
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
  | 'consumeCreationToken'
  | 'createCreationToken'
  | 'getMe'
  | 'deleteMe'
  | 'requestEmailChange'
  | 'confirmEmailChange'
  | 'changePassword'
  | 'requestPhoneChange'
  | 'confirmPhoneChange'
  | 'listDevices'
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

/** Which accounts an operation lets in before they are activated, as its `x-before-activation` says; those that are not here let none in. */
export interface BeforeActivationOf {
  consumeCreationToken: 'any'
  getMe: 'token'
  deleteMe: 'token'
  requestEmailChange: 'token'
  confirmEmailChange: 'token'
  changePassword: 'token'
  requestPhoneChange: 'token'
  confirmPhoneChange: 'token'
}

/** The limit of each operation that has one, as its `x-limit` names it. */
export interface LimitOf {
  createToken: 'tokens'
  createAccountWithToken: 'registrations'
  getAccountInfo: 'info'
  activateByEmail: 'activations'
  activateByPhone: 'activations'
  sendCreationToken: 'tokens'
  createRequestToken: 'request-tokens'
  createTokenFromRequest: 'token-polls'
  consumeCreationToken: 'confirmations'
  createAccountWithCreationToken: 'registrations'
  sendRecoveryToken: 'tokens'
  requestEmailChange: 'code-requests'
  confirmEmailChange: 'confirmations'
  changePassword: 'passwords'
  requestPhoneChange: 'code-requests'
  confirmPhoneChange: 'confirmations'
  listDevices: 'devices'
  getDevice: 'devices'
  deleteDevice: 'devices'
}
