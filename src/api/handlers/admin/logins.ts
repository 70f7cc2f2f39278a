import type { With } from '../../../services/deps.js'
import { liftLoginDelay, loginsOf } from '../../../services/logins/logins.js'
import { presentHindrance, presentLogin } from '../../present/admin/logins.js'
import type { Handlers } from '../../types.js'

export const loginHandlers = (deps: With<'credentials' | 'limits'>): Handlers<'logins'> => ({
  listLogins: async ({ params }) => {
    const { logins, hindrances } = await loginsOf(deps, params.id)
    return { hindrances: hindrances.map(presentHindrance), data: logins.map(presentLogin) }
  },
  deleteLoginDelay: async ({ params, caller }) => {
    await liftLoginDelay(deps, params.id, caller)
    return {}
  },
})
