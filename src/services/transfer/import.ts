import type { Transaction } from '../../db/client.js'
import { tentatively } from '../../db/tentatively.js'
import { AppError } from '../../domain/errors.js'
import { accountsPreview } from '../accounts/bulk.js'
import { conflictError, type InsertConflict, insertAccounts, insertWithin } from '../accounts/insert.js'
import type { AccountRecord, NewAccountRow } from '../accounts/record.js'
import type { Platform } from '../platform.js'

/** A row of a file: what is to be inserted, or why it cannot be. */
export interface ImportRow {
  /** of the file, from 1: where the row begins */
  line: number
  /** the user name that it gives */
  username: string | undefined
  row: NewAccountRow | AppError
}

export interface ImportOptions {
  dryRun: boolean
  allOrNothing: boolean
  /** called for each row that is refused, in their order */
  onRefused(row: ImportRow, error: AppError): void
  /** called after each batch */
  onProgress(rows: number): void
}

export interface ImportCounts {
  rows: number
  created: number
  would_create: number
  refused: number
  /** good ones that were not kept, because others were refused */
  skipped: number
}

type Written = AccountRecord | InsertConflict | undefined

/** A whole file in one transaction may take this long. Milliseconds. */
const LONGEST = 86_400_000

/**
 * Makes the accounts of a file, however long: each batch is one transaction; with `allOrNothing` the whole file is, and it is not kept when a row
 * is refused. The rows after a refused one are tried all the same, to tell what is wrong with them.
 */
export async function importAccounts(
  deps: Pick<Platform, 'db'>,
  batches: AsyncIterable<ImportRow[]>,
  options: ImportOptions,
): Promise<ImportCounts> {
  const { dryRun, allOrNothing } = options
  if (dryRun) return skipWhenRefused(await importWith(batches, accountsPreview(deps.db), options), allOrNothing)
  if (!allOrNothing) return importWith(batches, (rows) => insertAccounts(deps.db, rows), options)
  const work = async (tx: Transaction) => {
    const counts = await importWith(batches, (rows) => insertWithin(deps.db, tx, rows), options)
    return { keep: counts.refused === 0, value: counts }
  }
  return skipWhenRefused(await tentatively(deps.db, work, LONGEST), true)
}

async function importWith(
  batches: AsyncIterable<ImportRow[]>,
  write: (rows: NewAccountRow[]) => Promise<Written[]>,
  { onRefused, onProgress }: ImportOptions,
): Promise<ImportCounts> {
  const counts: ImportCounts = { rows: 0, created: 0, would_create: 0, refused: 0, skipped: 0 }
  const count = (one: ImportRow, result: AppError | Written): void => {
    if (result instanceof AppError || typeof result === 'string') {
      counts.refused++
      onRefused(one, typeof result === 'string' ? conflictError(result) : result)
    } else if (result === undefined) counts.would_create++
    else counts.created++
  }
  for await (const batch of batches) {
    const rows = batch.flatMap(({ row }) => (row instanceof AppError ? [] : [row]))
    const written = rows.length === 0 ? [] : await write(rows)
    let next = 0
    for (const one of batch) count(one, one.row instanceof AppError ? one.row : written[next++])
    counts.rows += batch.length
    onProgress(counts.rows)
  }
  return counts
}

function skipWhenRefused(counts: ImportCounts, allOrNothing: boolean): ImportCounts {
  if (!allOrNothing || counts.refused === 0) return counts
  return { ...counts, created: 0, would_create: 0, skipped: counts.created + counts.would_create }
}
