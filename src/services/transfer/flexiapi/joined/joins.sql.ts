import { Prisma } from '../../../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../../../db/client.js'

// Rows that join two things of one space. Each statement asks for both once more: the service may run, and delete one meanwhile.

/** Ids of two things. */
export type Pair = readonly [one: number, other: number]

/** Pairs of one statement. */
const MOST = 5_000

const parts = (pairs: readonly Pair[]): Prisma.Sql[] => {
  const all: Prisma.Sql[] = []
  for (let start = 0; start < pairs.length; start += MOST) {
    const rows = pairs.slice(start, start + MOST).map(([one, other]) => Prisma.sql`(cast(${one} as integer), cast(${other} as integer))`)
    all.push(Prisma.sql`with pairs (one, other) as (values ${Prisma.join(rows)})`)
  }
  return all
}

async function insert(tx: Transaction, pairs: readonly Pair[], statement: Prisma.Sql): Promise<number> {
  let count = 0
  for (const part of parts(pairs)) count += await tx.$executeRaw`${part} ${statement} on conflict do nothing`
  return count
}

/** Accounts, each with one that it has in its address book. @returns how many were not there */
export const insertContacts = (tx: Transaction, pairs: readonly Pair[]): Promise<number> =>
  insert(
    tx,
    pairs,
    Prisma.sql`insert into contacts (account_id, contact_id, space_id)
      select a.id, c.id, a.space_id from pairs join accounts a on a.id = one join accounts c on c.id = other and c.space_id = a.space_id where true`,
  )

/** Lists, each with one of its members. @returns how many were not there */
export const insertMembers = (tx: Transaction, pairs: readonly Pair[]): Promise<number> =>
  insert(
    tx,
    pairs,
    Prisma.sql`insert into contacts_list_contact (contacts_list_id, contact_id, space_id)
      select l.id, c.id, l.space_id from pairs join contacts_lists l on l.id = one join accounts c on c.id = other and c.space_id = l.space_id where true`,
  )

/** Lists, each with an account that has it. @returns how many were not there */
export const insertHolders = (tx: Transaction, pairs: readonly Pair[]): Promise<number> =>
  insert(
    tx,
    pairs,
    Prisma.sql`insert into account_contacts_list (contacts_list_id, account_id, space_id)
      select l.id, a.id, l.space_id from pairs join contacts_lists l on l.id = one join accounts a on a.id = other and a.space_id = l.space_id where true`,
  )

export interface NewList {
  spaceId: number
  title: string
  description: string
  createdAt: Date
  updatedAt: Date
}

/** Makes the lists that are not there. @returns how many it has made */
export async function insertLists(tx: Transaction, lists: readonly NewList[]): Promise<number> {
  if (lists.length === 0) return 0
  const rows = lists.map((l) => Prisma.sql`(${l.spaceId}, ${l.title}, ${l.description}, ${l.createdAt}, ${l.updatedAt})`)
  return tx.$executeRaw`insert into contacts_lists (space_id, title, description, created_at, updated_at) values ${Prisma.join(rows)} on conflict do nothing`
}
