import { parseAor } from '../../domain/sip.js'
import type { With } from '../../services/deps.js'
import { getAccountInfo } from '../../services/signUp/accountInfo.js'
import { activateByCode } from '../../services/signUp/activation.js'
import { createToken } from '../../services/tokens/creationTokens.js'
import { resetPushDevice, targetOf } from '../../services/tokens/pushDevices.js'
import { createAccountWithToken } from '../../services/tokens/withToken.js'
import { presentAccountInfo, presentOwnAccount } from '../present/accounts.js'
import type { Handlers } from '../types.js'

export const signUpHandlers = (deps: With<'accounts' | 'credentials' | 'limits' | 'outbound' | 'metrics'>): Handlers<'signUp'> => ({
  createToken: async ({ body }) => {
    await createToken(deps, body)
    return {}
  },
  resetPushDevice: async ({ body, caller }) => {
    await resetPushDevice(deps, targetOf(body), caller)
    return {}
  },
  createAccountWithToken: async ({ body, caller }) => presentOwnAccount(deps, await createAccountWithToken(deps, body, caller)),
  getAccountInfo: async ({ params }) => presentAccountInfo(deps, await getAccountInfo(deps, params.sip)),
  activateByEmail: async ({ params, body, caller }) =>
    presentOwnAccount(deps, await activateByCode(deps, parseAor(params.sip), body.code, caller)),
  activateByPhone: async ({ params, body, caller }) =>
    presentOwnAccount(deps, await activateByCode(deps, parseAor(params.sip), body.code, caller)),
})
