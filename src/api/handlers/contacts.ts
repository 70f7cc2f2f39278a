import { readAddressBook } from '../../services/contacts/addressBook.sql.js'
import { contactCards } from '../../services/contacts/cards.js'
import { contactByAddress, getContact, listContacts } from '../../services/contacts/contacts.js'
import { contactsOfAccount, listsOfAccount, membersOfList } from '../../services/contacts/links.js'
import {
  type ContactsListRecord,
  createContactsList,
  deleteContactsList,
  getContactsList,
  listContactsLists,
  updateContactsList,
} from '../../services/contacts/lists.js'
import type { With } from '../../services/deps.js'
import { entityTags } from '../entityTags.js'
import { presentAccount } from '../present/accounts.js'
import { presentContact, presentContactsList } from '../present/contacts.js'
import { vcardFile } from '../present/vcards.js'
import { type Handlers, reply } from '../types.js'

export const contactHandlers = (deps: With<'accounts'>): Handlers<'contacts'> => {
  const tags = entityTags(deps, 'contactsList', ({ title, description }: ContactsListRecord) => [title, description])
  const tagged = (list: ContactsListRecord) => reply({ status: 200, body: presentContactsList(list), headers: tags.of(list) })
  return {
    listOwnContacts: async ({ principal }) => (await readAddressBook(deps, principal.account)).map(presentContact),
    getOwnContact: async ({ principal, params }) => presentContact(await contactByAddress(deps, principal.account, params.sip)),
    listContactCards: async ({ principal }) => vcardFile(contactCards(await readAddressBook(deps, principal.account))),
    getContactCard: async ({ principal, params }) => vcardFile(contactCards([await contactByAddress(deps, principal.account, params.sip)])),
    listContacts: async ({ params }) => {
      const contacts = await listContacts(deps, params.id)
      return Promise.all(contacts.map((contact) => presentAccount(deps, contact)))
    },
    getContact: async ({ params }) => presentAccount(deps, await getContact(deps, params.id, params.contact_id)),
    addContact: async ({ params, caller }) => {
      await contactsOfAccount.add(deps, params.id, params.contact_id, caller)
      return {}
    },
    removeContact: async ({ params, caller }) => {
      await contactsOfAccount.remove(deps, params.id, params.contact_id, caller)
      return {}
    },
    addContactsList: async ({ params, caller }) => {
      await listsOfAccount.add(deps, params.id, params.contacts_list_id, caller)
      return {}
    },
    removeContactsList: async ({ params, caller }) => {
      await listsOfAccount.remove(deps, params.id, params.contacts_list_id, caller)
      return {}
    },
    listContactsLists: async ({ principal, query }) =>
      (await listContactsLists(deps, principal.account, query.domain)).map(presentContactsList),
    createContactsList: async ({ principal, body, caller }) => {
      const list = await createContactsList(deps, principal.account, body, caller)
      return reply({ status: 201, body: presentContactsList(list) })
    },
    getContactsList: async ({ params }) => tagged(await getContactsList(deps, params.contacts_list_id)),
    updateContactsList: async ({ params, headers, body, caller }) =>
      tagged(await updateContactsList(deps, params.contacts_list_id, body, tags.expected(headers), caller)),
    deleteContactsList: async ({ params, caller }) => {
      await deleteContactsList(deps, params.contacts_list_id, caller)
      return {}
    },
    addContactToList: async ({ params, caller }) => {
      await membersOfList.add(deps, params.contacts_list_id, params.contact_id, caller)
      return {}
    },
    removeContactFromList: async ({ params, caller }) => {
      await membersOfList.remove(deps, params.contacts_list_id, params.contact_id, caller)
      return {}
    },
  }
}
