import type { Platform } from '../../../services/platform.js'
import { chosenSpace } from '../../../services/spaces/chosen.js'
import { createType, deleteType, getType, listTypes, renameType, type TypeRecord } from '../../../services/types/accountTypes.js'
import { type ActionRecord, createAction, deleteAction, getAction, listActions, updateAction } from '../../../services/types/actions.js'
import { addType, removeType } from '../../../services/types/typesOfAccount.js'
import { entityTags } from '../../entityTags.js'
import { presentAction, presentType } from '../../present/admin/types.js'
import { type Handlers, reply } from '../../types.js'

export const typeHandlers = (deps: Platform): Handlers<'types'> => {
  const typeTags = entityTags(deps, 'type', ({ key }: TypeRecord) => key)
  const actionTags = entityTags(deps, 'action', ({ key, code }: ActionRecord) => [key, code])
  const typeOf = (type: TypeRecord) => reply({ status: 200, body: presentType(type), headers: typeTags.of(type) })
  const actionOf = (action: ActionRecord) => reply({ status: 200, body: presentAction(action), headers: actionTags.of(action) })
  return {
    listAccountTypes: async ({ principal, query }) =>
      (await listTypes(deps, await chosenSpace(deps, principal.account, query.domain))).map(presentType),
    createAccountType: async ({ principal, body: { key, domain }, caller }) => {
      const type = await createType(deps, await chosenSpace(deps, principal.account, domain), key, caller)
      return reply({ status: 201, body: presentType(type) })
    },
    getAccountType: async ({ params }) => typeOf(await getType(deps, params.type_id)),
    updateAccountType: async ({ params, headers, body, caller }) =>
      typeOf(await renameType(deps, params.type_id, body.key, typeTags.expected(headers), caller)),
    deleteAccountType: async ({ params, caller }) => {
      await deleteType(deps, params.type_id, caller)
      return {}
    },
    addTypeToAccount: async ({ params, caller }) => {
      await addType(deps, params.id, params.type_id, caller)
      return {}
    },
    removeTypeFromAccount: async ({ params, caller }) => {
      await removeType(deps, params.id, params.type_id, caller)
      return {}
    },
    listAccountActions: async ({ params }) => (await listActions(deps, params.id)).map(presentAction),
    createAccountAction: async ({ params, body, caller }) =>
      reply({ status: 201, body: presentAction(await createAction(deps, params.id, body, caller)) }),
    getAccountAction: async ({ params }) => actionOf(await getAction(deps, params.id, params.action_id)),
    updateAccountAction: async ({ params, headers, body, caller }) =>
      actionOf(await updateAction(deps, params.id, params.action_id, body, actionTags.expected(headers), caller)),
    deleteAccountAction: async ({ params, caller }) => {
      await deleteAction(deps, params.id, params.action_id, caller)
      return {}
    },
  }
}
