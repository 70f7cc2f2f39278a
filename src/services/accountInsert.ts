import { Prisma } from '../../generated/prisma/sqlite/client.js'
import type { Database, Transaction } from '../db/client.js'
import { perTurn } from '../domain/perTurn.js'
import type { AccountRecord } from './accountRecord.js'
import { type Audited, type AuditStamp, auditAll, auditMade, sameAuthor } from './audit.js'
import { phoneInUse, usernameTaken } from './fields.js'

/** An account as it is first written, with its password rows. */
export type NewAccountRow = Omit<AccountRecord, 'id' | 'passwords' | 'codes' | 'confirmationKeyTries'> & {
  passwords: readonly { algorithm: string; password: string }[]
  /** of an account that comes from elsewhere, and was deactivated there */
  deactivatedAt?: Date | null
  /** who makes it, for the audit log */
  stamp: AuditStamp
}

/** Why a row was not inserted: what the unique indexes say. */
export type InsertConflict = 'username_taken' | 'phone_in_use'

/** Inserts one account; those of one turn of the event loop share a transaction, and its price. @throws AppError 422 username_taken, phone_in_use */
export function accountInsert(db: Database): (row: NewAccountRow) => Promise<AccountRecord> {
  const insert = perTurn((rows: NewAccountRow[]) => insertAccounts(db, rows))
  return async (row) => {
    const inserted = await insert(row)
    if (typeof inserted === 'string') throw conflictError(inserted)
    return inserted
  }
}

export const conflictError = (conflict: InsertConflict) => (conflict === 'username_taken' ? usernameTaken() : phoneInUse())

/** Inserts accounts with their passwords in one transaction; a row that a unique index refuses leaves the others alone. In the order of `rows`. */
export function insertAccounts(db: Database, rows: readonly NewAccountRow[]): Promise<(AccountRecord | InsertConflict)[]> {
  return db.prisma.$transaction((tx) => insertWithin(tx, rows))
}

/** As `insertAccounts`, in a transaction that is the caller's. */
export async function insertWithin(tx: Transaction, rows: readonly NewAccountRow[]): Promise<(AccountRecord | InsertConflict)[]> {
  const results: (AccountRecord | InsertConflict)[] = []
  // whoever asks for a name that was just found taken needs no statement: of 1,000 who want one name at once each would take the write lock for long
  const taken = new Set<string>()
  for (const group of withoutRepetition(rows)) {
    const open = group.filter((row) => !taken.has(accountKey(row)))
    const inserted = open.length === 0 ? [] : await insertGroup(tx, open)
    let next = 0
    for (const row of group) {
      const result = taken.has(accountKey(row)) ? 'username_taken' : inserted[next++]!
      if (result !== 'phone_in_use') taken.add(accountKey(row))
      results.push(result)
    }
  }
  return results
}

async function insertGroup(tx: Transaction, rows: NewAccountRow[]): Promise<(AccountRecord | InsertConflict)[]> {
  // in the order of the index, or two processes that insert the same names could wait for each other
  const ordered = [...rows].sort((a, b) => (accountKey(a) < accountKey(b) ? -1 : 1))
  const values = ordered.map(
    (r) => Prisma.sql`(${r.username}, ${r.domain}, ${r.email}, ${r.phone}, ${r.activated}, ${r.admin}, ${r.ipAddress}, ${r.userAgent},
    ${r.createdAt}, ${r.confirmationKey}, ${r.confirmationKeyExpires}, ${r.deactivatedAt ?? null})`,
  )
  const inserted = await tx.$queryRaw<{ id: number; username: string; domain: string }[]>`
    insert into accounts (username, domain, email, phone, activated, admin, ip_address, user_agent, created_at, confirmation_key, confirmation_key_expires,
      deactivated_at)
    values ${Prisma.join(values)} on conflict do nothing returning id, username, domain`
  const ids = new Map(inserted.map((row) => [accountKey(row), row.id]))
  const made = rows.map((row) => record(row, ids.get(accountKey(row))))
  const passwords = made.flatMap((account) => account?.passwords ?? [])
  if (passwords.length > 0) {
    const hashes = passwords.map((p) => Prisma.sql`(${p.accountId}, ${p.algorithm}, ${p.password})`)
    await tx.$executeRaw`insert into passwords (account_id, algorithm, password) values ${Prisma.join(hashes)}`
  }
  await auditCreation(tx, rows, made)
  const taken = await takenKeys(
    tx,
    rows.filter((_, i) => !made[i]),
  )
  return made.map((account, i) => account ?? (taken.has(accountKey(rows[i]!)) ? 'username_taken' : 'phone_in_use'))
}

/** What names an account, as `takenKeys` tells it. */
export const accountKey = (row: { username: string; domain: string }): string => `${row.username}@${row.domain}`

/** Which of the rows' accounts (`user@domain`) and phone numbers exist. */
export async function takenKeys(tx: Transaction, rows: readonly NewAccountRow[]): Promise<Set<string>> {
  const taken = new Set<string>()
  for (const domain of new Set(rows.map((row) => row.domain))) {
    const usernames = rows.filter((row) => row.domain === domain).map((row) => row.username)
    const found = await tx.account.findMany({ where: { domain, username: { in: usernames } }, select: { username: true, domain: true } })
    for (const account of found) taken.add(accountKey(account))
  }
  const phones = rows.flatMap(({ phone }) => phone ?? [])
  const owners = phones.length === 0 ? [] : await tx.account.findMany({ where: { phone: { in: phones } }, select: { phone: true } })
  for (const { phone } of owners) taken.add(phone!)
  return taken
}

/** An entry for each account that was made, and one more for each administrator. */
async function auditCreation(tx: Transaction, rows: NewAccountRow[], made: (AccountRecord | undefined)[]): Promise<void> {
  const accounts = made.flatMap((account, i) => (account ? [{ account, stamp: rows[i]!.stamp }] : []))
  const admins = accounts.filter(({ account }) => account.admin).map((one): Audited => ({ ...one, action: 'grantAdmin' }))
  const [first] = accounts
  if (first && accounts.length > 1 && accounts.every(({ stamp }) => sameAuthor(stamp, first.stamp))) {
    await auditMade(
      tx,
      first.stamp,
      accounts.map(({ account }) => account.id),
    )
    await auditAll(tx, admins)
  } else await auditAll(tx, [...accounts.map((one): Audited => ({ ...one, action: 'createAccount' })), ...admins])
}

function record({ passwords, stamp: _, ...row }: NewAccountRow, id: number | undefined): AccountRecord | undefined {
  if (id === undefined) return undefined
  return { ...row, id, confirmationKeyTries: 0, passwords: passwords.map((password) => ({ accountId: id, ...password })), codes: [] }
}

/** Rows of one statement: SQLite takes 32,766 parameters. */
const GROUP = 500

/** Splits rows, in their order, so that no group has a name or number twice: what a statement returns can then be told apart. */
function withoutRepetition(rows: readonly NewAccountRow[]): NewAccountRow[][] {
  const groups: NewAccountRow[][] = []
  let seen = new Set<string>()
  for (const row of rows) {
    const keys = [accountKey(row), ...(row.phone === null ? [] : [row.phone])]
    if (groups.length === 0 || groups.at(-1)!.length === GROUP || keys.some((k) => seen.has(k))) {
      groups.push([])
      seen = new Set()
    }
    for (const k of keys) seen.add(k)
    groups.at(-1)!.push(row)
  }
  return groups
}
