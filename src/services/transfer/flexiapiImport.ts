import type { NewAccountCheck } from '../../contract/newAccountCheck.js'
import type { Database, Transaction } from '../../db/client.js'
import { tentatively } from '../../db/tentatively.js'
import { hashToken } from '../../domain/codes.js'
import { addressOf } from '../../domain/sip.js'
import { type InsertConflict, insertWithin, takenKeys } from '../accounts/insert.js'
import type { AccountRecord, NewAccountRow } from '../accounts/record.js'
import { auditAll } from '../audit/audit.sql.js'
import type { AuditStamp } from '../audit/stamp.js'
import type { Platform } from '../platform.js'
import { importedRow, type Problem, type ProblemReport, type Tell } from './flexiapiAccount.js'
import type { FlexiapiAccount, FlexiapiSource } from './flexiapiSource.js'

export interface FlexiapiOptions {
  dryRun: boolean
  onProblem(report: ProblemReport): void
  onProgress(accounts: number): void
}

export interface FlexiapiResult {
  /** all that FlexiAPI has: imported, existing or refused */
  accounts: number
  /** with dryRun those that would be */
  imported: number
  /** that were here before, from an earlier import say: left as they are */
  existing: number
  refused: number
  /** of those imported */
  admins: number
  phones: number
  api_keys: number
  passwords: Record<string, number>
  /** their owners have to write the name exactly so, as before */
  upper_case: number
  problems: Partial<Record<Problem, number>>
  /** rows of FlexiAPI's tables that this service has no place for */
  left_behind: Record<string, number>
}

interface Candidate {
  account: FlexiapiAccount
  row: NewAccountRow
}

interface Imported {
  account: FlexiapiAccount
  record: AccountRecord
  stamp: AuditStamp
}

const SHORTEST_KEY = 32

/** One transaction per page may take this long. Milliseconds. */
const LONGEST = 60_000

/**
 * Takes over the accounts of a FlexiAPI database with their passwords as they are stored, so that everybody logs in as before. An account that is
 * here already is left alone: the import can be repeated, and goes on where it was stopped.
 */
export async function importFlexiapi(
  deps: Platform,
  source: FlexiapiSource,
  check: NewAccountCheck,
  options: FlexiapiOptions,
): Promise<FlexiapiResult> {
  const result: FlexiapiResult = {
    ...{ accounts: 0, imported: 0, existing: 0, refused: 0, admins: 0, phones: 0, api_keys: 0, upper_case: 0 },
    passwords: { MD5: 0, 'SHA-256': 0, CLRTXT: 0 },
    problems: {},
    left_behind: await source.leftBehind(),
  }
  const tell: Tell = ({ id, username, domain }, problem, detail) => {
    result.problems[problem] = (result.problems[problem] ?? 0) + 1
    options.onProblem({ account_id: id, account: addressOf({ username, domain }), problem, detail })
  }
  const repeated = await source.repeated()
  const met = new Set<string>()
  const claimed = new Set<string>()
  const candidate = (account: FlexiapiAccount): Candidate[] => {
    const key = addressOf(account)
    if (met.has(key)) {
      tell(account, 'duplicate', 'An account of this name comes before: that one is taken.')
      return []
    }
    if (repeated.has(key)) met.add(key)
    const row = importedRow(deps, account, check, tell)
    return row ? [{ account, row }] : []
  }
  for await (const accounts of source.accounts()) {
    if (!options.dryRun) claimed.clear() // those of earlier pages are in the database
    const candidates = accounts.flatMap(candidate)
    result.refused += accounts.length - candidates.length
    const write = async (tx: Transaction) => {
      await insertPage(deps.db, tx, candidates, claimed, result, tell, new Date(deps.clock.now()))
      return { keep: !options.dryRun, value: undefined }
    }
    await tentatively(deps.db, write, LONGEST)
    result.accounts += accounts.length
    options.onProgress(result.accounts)
  }
  return result
}

async function insertPage(
  db: Database,
  tx: Transaction,
  page: Candidate[],
  claimed: Set<string>,
  result: FlexiapiResult,
  tell: Tell,
  now: Date,
): Promise<void> {
  const existing = await existingHashes(tx, page)
  const fresh = page.filter(({ account, row }) => {
    const hashes = existing.get(addressOf(row))
    if (hashes === undefined) return true
    result.existing++
    if (!row.passwords.every(({ password }) => hashes.has(password)))
      tell(account, 'exists_differently', 'There is one of this name here, with another password: it was left as it is.')
    return false
  })
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
    tell(account, 'phone', `${row.phone} belongs to another account.`)
    return { ...row, phone: null }
  })
  const made = await insertWithin(db, tx, rows)
  const imported: Imported[] = []
  made.forEach((record: AccountRecord | InsertConflict, i) => {
    const { account, row } = fresh[i]!
    if (typeof record !== 'string') imported.push({ account, record, stamp: row.stamp })
    else {
      result.refused++
      tell(account, 'duplicate', 'Another account of this name, in its lower-case domain, or with this number comes before.')
    }
  })
  for (const { record } of imported) count(result, record)
  result.api_keys += await insertKeys(tx, imported, tell, now)
}

function count(result: FlexiapiResult, { admin, phone, username, passwords }: AccountRecord): void {
  result.imported++
  if (admin) result.admins++
  if (phone !== null) result.phones++
  if (/[A-Z]/.test(username)) result.upper_case++
  for (const { algorithm } of passwords) result.passwords[algorithm]!++
}

/** The password rows of those that are here, by `user@domain`. */
async function existingHashes(tx: Transaction, page: Candidate[]): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>()
  for (const domain of new Set(page.map(({ row }) => row.domain))) {
    const username = { in: page.filter(({ row }) => row.domain === domain).map(({ row }) => row.username) }
    const accounts = await tx.account.findMany({ where: { domain, username }, select: { username: true, domain: true, passwords: true } })
    for (const account of accounts) found.set(addressOf(account), new Set(account.passwords.map(({ password }) => password)))
  }
  return found
}

/** A key that could be guessed would be an administrator's to everybody. FlexiAPI makes them of 40 characters. */
function isLongEnough(account: FlexiapiAccount, key: string, tell: Tell): boolean {
  if (key.length >= SHORTEST_KEY) return true
  tell(account, 'api_key', `Its API key has ${key.length} characters, and must have ${SHORTEST_KEY}: it needs a new one.`)
  return false
}

/** Keys are kept hashed here; they go on working. @returns how many there are */
async function insertKeys(tx: Transaction, imported: Imported[], tell: Tell, now: Date): Promise<number> {
  const keys = imported.flatMap(({ account, record, stamp }) =>
    account.apiKeys
      .filter((key) => isLongEnough(account, key, tell))
      .map((key) => ({
        account,
        entry: { stamp, action: 'createApiKey', account: record } as const,
        data: { accountId: record.id, keyHash: hashToken(key), createdAt: now },
      })),
  )
  if (keys.length === 0) return 0
  const known = await tx.apiKey.findMany({ where: { keyHash: { in: keys.map(({ data }) => data.keyHash) } }, select: { keyHash: true } })
  const taken = new Set(known.map(({ keyHash }) => keyHash))
  const fresh = keys.filter(({ account, data }) => {
    if (!taken.has(data.keyHash)) {
      taken.add(data.keyHash)
      return true
    }
    tell(account, 'api_key', 'Its API key belongs to another account.')
    return false
  })
  if (fresh.length > 0) await tx.apiKey.createMany({ data: fresh.map(({ data }) => data) })
  await auditAll(
    tx,
    fresh.map(({ entry }) => entry),
  )
  return fresh.length
}
