import type { Database, Transaction } from '../../db/client.js'
import { batchPerTurn } from '../../db/raw/batchPerTurn.js'
import type { RawStatements } from '../../db/raw/query.js'
import { numberOfName } from '../../domain/phone.js'
import { addressOf } from '../../domain/sip.js'
import { phoneInUse, usernameTaken } from './fields.js'
import { type InsertedAccount, insertAtOnce, insertInSteps, takenKeys } from './insert.sql.js'
import { claimsNumber, foreignNumbers } from './numbers.sql.js'
import type { AccountRecord, NewAccountRow } from './record.js'

/** Why a row was not inserted: what the unique indexes say, or that a number is another account's name. */
export type InsertConflict = 'username_taken' | 'phone_in_use'

/** Inserts one account; those of one turn of the event loop share a transaction, and its price. @throws AppError 422 username_taken, phone_in_use */
export function accountInsert(db: Database): (row: NewAccountRow) => Promise<AccountRecord> {
  const insert = batchPerTurn((rows: NewAccountRow[]) => insertAccounts(db, rows))
  return async (row) => {
    const inserted = await insert(row)
    if (typeof inserted === 'string') throw conflictError(inserted)
    return inserted
  }
}

export const conflictError = (conflict: InsertConflict) => (conflict === 'username_taken' ? usernameTaken() : phoneInUse())

/** Inserts accounts with their passwords in one transaction; a row that a unique index refuses leaves the others alone. In the order of `rows`. */
export function insertAccounts(db: Database, rows: readonly NewAccountRow[]): Promise<(AccountRecord | InsertConflict)[]> {
  const groups = withoutRepetition(rows)
  if (rows.some(claimsNumber)) return db.prisma.$transaction((tx) => insertGroups(db, tx, groups, (group) => foreignNumbers(db, tx, group)))
  // past Prisma's client, which costs more than these statements
  if (db.provider === 'postgresql' && groups.length === 1) return insertGroups(db, db.raw, groups, NOTHING_CLAIMED) // one statement
  return db.transact((tx) => insertGroups(db, tx, groups, NOTHING_CLAIMED))
}

/** Which of the rows meet the number or name of another account. */
type Look = (rows: readonly NewAccountRow[]) => Promise<Map<NewAccountRow, InsertConflict>>

const NOTHING_CLAIMED: Look = async () => new Map()

/** As `insertAccounts`, in a transaction that is the caller's. */
export const insertWithin = (db: Database, tx: Transaction, rows: readonly NewAccountRow[]): Promise<(AccountRecord | InsertConflict)[]> =>
  insertGroups(db, tx, withoutRepetition(rows), (group) => foreignNumbers(db, tx, group))

async function insertGroups(
  db: Database,
  tx: RawStatements,
  groups: readonly NewAccountRow[][],
  look: Look,
): Promise<(AccountRecord | InsertConflict)[]> {
  const results: (AccountRecord | InsertConflict)[] = []
  // a name that was just found taken needs no statement: of 1,000 requests for one name each would hold the write lock for long
  const taken = new Set<string>()
  for (const group of groups) {
    const open = group.filter((row) => !taken.has(addressOf(row)))
    const inserted = open.length === 0 ? [] : await insertGroup(db, tx, open, look)
    let next = 0
    for (const row of group) {
      const result = taken.has(addressOf(row)) ? 'username_taken' : inserted[next++]!
      if (result !== 'phone_in_use') taken.add(addressOf(row))
      results.push(result)
    }
  }
  return results
}

async function insertGroup(
  db: Database,
  tx: RawStatements,
  rows: NewAccountRow[],
  look: Look,
): Promise<(AccountRecord | InsertConflict)[]> {
  const foreign = await look(rows)
  // in the order of the index, or two processes that insert the same names could wait for each other
  const ordered = rows.filter((row) => !foreign.has(row)).sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1))
  const inserted = ordered.length === 0 ? [] : await (db.provider === 'postgresql' ? insertAtOnce(tx, ordered) : insertInSteps(tx, ordered))
  const byAor = new Map(inserted.map((row) => [addressOf(row), row]))
  const made = rows.map((row) => recordOf(row, byAor.get(addressOf(row))))
  const taken = await takenKeys(
    tx,
    rows.filter((_, i) => !made[i]),
  )
  const conflict = (row: NewAccountRow): InsertConflict =>
    taken.has(addressOf(row)) ? 'username_taken' : (foreign.get(row) ?? (row.phone === null ? 'username_taken' : 'phone_in_use'))
  return made.map((account, i) => account ?? conflict(rows[i]!))
}

/** The account that was made of a row; undefined: the database refused it. */
export function recordOf(
  { passwords, dictionary, stamp: _stamp, done: _done, link, selfMade = false, tokenMade = false, ...row }: NewAccountRow,
  inserted: InsertedAccount | undefined,
): AccountRecord | undefined {
  if (!inserted) return undefined
  const { id, space_id: spaceId } = inserted
  const { blocked = false } = row
  return {
    ...row,
    id,
    spaceId,
    displayName: row.displayName ?? null,
    dtmfProtocol: row.dtmfProtocol ?? null,
    activated: row.activated && !blocked,
    blocked,
    activatedBeforeBlock: row.activated && blocked,
    confirmationKeyTries: 0,
    selfMade,
    tokenMade,
    updatedAt: null,
    hasBelongings: Object.keys(dictionary ?? {}).length > 0,
    passwords: passwords.map((password) => ({ accountId: id, ...password })),
    codes: [],
    ...(link && { provisioning: { sealed: link.sealed, expiresAt: link.expiresAt } }),
  }
}

/** Rows of one statement, and entries of their dictionaries: SQLite takes 32,766 parameters, PostgreSQL 65,535. */
const GROUP = 500
const GROUP_ENTRIES = 5_000

/** What no other account may have: the name, and the numbers that it has and is named after. */
function claimedKeys(row: NewAccountRow): string[] {
  const numbers = [row.phone, numberOfName(row.username)].filter((number) => number != null)
  return [addressOf(row), ...new Set(numbers)]
}

/** Splits rows, in their order, so that no group has a name or number twice: what a statement returns can then be told apart. */
function withoutRepetition(rows: readonly NewAccountRow[]): NewAccountRow[][] {
  const groups: NewAccountRow[][] = []
  let seen = new Set<string>()
  let entries = 0
  for (const row of rows) {
    const keys = claimedKeys(row)
    const more = Object.keys(row.dictionary ?? {}).length
    const isFull = groups.at(-1)?.length === GROUP || entries + more > GROUP_ENTRIES
    if (groups.length === 0 || isFull || keys.some((k) => seen.has(k))) {
      groups.push([])
      seen = new Set()
      entries = 0
    }
    entries += more
    for (const k of keys) seen.add(k)
    groups.at(-1)!.push(row)
  }
  return groups
}
