import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../db/client.js'
import type { AuditAction } from '../audit/stamp.js'

type Holder = 'accounts' | 'contacts_lists'

/** What joins an account to a contact, a list to its member, or an account to a list: always within one space. */
export interface Link {
  table: string
  from: { table: Holder; column: string }
  to: { table: Holder; column: string }
  added: AuditAction
  removed: AuditAction
  /** the account that the audit log names */
  about: 'from' | 'to'
}

const ACCOUNT = { table: 'accounts', column: 'account_id' } as const
const CONTACT = { table: 'accounts', column: 'contact_id' } as const
const LIST = { table: 'contacts_lists', column: 'contacts_list_id' } as const

export const CONTACT_OF_ACCOUNT: Link = {
  ...{ table: 'contacts', from: ACCOUNT, to: CONTACT },
  ...{ added: 'addContact', removed: 'removeContact', about: 'from' },
}
export const LIST_OF_ACCOUNT: Link = {
  ...{ table: 'account_contacts_list', from: ACCOUNT, to: LIST },
  ...{ added: 'addContactsList', removed: 'removeContactsList', about: 'from' },
}
export const MEMBER_OF_LIST: Link = {
  ...{ table: 'contacts_list_contact', from: LIST, to: CONTACT },
  ...{ added: 'addContactToList', removed: 'removeContactFromList', about: 'to' },
}

const name = Prisma.raw

/** Joins two that are of one space, in one statement. @returns 1, or 0 when they are joined already, are not there, or are of different spaces */
export const insertLink = (tx: Transaction, { table, from, to }: Link, fromId: number, toId: number): Promise<number> =>
  tx.$executeRaw`insert into ${name(table)} (${name(from.column)}, ${name(to.column)}, space_id)
    select f.id, t.id, f.space_id from ${name(from.table)} f join ${name(to.table)} t on t.space_id = f.space_id
    where f.id = ${fromId} and t.id = ${toId} on conflict do nothing`

/** @returns 1, or 0 when they are not joined */
export const deleteLink = (tx: Transaction, { table, from, to }: Link, fromId: number, toId: number): Promise<number> =>
  tx.$executeRaw`delete from ${name(table)} where ${name(from.column)} = ${fromId} and ${name(to.column)} = ${toId}`

/** Whether the first of both is there at all, whether the second is in its space, and whether they are joined. */
export async function linkState(tx: Transaction, { table, from, to }: Link, fromId: number, toId: number) {
  const [holder] = await tx.$queryRaw<{ other: number | null }[]>`select t.id as other from ${name(from.table)} f
    left join ${name(to.table)} t on t.space_id = f.space_id and t.id = ${toId} where f.id = ${fromId}`
  const [link] = await tx.$queryRaw<object[]>`select space_id from ${name(table)}
    where ${name(from.column)} = ${fromId} and ${name(to.column)} = ${toId}`
  return { holds: holder !== undefined, within: holder !== undefined && holder.other !== null, linked: link !== undefined }
}
