import { toIsoDate } from '../../domain/dates.js'
import { attachAuthToken, createAuthToken, takeApiKey } from '../../services/authTokens/authTokens.js'
import { createOwnKey } from '../../services/credentials/apiKeys.js'
import type { With } from '../../services/deps.js'
import { type Handlers, reply } from '../types.js'

export const authTokenHandlers = (deps: With<'limits' | 'outbound' | 'metrics'>): Handlers<'authTokens'> => ({
  createAuthToken: async ({ caller }) => {
    const { token, ip, userAgent, createdAt, expiresAt } = await createAuthToken(deps, caller)
    const body = { token, ip, user_agent: userAgent, created_at: toIsoDate(createdAt), expire_at: toIsoDate(expiresAt) }
    return reply({ status: 201, body })
  },
  attachAuthToken: async ({ params, principal, caller }) => {
    await attachAuthToken(deps, params.token, principal.account, caller)
    return {}
  },
  createOwnApiKey: async ({ principal, caller }) => {
    const key = await createOwnKey(deps, principal.account, caller)
    return reply({ status: 200, type: 'text/plain', body: key })
  },
  getAttachedApiKey: async ({ params, caller }) => ({ api_key: await takeApiKey(deps, params.token, caller) }),
})
