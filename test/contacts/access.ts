import { type Access, byId } from '../support/access.js'

/** Who may call the operations of contacts. */
export const contactsAccess: Access<'contacts'> = {
  listOwnContacts: { access: 'account', status: 200 },
  getOwnContact: { access: 'account', status: 404, path: () => '/accounts/me/contacts/nobody@sip.example.org' },
  listContactCards: { access: 'account', status: 200 },
  getContactCard: { access: 'account', status: 404, path: () => '/contacts/vcard/nobody@sip.example.org' },
  listContacts: { access: 'admin', status: 200, path: byId('/contacts') },
  getContact: { access: 'admin', status: 404, path: byId('/contacts/999999') },
  addContact: { access: 'admin', status: 404, path: byId('/contacts/999999') },
  removeContact: { access: 'admin', status: 404, path: byId('/contacts/999999') },
  addContactsList: { access: 'admin', status: 404, path: byId('/contacts_lists/999999') },
  removeContactsList: { access: 'admin', status: 404, path: byId('/contacts_lists/999999') },
  listContactsLists: { access: 'admin', status: 200 },
  createContactsList: { access: 'admin', status: 422, body: () => ({ title: '' }) },
  getContactsList: { access: 'admin', status: 404, path: () => '/contacts_lists/999999' },
  updateContactsList: { access: 'admin', status: 422, path: () => '/contacts_lists/999999', body: () => ({ title: '' }) },
  deleteContactsList: { access: 'admin', status: 404, path: () => '/contacts_lists/999999' },
  addContactToList: { access: 'admin', status: 404, path: ({ id }) => `/contacts_lists/999999/contacts/${id}` },
  removeContactFromList: { access: 'admin', status: 404, path: ({ id }) => `/contacts_lists/999999/contacts/${id}` },
}
