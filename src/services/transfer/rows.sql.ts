import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Transaction } from '../../db/client.js'
import type { NewExternal } from './externalAccount.js'

/** Values of one statement: SQLite takes 32,766. */
const MOST_VALUES = 20_000

/** An account that a row belongs to. */
export interface Owner {
  id: number
  spaceId: number
}

/** Inserts rows of any number, but for those whose key is there. @returns how many it has inserted */
async function insertAll(tx: Transaction, into: string, rows: readonly Prisma.Sql[]): Promise<number> {
  const most = Math.floor(MOST_VALUES / (rows[0]?.values.length ?? 1))
  let count = 0
  for (let start = 0; start < rows.length; start += most)
    count +=
      await tx.$executeRaw`insert into ${Prisma.raw(into)} values ${Prisma.join(rows.slice(start, start + most))} on conflict do nothing`
  return count
}

/** Texts by key, each of an account. */
export const insertEntries = (tx: Transaction, rows: readonly { accountId: number; key: string; value: string }[]): Promise<number> =>
  insertAll(
    tx,
    'account_dictionary_entries (account_id, key, value)',
    rows.map((r) => Prisma.sql`(${r.accountId}, ${r.key}, ${r.value})`),
  )

export const insertActions = (tx: Transaction, rows: readonly { accountId: number; key: string; code: string }[]): Promise<number> =>
  insertAll(
    tx,
    'account_actions (account_id, key, code)',
    rows.map((r) => Prisma.sql`(${r.accountId}, ${r.key}, ${r.code})`),
  )

/** Gives accounts types, which are made in the space of each where it has none of that key. */
export async function insertTypes(tx: Transaction, rows: readonly { owner: Owner; key: string }[]): Promise<number> {
  const wanted = [...new Map(rows.map(({ owner: { spaceId }, key }) => [`${spaceId} ${key}`, { spaceId, key }])).values()]
  await insertAll(
    tx,
    'account_types (space_id, key)',
    wanted.map(({ spaceId, key }) => Prisma.sql`(${spaceId}, ${key})`),
  )
  const ids = new Map<string, number>()
  for (const spaceId of new Set(wanted.map((one) => one.spaceId))) {
    const keys = wanted.flatMap((one) => (one.spaceId === spaceId ? one.key : []))
    const types = await tx.accountType.findMany({ where: { spaceId, key: { in: keys } }, select: { id: true, key: true } })
    for (const { id, key } of types) ids.set(`${spaceId} ${key}`, id)
  }
  return insertAll(
    tx,
    'account_account_type (account_id, account_type_id, space_id)',
    rows.map(({ owner: { id, spaceId }, key }) => Prisma.sql`(${id}, ${ids.get(`${spaceId} ${key}`)}, ${spaceId})`),
  )
}

/** Rows of one statement, of 13 values each. */
const EXTERNALS = 1_000

/** @returns the accounts whose external account was inserted: the others have one, or another account of their space has the same */
export async function insertExternals(
  tx: Transaction,
  rows: readonly { owner: Owner; external: NewExternal }[],
  now: Date,
): Promise<Set<number>> {
  const inserted = new Set<number>()
  for (let start = 0; start < rows.length; start += EXTERNALS) {
    const values = rows
      .slice(start, start + EXTERNALS)
      .map(
        ({ owner: { id, spaceId }, external: e }) =>
          Prisma.sql`(${id}, ${spaceId}, ${e.username}, ${e.domain}, ${e.realm}, ${e.registrar}, ${e.outboundProxy}, ${e.protocol}, 'MD5', ${e.password}, ${now}, ${now})`,
      )
    const made = await tx.$queryRaw<{ account_id: number }[]>`insert into external_accounts
      (account_id, space_id, username, domain, realm, registrar, outbound_proxy, protocol, algorithm, password, created_at, updated_at)
      values ${Prisma.join(values)} on conflict do nothing returning account_id`
    for (const { account_id } of made) inserted.add(account_id)
  }
  return inserted
}

export interface NewCard {
  accountId: number
  uid: string
  vcard: string
  createdAt: Date
  updatedAt: Date
}

export const insertCards = (tx: Transaction, rows: readonly NewCard[]): Promise<number> =>
  insertAll(
    tx,
    'vcards_storage (account_id, uuid, vcard, created_at, updated_at)',
    rows.map((r) => Prisma.sql`(${r.accountId}, ${r.uid}, ${r.vcard}, ${r.createdAt}, ${r.updatedAt})`),
  )

/** Names that sign-up may not have until then. Of one that has a tombstone here, that one stays. */
export const insertTombstones = (tx: Transaction, rows: readonly { username: string; domain: string; freeAt: Date }[]): Promise<number> =>
  insertAll(
    tx,
    'tombstones (username, domain, free_at)',
    rows.map((r) => Prisma.sql`(${r.username}, ${r.domain}, ${r.freeAt})`),
  )
