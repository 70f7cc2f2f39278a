import { notFound } from '../../domain/errors.js'
import type { With } from '../../services/deps.js'
import { infoOfNumber } from '../../services/legacy/numbers.js'
import { recoverAccount, recoverByPhone } from '../../services/legacy/phoneLogin.js'
import { createPublicAccount } from '../../services/legacy/publicSignUp.js'
import { presentAccountInfo, presentOwnAccount } from '../present/accounts.js'
import { presentRecoveredAccount } from '../present/legacy.js'
import type { Handlers } from '../types.js'

export const legacyHandlers = (deps: With<'accounts' | 'credentials' | 'limits' | 'outbound' | 'metrics'>): Handlers<'legacy'> => ({
  createPublicAccount: async ({ body, caller }) => presentOwnAccount(deps, await createPublicAccount(deps, body, caller)),
  getAccountInfoByPhone: async ({ params }) => {
    const found = await infoOfNumber(deps, params.phone)
    if (!found) throw notFound('No account has this number.')
    return { ...presentAccountInfo(deps, found.account), phone: !found.isName }
  },
  recoverByPhone: async ({ body, caller }) => {
    await recoverByPhone(deps, body, caller)
    return {}
  },
  recoverAccount: async ({ params, caller }) => presentRecoveredAccount(deps, await recoverAccount(deps, params.sip, params.code, caller)),
})
