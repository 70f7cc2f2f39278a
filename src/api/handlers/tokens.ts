import type { With } from '../../services/deps.js'
import { createToken } from '../../services/signUp/tokens.js'
import type { Handlers } from '../types.js'

export const tokenHandlers = (deps: With<'outbound'>): Pick<Handlers, 'createToken'> => ({
  createToken: async ({ body }) => {
    await createToken(deps, body)
    return { status: 200, body: {} }
  },
})
