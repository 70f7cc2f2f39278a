import type { Database } from 'better-sqlite3'
import type pg from 'pg'
import { isDerived } from '../derived.js'
import { migrate, pendingMigrations } from '../migrate/migrate.js'
import { connectPostgres } from '../migrate/postgres.js'
import { openFile } from '../sqlite/openFile.js'
import { type TargetTable, targetTables } from './copyTarget.js'
import { type PlainRow, plainAnswer, plainColumn, plainValue, RowChecksum, sqliteValue } from './rowChecksum.js'
import { type WholeFile, wholeFile } from './wholeFile.js'

const BATCH = 1_000

/**
 * Writes a PostgreSQL database, as it is at one moment, into a new SQLite file with the same tables, while others read and write it. `copy` and
 * `restore` read that file. It is kept only if each table has the same rows and checksum in both.
 * @param onProgress told how many rows are written
 * @throws Error when the database cannot be reached, or there is such a file
 */
export async function backupPostgres(url: string, file: string, onProgress: (rows: number) => void): Promise<WholeFile> {
  const pending = await pendingMigrations(url)
  if (pending.length > 0) throw new Error(`${pending.length} migrations are pending: run migrate first, with the service stopped.`)
  return wholeFile(file, async (draft) => {
    await migrate(`file:${encodeURIComponent(draft)}`)
    const { client } = await connectPostgres(url)
    const db = openFile(draft)
    try {
      await client.query('begin isolation level repeatable read, read only')
      await fill(db, client, onProgress)
      db.pragma('journal_mode = DELETE') // one file, and none beside it
    } finally {
      db.close()
      await client.end()
    }
  })
}

async function fill(db: Database, client: pg.Client, onProgress: (rows: number) => void): Promise<void> {
  db.pragma('foreign_keys = OFF') // checked once all is there
  // what they would do is in the rows already, but for those of tables that are derived, which are not copied
  const all = db.prepare("select name, sql from sqlite_master where type = 'trigger'").all() as { name: string; sql: string }[]
  const triggers = all.filter(({ name }) => !isDerived(name))
  db.exec('begin')
  for (const { name } of triggers) db.exec(`drop trigger "${name}"`)
  let rows = 0
  for (const table of (await targetTables(client)).values()) {
    if (table.name === '_prisma_migrations' || isDerived(table.name)) continue
    await copyTable(db, client, table, () => onProgress(++rows))
  }
  for (const { sql } of triggers) db.exec(sql)
  db.exec('commit')
}

async function copyTable(db: Database, client: pg.Client, table: TargetTable, onRow: () => void): Promise<void> {
  const columns = [...table.types.keys()]
  const types = [...table.types.values()]
  const list = columns.map((column) => `"${column}"`).join(', ')
  const insert = db.prepare(`insert into "${table.name}" (${list}) values (${columns.map(() => '?').join(', ')})`)
  const read = new RowChecksum()
  for await (const row of rowsOf(client, table)) {
    read.add(row)
    insert.run(row.map((value, i) => sqliteValue(value, types[i]!)))
    onRow()
  }
  await continueIds(db, client, table)
  const written = new RowChecksum()
  for (const row of db.prepare(`select ${list} from "${table.name}"`).raw().iterate() as IterableIterator<unknown[]>)
    written.add(row.map((value, i) => plainValue(value, types[i]!)))
  if (written.rows !== read.rows || written.checksum !== read.checksum)
    throw new Error(`the table ${table.name} differs: ${read.rows} rows, ${written.rows} in the file, or other values`)
}

/** All rows as texts, some at a time. */
async function* rowsOf(client: pg.Client, { name, types }: TargetTable): AsyncGenerator<PlainRow> {
  const kinds = [...types.values()]
  const values = [...types].map(([column, type]) => plainColumn(client.escapeIdentifier(column), type)).join(', ')
  await client.query(`declare copying no scroll cursor for select ${values} from ${client.escapeIdentifier(name)}`)
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({ text: `fetch ${BATCH} from copying`, rowMode: 'array' })
    if (rows.length === 0) break
    for (const row of rows) yield row.map((value, i) => plainAnswer(value, kinds[i]!))
  }
  await client.query('close copying')
}

/** Lets the ids of a table go on after the highest that it ever gave. */
async function continueIds(db: Database, client: pg.Client, { name, types }: TargetTable): Promise<void> {
  if (!types.has('id')) return
  const { rows } = await client.query<{ last: string | null }>(
    "select pg_sequence_last_value(pg_get_serial_sequence(quote_ident($1), 'id')::regclass) as last",
    [name],
  )
  const last = Number(rows[0]?.last ?? 0)
  if (last === 0) return
  db.prepare('delete from sqlite_sequence where name = ?').run(name)
  db.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, last)
}
