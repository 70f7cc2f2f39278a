import type { Principal } from '../../http/principal.js'
import { deleteOwnAccount } from '../../services/accounts/deletion.js'
import type { AccountRecord } from '../../services/accounts/record.js'
import { changePassword } from '../../services/credentials/passwords.js'
import type { With } from '../../services/deps.js'
import { requestEmailChange, requestPhoneChange } from '../../services/me/addressChange.js'
import { confirmChange } from '../../services/me/confirmation.js'
import { turnCredentials } from '../../services/me/turn.js'
import { presentOwnAccount } from '../present/accounts.js'
import type { Handlers } from '../types.js'

export const meHandlers = (deps: With<'accounts' | 'credentials' | 'limits' | 'outbound'>): Handlers<'me'> => {
  /** An account that was read for a change, with the link that came with its principal. */
  const changed = ({ account: { provisioning } }: Principal, account: AccountRecord) =>
    presentOwnAccount(deps, { ...account, ...(provisioning !== undefined && { provisioning }) })
  return {
    getMe: ({ principal }) => presentOwnAccount(deps, principal.account),
    deleteMe: async ({ principal, caller }) => {
      await deleteOwnAccount(deps, principal.account.id, caller, { evenLast: true })
      return {}
    },
    getTurnCredentials: () => turnCredentials(deps),
    requestEmailChange: async ({ principal, body, caller }) => {
      await requestEmailChange(deps, principal.account, body.email, caller)
      return {}
    },
    confirmEmailChange: async ({ principal, body, caller }) =>
      changed(principal, await confirmChange(deps, principal.account.id, 'email', body.code, caller)),
    changePassword: async ({ principal, body, caller }) => {
      await changePassword(deps, principal.account, body, caller)
      return {}
    },
    requestPhoneChange: async ({ principal, body, caller }) => {
      await requestPhoneChange(deps, principal.account, body.phone, caller)
      return {}
    },
    confirmPhoneChange: async ({ principal, body, caller }) =>
      changed(principal, await confirmChange(deps, principal.account.id, 'phone', body.code, caller)),
  }
}
