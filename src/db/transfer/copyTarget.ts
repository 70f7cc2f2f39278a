import type pg from 'pg'
import { type PlainRow, plainAnswer, plainColumn, RowChecksum } from './rowChecksum.js'

/** A table of PostgreSQL, and its columns' types by name. */
export interface TargetTable {
  name: string
  types: Map<string, string>
}

const BATCH = 1_000
const COLUMNS = `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by c.relname, a.attnum`

export async function targetTables(client: pg.Client): Promise<Map<string, TargetTable>> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(COLUMNS)
  const tables = new Map<string, TargetTable>()
  for (const { table, column, type } of rows) {
    if (!tables.has(table)) tables.set(table, { name: table, types: new Map() })
    tables.get(table)!.types.set(column, type)
  }
  return tables
}

/** Inserts rows of plain values, some at a time. */
export async function insertRows(client: pg.Client, table: TargetTable, columns: string[], rows: Iterable<PlainRow>): Promise<void> {
  const names = columns.map((name) => client.escapeIdentifier(name)).join(', ')
  const lists = columns.map((name, i) => `$${i + 1}::${table.types.get(name)}[]`).join(', ')
  const text = `insert into ${client.escapeIdentifier(table.name)} (${names}) select * from unnest(${lists})`
  let batch: PlainRow[] = []
  const flush = async () => {
    if (batch.length > 0)
      await client.query(
        text,
        columns.map((_, i) => batch.map((row) => row[i])),
      )
    batch = []
  }
  for (const row of rows) {
    batch.push(row)
    if (batch.length === BATCH) await flush()
  }
  await flush()
}

/** Reads a whole table back, some rows at a time. */
export async function checksumOf(client: pg.Client, table: TargetTable, columns: string[]): Promise<RowChecksum> {
  const types = columns.map((name) => table.types.get(name)!)
  const values = columns.map((name, i) => plainColumn(client.escapeIdentifier(name), types[i]!)).join(', ')
  await client.query(`declare reading no scroll cursor for select ${values} from ${client.escapeIdentifier(table.name)}`)
  const sum = new RowChecksum()
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({ text: `fetch ${BATCH} from reading`, rowMode: 'array' })
    if (rows.length === 0) break
    for (const row of rows) sum.add(row.map((value, i) => plainAnswer(value, types[i]!)))
  }
  await client.query('close reading')
  return sum
}

/** Lets a table's ids go on after `last`. */
export async function continueIds(client: pg.Client, table: string, last: number): Promise<void> {
  if (last === 0) return
  await client.query("select setval(pg_get_serial_sequence(quote_ident($1), 'id'), $2)", [table, last])
}
