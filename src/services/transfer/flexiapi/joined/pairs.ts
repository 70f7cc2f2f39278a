import type { Transaction } from '../../../../db/client.js'
import { tentatively } from '../../../../db/tentatively.js'
import type { Platform } from '../../../platform.js'
import type { Report } from '../report.js'
import type { FlexiapiSource } from '../source.js'
import type { TakenAccounts } from '../takenAccounts.js'
import { insertContacts, type Pair } from './joins.sql.js'

/** What is read after all accounts, as it joins two of them. Each page is kept at once, by its key: an import that is repeated goes on where it was stopped. */
export interface Joining {
  deps: Platform
  source: FlexiapiSource
  report: Report
  taken: TakenAccounts
  dryRun: boolean
}

/** One statement may wait for a writer so long. Milliseconds. */
const LONGEST = 60_000
/** As many are named at most: the report takes as many. */
const NAMED = 20

/** Takes the contacts of accounts over. One of another space stays behind: nothing here reaches across spaces. */
export async function takeContacts(joining: Joining): Promise<void> {
  const { source, report, taken } = joining
  for await (const pairs of source.pairs('contacts', ['account_id', 'contact_id'])) {
    report.of('contacts').read += pairs.length
    const [lost, across, rows]: [Pair[], Pair[], Pair[]] = [[], [], []]
    for (const [account, contact] of pairs) {
      const [id, other] = [taken.idOf(account), taken.idOf(contact)]
      if (id === undefined || other === undefined) lost.push([account, contact])
      else if (taken.spaceOf(account) !== taken.spaceOf(contact)) across.push([account, contact])
      else rows.push([id, other])
    }
    await leavePairs(joining, 'contacts', 'account', lost)
    await leavePairs(joining, 'contacts', 'other_space', across)
    await writePairs(joining, 'contacts', rows, insertContacts)
  }
}

async function leavePairs(
  { source, report }: Joining,
  table: string,
  reason: 'account' | 'other_space',
  pairs: readonly Pair[],
): Promise<void> {
  if (pairs.length === 0) return
  const named = pairs.slice(0, NAMED)
  const names = await source.addresses(named.flat())
  const name = (id: number): string => names.get(id) ?? `account ${id}`
  for (const [account, contact] of named) report.leave(table, reason, `${name(account)}: ${name(contact)}`)
  if (pairs.length > NAMED) report.leave(table, reason, '', pairs.length - NAMED)
}

/** Inserts pairs of ids that are here. With a dry run those of negative numbers would be. */
export async function writePairs(
  { deps, report, dryRun }: Pick<Joining, 'deps' | 'report' | 'dryRun'>,
  table: string,
  pairs: readonly Pair[],
  insert: (tx: Transaction, pairs: readonly Pair[]) => Promise<number>,
): Promise<void> {
  const here = dryRun ? pairs.filter(([one, other]) => one >= 0 && other >= 0) : pairs
  const write = async (tx: Transaction) => ({ keep: !dryRun, value: await insert(tx, here) })
  const inserted = here.length === 0 ? 0 : await tentatively(deps.db, write, LONGEST)
  const taken = inserted + pairs.length - here.length
  report.of(table).taken += taken
  report.of(table).existing += pairs.length - taken
}
