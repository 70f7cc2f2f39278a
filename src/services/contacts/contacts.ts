import { notFound } from '../../domain/errors.js'
import { parseAor } from '../../domain/sip.js'
import { noSuchAccount } from '../accounts/fields.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import type { Platform } from '../platform.js'
import { type BookOwner, type ContactRecord, readAddressBook } from './addressBook.sql.js'

type Deps = Pick<Platform, 'db'>

/** One contact out of the address book of an account, by the address as it stood in a path. @throws AppError 404 */
export async function contactByAddress(deps: Deps, owner: BookOwner, sip: string): Promise<ContactRecord> {
  const aor = parseAor(sip)
  const [contact] = aor ? await readAddressBook(deps, owner, aor) : []
  if (!contact) throw notFound('You have no such contact.')
  return contact
}

/** The contacts that an account itself has, whole, without those of its lists: for administrators. @throws AppError 404 */
export async function listContacts({ db: { prisma } }: Deps, accountId: number): Promise<AccountRecord[]> {
  // from its own rows: asked for accounts with such a row, SQLite looks at every account
  const contacts = await prisma.contact.findMany({
    where: { accountId },
    orderBy: { contactId: 'asc' },
    select: { contact: { include: wholeAccount } },
  })
  if (contacts.length === 0 && (await prisma.account.count({ where: { id: accountId } })) === 0) throw noSuchAccount()
  return contacts.map(({ contact }) => contact)
}

/** One of them. @throws AppError 404 */
export async function getContact({ db: { prisma } }: Deps, accountId: number, contactId: number): Promise<AccountRecord> {
  const contact = await prisma.account.findFirst({ where: { id: contactId, contactOf: { some: { accountId } } }, include: wholeAccount })
  if (!contact) throw notFound('This account has no such contact.')
  return contact
}
