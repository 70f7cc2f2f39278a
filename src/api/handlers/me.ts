import { deleteOwnAccount } from '../../services/accounts/accounts.js'
import { changePassword } from '../../services/credentials/passwords.js'
import type { Deps } from '../../services/deps.js'
import { confirmChange, requestEmailChange, requestPhoneChange } from '../../services/me/addressChange.js'
import { presentAccount } from '../present.js'
import type { Handlers } from '../types.js'

type Me =
  | 'getMe'
  | 'deleteMe'
  | 'requestEmailChange'
  | 'confirmEmailChange'
  | 'changePassword'
  | 'requestPhoneChange'
  | 'confirmPhoneChange'

export const meHandlers = (deps: Deps): Pick<Handlers, Me> => ({
  getMe: ({ principal }) => ({ status: 200, body: presentAccount(deps.config, principal.account) }),
  deleteMe: async ({ principal, client }) => {
    await deleteOwnAccount(deps, principal.account.id, client, { evenLast: true })
    return { status: 200, body: {} }
  },
  requestEmailChange: async ({ principal, body, client }) => {
    await requestEmailChange(deps, principal.account, body.email, client)
    return { status: 200, body: {} }
  },
  confirmEmailChange: async ({ principal, body, client }) => ({
    status: 200,
    body: presentAccount(deps.config, await confirmChange(deps, principal.account.id, 'email', body.code, client)),
  }),
  changePassword: async ({ principal, body, client }) => {
    await changePassword(deps, principal.account, body, client)
    return { status: 200, body: {} }
  },
  requestPhoneChange: async ({ principal, body, client }) => {
    await requestPhoneChange(deps, principal.account, body.phone, client)
    return { status: 200, body: {} }
  },
  confirmPhoneChange: async ({ principal, body, client }) => ({
    status: 200,
    body: presentAccount(deps.config, await confirmChange(deps, principal.account.id, 'phone', body.code, client)),
  }),
})
