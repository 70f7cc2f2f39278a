import type { Caller } from '../../../caller.js'
import type { NewAccountCheck } from '../../../contract/newAccountCheck.js'
import { addressOf } from '../../../domain/sip.js'
import type { Platform } from '../../platform.js'
import { slices } from '../bulk.js'
import { writeDraft } from '../drafts.js'
import type { NewItem } from '../items.sql.js'
import { sealRow } from '../sealed.js'
import { checkRows, type GoodRow, type ImportOptions } from './check.js'
import { type Fault, FileFaults } from './faults.js'
import { readRows } from './rows.js'
import { type Encoding, type FileFault, textOf } from './text.js'

/** A file to be imported. */
export interface ImportFile {
  bytes: Buffer
  /** how it is called, if it has a name */
  name: string
}

/** What came of a file: nothing can be read, something is wrong with it, or there is a draft. Only the last has written something. */
export type ImportOutcome =
  | { unreadable: FileFault }
  | { faults: Fault[]; count: number; rows: number; encoding: Encoding }
  | { id: number; encoding: Encoding; skipped: string[] }

/** Rows that are sealed and written at once. */
const SLICE = 500

/** Checks a whole file, and makes a draft of it when nothing is wrong: its rows wait sealed, as there are passwords in them. */
export async function draftImport(
  deps: Platform,
  check: NewAccountCheck,
  { bytes, name }: ImportFile,
  options: ImportOptions,
  caller: Caller,
): Promise<ImportOutcome> {
  const read = textOf(bytes)
  if ('fault' in read) return { unreadable: read.fault }
  const { encoding } = read
  const faults = new FileFaults()
  const file = await readRows(read.text, faults)
  // with other columns than it seems the rows say nothing
  const good =
    faults.count > 0 && file.columns.every(({ field }) => field !== 'username')
      ? []
      : await checkRows({ deps, check, options, caller, faults }, file)
  if (faults.count === 0 && file.rows.length === 0) faults.add({ line: 1, code: 'no_rows', column: null, value: null })
  if (faults.count > 0) return { faults: faults.sorted(), count: faults.count, rows: file.rows.length, encoding }
  const id = await writeDraft(deps, { action: 'import', about: name, sealed: true }, itemsOf(deps, good), caller)
  return { id, encoding, skipped: file.skipped }
}

function* itemsOf(deps: Platform, good: readonly GoodRow[]): Generator<NewItem[]> {
  for (const rows of slices(good, SLICE))
    yield rows.map(({ line, row, account, external, made, exists }) => ({
      number: line,
      account: addressOf(row),
      outcome: exists ? 'left_out' : 'waiting',
      reason: exists ? 'exists' : made ? 'made' : null,
      sealed: exists ? null : sealRow(deps, { account, made, ...(external && { external }) }),
    }))
}
