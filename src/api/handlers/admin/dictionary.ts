import { deleteDictionary, deleteEntry, getDictionary, getEntry, setEntry } from '../../../services/dictionary/dictionary.js'
import type { Platform } from '../../../services/platform.js'
import { type Handlers, reply } from '../../types.js'

export const dictionaryHandlers = (deps: Platform): Handlers<'dictionary'> => ({
  getDictionary: ({ params }) => getDictionary(deps, params.id),
  deleteDictionary: async ({ params, caller }) => {
    await deleteDictionary(deps, params.id, caller)
    return {}
  },
  getDictionaryEntry: async ({ params }) => ({ value: await getEntry(deps, params.id, params.key) }),
  setDictionaryEntry: async ({ params, body: { value }, caller }) => {
    await setEntry(deps, params.id, params.key, value, caller)
    return reply({ status: 201, body: { value } })
  },
  deleteDictionaryEntry: async ({ params, caller }) => {
    await deleteEntry(deps, params.id, params.key, caller)
    return {}
  },
})
