import { type Access, byId } from '../support/access.js'

const entry = byId('/dictionary/floor')

/** Who may call the operations of the dictionary. */
export const dictionaryAccess: Access<'dictionary'> = {
  getDictionary: { access: 'admin', status: 200, path: byId('/dictionary') },
  deleteDictionary: { access: 'admin', status: 200, path: byId('/dictionary') },
  getDictionaryEntry: { access: 'admin', status: 404, path: entry },
  setDictionaryEntry: { access: 'admin', status: 201, path: entry, body: () => ({ value: '3' }) },
  deleteDictionaryEntry: { access: 'admin', status: 404, path: entry },
}
