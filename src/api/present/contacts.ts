import type { components } from '../../../generated/openapi.js'
import { toIsoDate } from '../../domain/dates.js'
import { addressOf } from '../../domain/sip.js'
import type { ContactRecord } from '../../services/contacts/addressBook.sql.js'
import type { ContactsListRecord } from '../../services/contacts/lists.js'

type Schemas = components['schemas']

/** What an account is told of one of its contacts. */
export const presentContact = (contact: ContactRecord): Schemas['Contact'] => ({
  id: contact.id,
  username: contact.username,
  domain: contact.domain,
  activated: contact.activated,
  dtmf_protocol: contact.dtmfProtocol,
  display_name: contact.displayName,
  sip_uri: `sip:${addressOf(contact)}`,
  types: contact.types,
  actions: contact.actions,
})

/** A contacts list, for administrators. */
export const presentContactsList = (list: ContactsListRecord): Schemas['ContactsList'] => ({
  id: list.id,
  space_id: list.spaceId,
  domain: list.space.domain,
  title: list.title,
  description: list.description,
  contacts_count: list._count.members,
  created_at: toIsoDate(list.createdAt),
  updated_at: toIsoDate(list.updatedAt),
})
