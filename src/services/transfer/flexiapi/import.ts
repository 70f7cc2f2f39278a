import type { NewAccountCheck } from '../../../contract/newAccountCheck.js'
import type { Transaction } from '../../../db/client.js'
import { tentatively } from '../../../db/tentatively.js'
import { addressOf } from '../../../domain/sip.js'
import type { Platform } from '../../platform.js'
import { importedRow } from './account.js'
import type { Types } from './belongings.js'
import { takeCountries } from './countries.js'
import { takeLists } from './joined/lists.js'
import { takeContacts } from './joined/pairs.js'
import { type Candidate, type Counts, insertPage, leaveRows, type Run } from './page.js'
import { type Problem, type ProblemReport, Report, type TableReport, type Tell } from './report.js'
import { type FlexiapiAccount, type FlexiapiSource, rowCounts } from './source.js'
import { takeSpaces } from './spaces.js'
import { TakenAccounts } from './takenAccounts.js'
import { takeTombstones } from './tombstones.js'

export interface FlexiapiOptions {
  dryRun: boolean
  onProblem(report: ProblemReport): void
  onProgress(accounts: number): void
}

/** `imported`: with a dry run those that would be. `existing`: that were here before, from an earlier import say: left as they are. */
export interface FlexiapiResult extends Counts {
  /** which FlexiAPI the tables are of */
  age: string
  /** all that FlexiAPI has: imported, existing or refused */
  accounts: number
  problems: Partial<Record<Problem, number>>
  /** rows of FlexiAPI's tables that this service has no place for */
  left_behind: Record<string, number>
  tables: Record<string, TableReport>
}

/** In the report, beside the tables. */
const EXPIRY = 'expire_time of accounts'
/** One transaction per page may take this long. Milliseconds. */
const LONGEST = 600_000

/**
 * Takes over the accounts of a FlexiAPI database with their passwords as they are stored, so that everybody logs in as before, and what belongs to them. An account that is
 * here already is left alone: the import can be repeated, and goes on where it was stopped. What belongs to one account is written in its transaction; contacts and lists come
 * after all accounts, and those that are missing are taken whenever it is repeated.
 */
export async function importFlexiapi(
  deps: Platform,
  source: FlexiapiSource,
  check: NewAccountCheck,
  { dryRun, onProblem, onProgress }: FlexiapiOptions,
): Promise<FlexiapiResult> {
  const report = new Report(onProblem)
  const counts: Counts = {
    ...{ imported: 0, existing: 0, refused: 0, admins: 0, phones: 0, api_keys: 0, blocked: 0, upper_case: 0 },
    passwords: { MD5: 0, 'SHA-256': 0, CLRTXT: 0 },
  }
  const spaces = await takeSpaces(deps, source, report)
  await takeCountries(deps, source, report, dryRun)
  const types = await readTypes(source)
  const taken = new TakenAccounts(dryRun)
  const run: Run = { deps, source, types, report, counts, taken, claimed: new Set() }
  const accounts = await takeAccounts(run, check, dryRun, onProgress)
  reportTypes(types, report)
  const joining = { deps, source, report, taken, dryRun }
  await takeContacts(joining)
  await takeLists(joining, spaces)
  await takeTombstones(joining)
  const left_behind: Record<string, number> = {}
  for (const { table, count, why } of await source.leftBehind()) {
    left_behind[table] = count
    report.of(table).read += count
    report.leave(table, why, '', count)
  }
  return { age: source.age, accounts, ...counts, problems: report.problems, left_behind, tables: report.tables }
}

async function readTypes(source: FlexiapiSource): Promise<Types> {
  const rows = await source.all('account_types')
  return { keys: new Map(rows.map(({ id, key }) => [Number(id), String(key)])), used: new Set(), existing: new Set() }
}

/** There a type is of all spaces; here each space has its own, of those that its accounts have. */
function reportTypes({ keys, used, existing }: Types, report: Report): void {
  if (keys.size === 0) return
  const here = [...existing].filter((id) => !used.has(id)).length
  Object.assign(report.of('account_types'), { read: keys.size, taken: used.size, existing: here })
  for (const [id, key] of keys) if (!used.has(id) && !existing.has(id)) report.leave('account_types', 'unused', key)
}

/** @returns how many there are */
async function takeAccounts(run: Run, check: NewAccountCheck, dryRun: boolean, onProgress: (accounts: number) => void): Promise<number> {
  const { deps, source, report, counts, claimed } = run
  const candidateOf = candidates(run, check, await source.repeated())
  let read = 0
  for await (const accounts of source.accounts()) {
    if (!dryRun) claimed.clear() // those of earlier pages are in the database
    countRead(report, accounts)
    const page = accounts.flatMap(candidateOf)
    counts.refused += accounts.length - page.length
    const write = async (tx: Transaction) => {
      await insertPage(tx, run, page)
      return { keep: !dryRun, value: undefined }
    }
    await tentatively(deps.db, write, LONGEST)
    read += accounts.length
    onProgress(read)
  }
  report.of('accounts').taken = counts.imported
  return read
}

function countRead(report: Report, accounts: readonly FlexiapiAccount[]): void {
  report.of('accounts').read += accounts.length
  for (const account of accounts) {
    for (const [table, count] of rowCounts(account)) report.of(table).read += count
    if (account.expires === null) continue
    report.of(EXPIRY).read++
    report.leave(EXPIRY, 'no_place', `${addressOf(account)}: ${account.expires}`)
  }
}

/** Reads accounts one after the other: as they are to be inserted, or not at all. */
function candidates({ deps, report }: Run, check: NewAccountCheck, repeated: Set<string>): (account: FlexiapiAccount) => Candidate[] {
  const met = new Set<string>()
  return (account) => {
    let last: [Problem, string] = ['duplicate', 'An account of this name comes before: that one is taken.']
    const tell: Tell = (one, ...said) => {
      last = said
      report.tell(one, ...said)
    }
    const key = addressOf(account)
    const isRepeated = met.has(key)
    if (isRepeated) tell(account, ...last)
    if (repeated.has(key)) met.add(key)
    const row = isRepeated ? undefined : importedRow(deps, account, check, tell)
    if (row) return [{ account, row }]
    report.leave('accounts', last[0], `${key}: ${last[1]}`)
    leaveRows(report, account)
    return []
  }
}
