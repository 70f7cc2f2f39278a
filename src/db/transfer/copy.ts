import type pg from 'pg'
import { providerOf, sqlitePath } from '../client.js'
import { isDerived } from '../derived.js'
import { migrate, pendingMigrations } from '../migrate/migrate.js'
import { connectPostgres } from '../migrate/postgres.js'
import { type CopySource, openCopySource } from './copySource.js'
import { checksumOf, continueIds, insertRows, type TargetTable, targetTables } from './copyTarget.js'
import { type PlainRow, plainValue, RowChecksum } from './rowChecksum.js'

export interface CopiedTable {
  table: string
  rows: number
  /** of all values of all rows, whatever their order: the same on both sides */
  checksum: string
}

/**
 * Carries a whole SQLite database over to an empty PostgreSQL one, which is migrated first. What there is to carry is read from the databases
 * themselves. It is one transaction, kept only when every table has the same rows and checksum on both sides, so there is never half a copy.
 * The source stays as it is; a write to it meanwhile ends the copy and nothing is kept, as that write would be lost.
 * @param replace empties the tables first, in the same transaction, where the copy otherwise is refused
 * @throws Error that says what is in the way
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress: (rows: number) => void = () => undefined,
  replace = false,
): Promise<CopiedTable[]> {
  if (providerOf(from) !== 'sqlite') throw new Error('copy carries SQLite over: DATABASE_URL must be its file:… URL.')
  if (!/^postgres(ql)?:/.test(to) || !URL.canParse(to))
    throw new Error('copy carries over to PostgreSQL alone: --to must be a postgresql://… URL.')
  const source = openCopySource(sqlitePath(from))
  try {
    const pending = await pendingMigrations(from)
    if (pending.length > 0)
      throw new Error(`${pending.length} migrations are pending: run migrate first, so that both databases have the same tables.`)
    await migrate(to)
    const { client } = await connectPostgres(to)
    try {
      return await transaction(client, () => copy(source, client, onProgress, replace))
    } finally {
      await client.end()
    }
  } finally {
    source.close()
  }
}

async function transaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function copy(source: CopySource, client: pg.Client, onProgress: (rows: number) => void, replace: boolean): Promise<CopiedTable[]> {
  const targets = await targetTables(client)
  const tables = pairs(source, targets)
  // no other connection writes there meanwhile, and what was there shows now
  await client.query(`lock table ${tables.map(({ target }) => client.escapeIdentifier(target.name)).join(', ')} in access exclusive mode`)
  const ours = [...tables.map(({ target }) => target.name), ...[...targets.keys()].filter(isDerived)]
  await (replace ? empty(client, ours) : refuseFilled(client, tables))
  const copied: CopiedTable[] = []
  let rows = 0
  for (const { target, columns } of tables) {
    const sum = new RowChecksum()
    await insertRows(
      client,
      target,
      columns,
      plainRows(source, target, columns, sum, () => onProgress(++rows)),
    ).catch((error) => {
      throw new Error(`The table ${target.name} cannot be copied: ${(error as Error).message}. Nothing was kept.`, { cause: error })
    })
    await continueIds(client, target.name, source.lastId(target.name))
    const there = await checksumOf(client, target, columns)
    if (there.rows !== sum.rows || there.checksum !== sum.checksum)
      throw new Error(`The table ${target.name} differs: ${sum.rows} rows, ${there.rows} in the copy, or other values. Nothing was kept.`)
    copied.push({ table: target.name, rows: sum.rows, checksum: sum.checksum })
  }
  if (source.changed()) throw new Error('The SQLite database was written to meanwhile. Stop the service, and copy again. Nothing was kept.')
  return copied
}

interface Pair {
  target: TargetTable
  columns: string[]
}

/** @throws Error when a table or column is on one side alone */
function pairs(source: CopySource, targets: Map<string, TargetTable>): Pair[] {
  return source.tables.map(({ name, columns }) => {
    const target = targets.get(name)
    const alone = target ? columns.filter((column) => !target.types.has(column)) : columns
    if (!target || alone.length > 0 || target.types.size > columns.length)
      throw new Error(`The table ${name} has not the same columns in both databases.`)
    return { target, columns }
  })
}

/** With what is derived from them. Triggers keep the audit log from being emptied: who owns the tables may switch them off. */
async function empty(client: pg.Client, tables: string[]): Promise<void> {
  const names = tables.map((name) => client.escapeIdentifier(name))
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  await client.query(`truncate ${names.join(', ')} restart identity`)
  for (const name of names) await client.query(`alter table ${name} enable trigger user`)
}

async function refuseFilled(client: pg.Client, tables: Pair[]): Promise<void> {
  const filled: string[] = []
  for (const { target } of tables) {
    const { rows } = await client.query(`select 1 from ${client.escapeIdentifier(target.name)} limit 1`)
    if (rows.length > 0) filled.push(target.name)
  }
  if (filled.length > 0) throw new Error(`The PostgreSQL database is not empty: it has rows in ${filled.join(', ')}. Nothing was copied.`)
}

function* plainRows(
  source: CopySource,
  { name, types }: TargetTable,
  columns: string[],
  sum: RowChecksum,
  onRow: () => void,
): Generator<PlainRow> {
  const of = columns.map((column) => types.get(column)!)
  for (const row of source.rows(name, columns)) {
    const plain = row.map((value, i) => plainValue(value, of[i]!))
    sum.add(plain)
    onRow()
    yield plain
  }
}
