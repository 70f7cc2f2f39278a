import type { With } from '../../../services/deps.js'
import { deleteExternal, getExternal, setExternal } from '../../../services/external/externalAccounts.js'
import { presentExternal } from '../../present/admin/external.js'
import { type Handlers, reply } from '../../types.js'

export const externalHandlers = (deps: With<'outbound'>): Handlers<'external'> => ({
  getExternalAccount: async ({ params }) => presentExternal(await getExternal(deps, params.id)),
  setExternalAccount: async ({ params, body, caller }) => {
    const { external, made } = await setExternal(deps, params.id, body, caller)
    return reply({ status: made ? 201 : 200, body: presentExternal(external) })
  },
  deleteExternalAccount: async ({ params, caller }) => {
    await deleteExternal(deps, params.id, caller)
    return {}
  },
})
