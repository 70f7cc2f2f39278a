import type { Database, Transaction } from '../../../db/client.js'
import { addressOf } from '../../../domain/sip.js'
import { type InsertConflict, insertWithin } from '../../accounts/insert.js'
import { takenKeys } from '../../accounts/insert.sql.js'
import type { AccountRecord, NewAccountRow } from '../../accounts/record.js'
import { auditAll } from '../../audit/audit.sql.js'
import type { Platform } from '../../platform.js'
import { insertBelongings, type Types } from './belongings.js'
import { type Imported, insertKeys } from './keys.js'
import type { Report } from './report.js'
import { type FlexiapiAccount, type FlexiapiSource, rowCounts } from './source.js'
import type { TakenAccounts } from './takenAccounts.js'

export interface Candidate {
  account: FlexiapiAccount
  row: NewAccountRow
}

export interface Counts {
  imported: number
  existing: number
  refused: number
  admins: number
  phones: number
  api_keys: number
  blocked: number
  passwords: Record<string, number>
  upper_case: number
}

/** What the pages of an import share. */
export interface Run {
  deps: Platform
  source: FlexiapiSource
  types: Types
  report: Report
  counts: Counts
  /** phone numbers of accounts that are not in the database yet */
  claimed: Set<string>
  taken: TakenAccounts
}

/** Inserts a page of accounts with all that is theirs alone, within one transaction. */
export async function insertPage(tx: Transaction, run: Run, page: readonly Candidate[]): Promise<void> {
  const { deps, source, types, report, counts } = run
  const now = new Date(deps.clock.now())
  const fresh = withoutExisting(run, page, await existingAccounts(tx, page))
  const imported = await insertFresh(deps.db, tx, run, fresh)
  for (const one of imported) {
    count(counts, one)
    countRows(report, one)
  }
  await markStates(tx, imported)
  counts.api_keys += await insertKeys(deps, tx, imported, report)
  await insertBelongings(tx, source, imported, types, report, now)
}

interface Existing {
  id: number
  spaceId: number
  hashes: Set<string>
}

/** The accounts that are here, by `user@domain`. */
async function existingAccounts(tx: Transaction, page: readonly Candidate[]): Promise<Map<string, Existing>> {
  const found = new Map<string, Existing>()
  const select = { id: true, spaceId: true, username: true, domain: true, passwords: true } as const
  for (const domain of new Set(page.map(({ row }) => row.domain))) {
    const username = { in: page.filter(({ row }) => row.domain === domain).map(({ row }) => row.username) }
    for (const { id, spaceId, passwords, ...aor } of await tx.account.findMany({ where: { domain, username }, select }))
      found.set(addressOf(aor), { id, spaceId, hashes: new Set(passwords.map(({ password }) => password)) })
  }
  return found
}

function withoutExisting({ report, counts, taken, types }: Run, page: readonly Candidate[], existing: Map<string, Existing>): Candidate[] {
  return page.filter(({ account, row }) => {
    const here = existing.get(addressOf(row))
    if (here === undefined) return true
    counts.existing++
    report.of('accounts').existing++
    for (const [table, count] of rowCounts(account)) report.of(table).existing += count
    for (const { account_type_id } of account.rows.account_account_type) types.existing.add(Number(account_type_id))
    if (isSame(row, here)) taken.add(account.id, here)
    else report.tell(account, 'exists_differently', 'There is one of this name here, with another password: it was left as it is.')
    return false
  })
}

/** Whether the account here is the one there, and not somebody else's of that name: one without a password is known by having none. */
const isSame = ({ passwords }: NewAccountRow, { hashes }: Existing): boolean =>
  passwords.length === 0 ? hashes.size === 0 : passwords.every(({ password }) => hashes.has(password))

async function insertFresh(db: Database, tx: Transaction, run: Run, fresh: readonly Candidate[]): Promise<Imported[]> {
  const { report, counts, claimed, taken: accounts } = run
  const taken = await takenKeys(
    tx,
    fresh.map(({ row }) => row),
  )
  const rows = fresh.map(({ account, row }) => {
    if (row.phone === null) return row
    if (!taken.has(row.phone) && !claimed.has(row.phone)) {
      claimed.add(row.phone)
      return row
    }
    report.tell(account, 'phone', `${row.phone} belongs to another account.`)
    return { ...row, phone: null }
  })
  const made = await insertWithin(db, tx, rows)
  return made.flatMap((record: AccountRecord | InsertConflict, i) => {
    const { account, row } = fresh[i]!
    if (typeof record !== 'string') {
      accounts.addNew(account.id, record)
      return [{ account, record, stamp: row.stamp }]
    }
    counts.refused++
    report.refuse(
      'accounts',
      'duplicate',
      'Another account of this name, in its lower-case domain, or with this number comes before.',
      account,
    )
    leaveRows(report, account)
    return []
  })
}

/** Leaves what is an account's own, as the account is. */
export function leaveRows(report: Report, account: FlexiapiAccount): void {
  for (const [table, count] of rowCounts(account)) report.leave(table, 'account', addressOf(account), count)
}

function count(counts: Counts, { account, record: { admin, phone, username, passwords } }: Imported): void {
  counts.imported++
  if (admin) counts.admins++
  if (phone !== null) counts.phones++
  if (account.blocked) counts.blocked++
  if (/[A-Z]/.test(username)) counts.upper_case++
  for (const { algorithm } of passwords) counts.passwords[algorithm]!++
}

/** Counts what is taken of the tables whose rows become part of an account. */
function countRows(report: Report, { account, record: { phone, passwords } }: Imported): void {
  const { rows } = account
  const taken = { passwords: passwords.length, aliases: phone === null ? 0 : 1 }
  for (const table of ['passwords', 'aliases'] as const) {
    const { length } = rows[table]
    const some = Math.min(taken[table], length)
    if (length > 0) report.of(table).taken += some
    if (length > some) report.leave(table, 'form', addressOf(account), length - some)
  }
  for (const table of ['admins', 'activation_expirations'] as const)
    if (rows[table].length > 0) report.of(table).taken += rows[table].length
}

/** Notes who is blocked, and who signed up, and has not proven an address yet. */
async function markStates(tx: Transaction, imported: readonly Imported[]): Promise<void> {
  const blocked = imported.filter(({ account }) => account.blocked)
  await auditAll(
    tx,
    blocked.map(({ record, stamp }) => ({ stamp, action: 'blockAccount', account: record })),
  )
  const waiting = imported.flatMap(({ account, record }) => (account.tokenMade && !account.activated && !account.blocked ? record.id : []))
  if (waiting.length > 0) await tx.account.updateMany({ where: { id: { in: waiting } }, data: { selfMade: true, tokenMade: true } })
}
