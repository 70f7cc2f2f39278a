import type { With } from '../../services/deps.js'
import { consumeCreationToken } from '../../services/tokens/consume.js'
import { createCreationToken, sendCreationToken } from '../../services/tokens/creationTokens.js'
import { sendRecoveryToken } from '../../services/tokens/recoveryTokens.js'
import { createRequestToken, createTokenFromRequest } from '../../services/tokens/requestTokens.js'
import { createAccountWithCreationToken } from '../../services/tokens/withToken.js'
import { presentOwnAccount } from '../present/accounts.js'
import { presentConsumedToken, presentCreationToken } from '../present/tokens.js'
import { type Handlers, reply } from '../types.js'

export const tokenHandlers = (deps: With<'accounts' | 'credentials' | 'limits' | 'outbound' | 'metrics'>): Handlers<'tokens'> => ({
  sendCreationToken: async ({ body }) => {
    await sendCreationToken(deps, body)
    return {}
  },
  createRequestToken: async () => {
    const { token, validationUrl } = await createRequestToken(deps)
    return reply({ status: 201, body: { token, validation_url: validationUrl } })
  },
  createTokenFromRequest: async ({ body, caller }) => {
    const made = await createTokenFromRequest(deps, body.account_creation_request_token)
    return reply({ status: 201, body: presentCreationToken(made, caller) })
  },
  consumeCreationToken: async ({ body, principal, caller }) => {
    const { id } = principal.account
    const { expiresAt } = await consumeCreationToken(deps, id, body.account_creation_token, caller)
    return presentConsumedToken({ token: body.account_creation_token, expiresAt }, id, caller)
  },
  createCreationToken: async ({ caller }) =>
    reply({ status: 201, body: presentCreationToken(await createCreationToken(deps, caller), caller) }),
  createAccountWithCreationToken: async ({ body, caller }) =>
    presentOwnAccount(deps, await createAccountWithCreationToken(deps, body, caller)),
  sendRecoveryToken: async ({ body }) => {
    await sendRecoveryToken(deps, body)
    return {}
  },
})
