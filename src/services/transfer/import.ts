import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Transaction } from '../../db/client.js'
import { otherWriters } from '../../db/sqlite/otherWriters.js'
import { tentatively } from '../../db/tentatively.js'
import { AppError, invalidField } from '../../domain/errors.js'
import { readAhead } from '../../lib/readAhead.js'
import { accountsPreview } from '../accounts/bulk.js'
import { conflictError, type InsertConflict, insertAccounts, insertWithin } from '../accounts/insert.js'
import type { AccountRecord, NewAccountRow } from '../accounts/record.js'
import type { Platform } from '../platform.js'
import type { NewExternal } from './externalAccount.js'
import { insertExternals } from './rows.sql.js'

/** A row of a file: what is to be inserted, or why it cannot be. */
export interface ImportRow {
  /** of the file, from 1: where the row begins */
  line: number
  /** the user name that it gives */
  username: string | undefined
  row: NewAccountRow | AppError
  /** only where all are made or none */
  external?: NewExternal
}

export interface ImportOptions {
  dryRun: boolean
  allOrNothing: boolean
  /** there may be external accounts among the rows: a dry run writes all, and takes it back */
  withExternals: boolean
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

type Written = AccountRecord | InsertConflict | AppError | undefined
type GoodRow = ImportRow & { row: NewAccountRow }
type Deps = Pick<Platform, 'db' | 'clock'>

/** A whole file in one transaction may take this long. Milliseconds. */
const LONGEST = 86_400_000

/**
 * Makes the accounts of a file, however long: each batch is one transaction; with `allOrNothing` the whole file is, and it is not kept when a row
 * is refused. The rows after a refused one are tried all the same, to tell what is wrong with them.
 */
export async function importAccounts(deps: Deps, batches: AsyncIterable<ImportRow[]>, options: ImportOptions): Promise<ImportCounts> {
  const { dryRun, allOrNothing, withExternals } = options
  if (dryRun && !withExternals) {
    const preview = accountsPreview(deps.db)
    return skipWhenRefused(await importWith(batches, (rows) => preview(rows.map(({ row }) => row)), options), allOrNothing)
  }
  if (!allOrNothing && !withExternals) {
    const leaveRoom = deps.db.provider === 'sqlite' ? roomForOthers(deps.db) : async () => undefined
    const write = async (rows: GoodRow[]) => {
      const written = await insertAccounts(
        deps.db,
        rows.map(({ row }) => row),
      )
      await leaveRoom()
      return written
    }
    // SQLite works in our own process: what is read meanwhile would keep its lock from others
    return importWith(deps.db.provider === 'postgresql' ? readAhead(batches) : batches, write, options)
  }
  const work = async (tx: Transaction) => {
    const counts = await importWith(batches, (rows) => insertWhole(deps, tx, rows), options)
    return { keep: counts.refused === 0 && !dryRun, value: counts }
  }
  const counts = await tentatively(deps.db, work, LONGEST)
  return skipWhenRefused(dryRun ? { ...counts, created: 0, would_create: counts.created } : counts, true)
}

/** What others need to find the lock of SQLite free, for which they look each millisecond. Milliseconds. */
const ROOM_MS = 2

/** A pause for other processes that write, if there are any. */
function roomForOthers(db: Database): () => Promise<void> {
  const othersWrite = otherWriters(db)
  return async () => {
    if (await othersWrite()) await delay(ROOM_MS)
  }
}

/** Accounts with their external ones. */
async function insertWhole({ db, clock }: Deps, tx: Transaction, rows: readonly GoodRow[]): Promise<Written[]> {
  const written = await insertWithin(
    db,
    tx,
    rows.map(({ row }) => row),
  )
  const owned = rows.flatMap(({ external }, i) => {
    const owner = written[i]!
    return external && typeof owner !== 'string' ? [{ owner, external }] : []
  })
  const inserted = await insertExternals(tx, owned, new Date(clock.now()))
  return written.map((one, i) =>
    rows[i]!.external && typeof one !== 'string' && !inserted.has(one.id)
      ? invalidField('external_username', 'Another account of this space has this external account.')
      : one,
  )
}

async function importWith(
  batches: AsyncIterable<ImportRow[]>,
  write: (rows: GoodRow[]) => Promise<Written[]>,
  { onRefused, onProgress }: ImportOptions,
): Promise<ImportCounts> {
  const counts: ImportCounts = { rows: 0, created: 0, would_create: 0, refused: 0, skipped: 0 }
  const count = (one: ImportRow, result: Written): void => {
    if (result instanceof AppError || typeof result === 'string') {
      counts.refused++
      onRefused(one, typeof result === 'string' ? conflictError(result) : result)
    } else if (result === undefined) counts.would_create++
    else counts.created++
  }
  for await (const batch of batches) {
    const rows = batch.filter((one): one is GoodRow => !(one.row instanceof AppError))
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
