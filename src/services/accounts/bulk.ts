import type { Caller } from '../../caller.js'
import type { NewAccountCheck } from '../../contract/newAccountCheck.js'
import type { Database } from '../../db/client.js'
import { tentatively } from '../../db/tentatively.js'
import { AppError } from '../../domain/errors.js'
import { numberOfName } from '../../domain/phone.js'
import { addressOf } from '../../domain/sip.js'
import type { Platform } from '../platform.js'
import { newAccountRow } from './accounts.js'
import { conflictError, type InsertConflict, insertAccounts, insertWithin } from './insert.js'
import { takenKeys } from './insert.sql.js'
import { conflictsOf } from './numbers.sql.js'
import type { AccountRecord, NewAccountRow } from './record.js'

/** What became of a row. */
export type RowOutcome =
  | { status: 'created'; account: AccountRecord }
  | { status: 'would_create' | 'skipped'; row: NewAccountRow }
  | { status: 'refused'; error: AppError }

export interface BulkRequest {
  /** not checked yet: a row with a fault is refused by itself */
  accounts: readonly unknown[]
  dry_run?: boolean
  all_or_nothing?: boolean
}

/** Makes many accounts in one transaction, each by the rules of `createAccount`. What became of each row, in the order of the rows. */
export async function createAccounts(deps: Platform, body: BulkRequest, check: NewAccountCheck, caller: Caller): Promise<RowOutcome[]> {
  const { accounts, dry_run: dryRun = false, all_or_nothing: allOrNothing = false } = body
  const read = accounts.map((account) => rowOrRefusal(() => newAccountRow(deps, check(account), caller)))
  const rows = read.filter((row) => !(row instanceof AppError)) as NewAccountRow[]
  // with a fault among them nothing will be written: it is only asked what else is wrong
  const written =
    dryRun || (allOrNothing && rows.length < read.length) ? await accountsPreview(deps.db)(rows) : await insert(deps.db, rows, allOrNothing)
  let next = 0
  const results = read.map((row) => (row instanceof AppError ? row : outcome(row, written[next++])))
  const refused = results.some((result) => result instanceof AppError || result.status === 'refused')
  const skip = allOrNothing && refused
  next = 0
  return results.map((result): RowOutcome => {
    if (result instanceof AppError) return { status: 'refused', error: result }
    const row = rows[next++]!
    return skip && result.status !== 'refused' ? { status: 'skipped', row } : result
  })
}

/** The error of a row, rather than of the whole request. */
export function rowOrRefusal<T>(read: () => T): T | AppError {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError && error.status === 422) return error
    throw error
  }
}

function outcome(row: NewAccountRow, written: AccountRecord | InsertConflict | undefined): RowOutcome {
  if (written === undefined) return { status: 'would_create', row }
  return typeof written === 'string' ? { status: 'refused', error: conflictError(written) } : { status: 'created', account: written }
}

async function insert(db: Database, rows: NewAccountRow[], allOrNothing: boolean): Promise<(AccountRecord | InsertConflict)[]> {
  if (!allOrNothing) return insertAccounts(db, rows)
  return tentatively(db, async (tx) => {
    const written = await insertWithin(db, tx, rows)
    return { keep: written.every((one) => typeof one !== 'string'), value: written }
  })
}

/** What a row has, and what no row before it may have, with what it is refused for then. */
function rowKeys({ username, domain, phone }: NewAccountRow): { has: string[]; meets: [key: string, conflict: InsertConflict][] } {
  const address = addressOf({ username, domain })
  const named = numberOfName(username)
  const has = [address]
  const meets: [string, InsertConflict][] = [[address, 'username_taken']]
  if (phone !== null) {
    has.push(phone, `number ${phone}@${domain}`)
    meets.push([phone, 'phone_in_use'], [`name ${phone}@${domain}`, 'phone_in_use'])
  }
  if (named !== undefined) {
    has.push(`name ${named}@${domain}`)
    meets.push([`number ${named}@${domain}`, 'username_taken'], [`name ${named}@${domain}`, 'username_taken'])
  }
  return { has, meets }
}

/**
 * Says which rows could not be inserted, without writing: the database has them, or rows before them do, in this call or an earlier one.
 * @returns in the order of the rows; undefined for those that could
 */
export function accountsPreview(db: Database): (rows: readonly NewAccountRow[]) => Promise<(InsertConflict | undefined)[]> {
  const seen = new Set<string>()
  return async (rows) => {
    const taken = await takenKeys(db.prisma, rows)
    const foreign = await conflictsOf(db.prisma, rows)
    return rows.map((row) => {
      const { has, meets } = rowKeys(row)
      const conflict = meets.find(([key]) => taken.has(key) || seen.has(key))?.[1] ?? foreign.get(row)
      if (!conflict) for (const key of has) seen.add(key)
      return conflict
    })
  }
}
