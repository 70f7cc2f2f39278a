import { createHash } from 'node:crypto'
import { addressOf } from '../../domain/sip.js'
import { folded, vcardText, vcardValue } from '../../domain/vcard.js'
import type { ContactRecord } from './addressBook.sql.js'

/**
 * Contacts as vCards 4.0 (RFC 6350), one after the other, with the properties that Linphone reads. They say what makes a call, and nothing else of
 * another account.
 */
export const contactCards = (contacts: readonly ContactRecord[]): string => folded(contacts.flatMap(cardOf), '\r\n')

const cardOf = (contact: ContactRecord): string[] => [
  'BEGIN:VCARD',
  'VERSION:4.0',
  `UID:${uidOf(contact)}`,
  'KIND:individual',
  `IMPP:${vcardValue(`sip:${addressOf(contact)}`)}`,
  `FN:${vcardText(contact.displayName || contact.username)}`,
  ...(contact.dtmfProtocol === null ? [] : [`X-LINPHONE-ACCOUNT-DTMF-PROTOCOL:${vcardText(contact.dtmfProtocol)}`]),
  ...contact.types.map(({ key }) => `X-LINPHONE-ACCOUNT-TYPE:${vcardText(key)}`),
  ...contact.actions.map(({ key, code }) => `X-LINPHONE-ACCOUNT-ACTION:${vcardText(key)};${vcardText(code)}`),
  'END:VCARD',
]

/** The same for a contact at all times, whatever it is called, and another one for each: a UUID of version 8 (RFC 9562 section 5.8) of its id in its domain. */
function uidOf({ id, domain }: ContactRecord): string {
  const bytes = createHash('sha256').update(`${id}@${domain}`).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return `urn:uuid:${bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`
}
