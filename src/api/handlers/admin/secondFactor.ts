import type { With } from '../../../services/deps.js'
import { removeAllFactors } from '../../../services/secondFactor/change.js'
import type { Handlers } from '../../types.js'

export const secondFactorHandlers = (deps: With<'limits' | 'outbound'>): Handlers<'secondFactor'> => ({
  removeSecondFactor: async ({ params, caller }) => {
    await removeAllFactors(deps, params.id, caller)
    return {}
  },
})
