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

/** How many one is joined with at most: apps read all contacts at each start. */
const MOST = 10_000

/**
 * Joins two that are of one space, in one statement.
 * @returns 1, or 0 when they are joined already, are not there, are of different spaces, or the first is joined with as many as it may be. Of several at once some may come beyond that
 */
export const insertLink = (tx: Transaction, { table, from, to }: Link, fromId: number, toId: number): Promise<number> =>
  tx.$executeRaw`insert into ${name(table)} (${name(from.column)}, ${name(to.column)}, space_id)
    select f.id, t.id, f.space_id from ${name(from.table)} f join ${name(to.table)} t on t.space_id = f.space_id
    where f.id = ${fromId} and t.id = ${toId} and ${countOf({ table, from }, fromId)} < ${MOST} on conflict do nothing`

const countOf = ({ table, from }: Pick<Link, 'table' | 'from'>, fromId: number): Prisma.Sql =>
  Prisma.sql`(select count(*) from ${name(table)} where ${name(from.column)} = ${fromId})`

/** @returns 1, or 0 when they are not joined */
export const deleteLink = (tx: Transaction, { table, from, to }: Link, fromId: number, toId: number): Promise<number> =>
  tx.$executeRaw`delete from ${name(table)} where ${name(from.column)} = ${fromId} and ${name(to.column)} = ${toId}`

/** Whether the first of both is there at all, and joined with as many as it may be, whether the second is in its space, and whether they are joined. */
export async function linkState(tx: Transaction, { table, from, to }: Link, fromId: number, toId: number) {
  const [holder] = await tx.$queryRaw<{ other: number | null; count: number | bigint }[]>`
    select t.id as other, ${countOf({ table, from }, fromId)} as count from ${name(from.table)} f
    left join ${name(to.table)} t on t.space_id = f.space_id and t.id = ${toId} where f.id = ${fromId}`
  const [link] = await tx.$queryRaw<object[]>`select space_id from ${name(table)}
    where ${name(from.column)} = ${fromId} and ${name(to.column)} = ${toId}`
  const within = holder !== undefined && holder.other !== null
  return { holds: holder !== undefined, full: Number(holder?.count ?? 0) >= MOST, within, linked: link !== undefined }
}
