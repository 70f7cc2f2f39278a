import pg from 'pg'
import { sqlitePath } from '../../src/db/client.js'
import { isDerived } from '../../src/db/derived.js'
import { openFile } from '../../src/db/sqlite/openFile.js'

export interface Column {
  type: string
  nullable: boolean
  default: string | null
}
export interface Table {
  columns: Record<string, Column>
  primaryKey: string[]
  uniques: string[][]
  indexes: string[][]
  foreignKeys: { columns: string[]; table: string; references: string[]; onDelete: string }[]
}
export type Tables = Record<string, Table>

/** The tables that a database has, but Prisma's own and those that triggers derive from others; without indexes over expressions, which no model has. */
export function tablesOf(url: string): Promise<Tables> {
  return url.startsWith('file:') ? sqliteTables(sqlitePath(url)) : postgresTables(url)
}

/** Rows of SQLite's pragmas. */
interface Named {
  name: string
}
interface SqliteColumn extends Named {
  type: string
  notnull: number
  dflt_value: string | null
  pk: number
}
interface SqliteIndex extends Named {
  unique: number
  origin: string
}
interface SqliteKey {
  id: number
  from: string
  table: string
  to: string
  on_delete: string
}

/** A row for each column of a key, into the keys. */
function sqliteKeys(rows: SqliteKey[]): Table['foreignKeys'] {
  return [...new Set(rows.map(({ id }) => id))]
    .map((wanted) => rows.filter(({ id }) => id === wanted))
    .map((key) => ({
      columns: key.map(({ from }) => from),
      table: key[0]!.table,
      references: key.map(({ to }) => to),
      onDelete: key[0]!.on_delete,
    }))
    .sort(byColumns)
}

/** An order of keys that both databases, and the models, have. */
export const byColumns = (a: Table['foreignKeys'][number], b: Table['foreignKeys'][number]): number =>
  String(a.columns) < String(b.columns) ? -1 : 1

async function sqliteTables(file: string): Promise<Tables> {
  const db = openFile(file, { readonly: true })
  const all = <Row>(sql: string, ...args: string[]) => db.prepare(sql).all(...args) as Row[]
  /** null for an expression */
  const columnsOf = (index: string): (string | null)[] =>
    all<{ name: string | null }>('select name from pragma_index_info(?) order by seqno', index).map(({ name }) => name)
  const read = (table: string, sql: string): Table => {
    const columns = all<SqliteColumn>('select name, type, "notnull", dflt_value, pk from pragma_table_info(?)', table)
    const indexes = all<SqliteIndex>('select name, "unique", origin from pragma_index_list(?) where partial = 0', table)
    const lists = (unique: number) =>
      indexes
        .filter((index) => index.origin === 'c' && index.unique === unique)
        .map(({ name }) => columnsOf(name))
        .filter((columns): columns is string[] => !columns.includes(null))
        .sort()
    const keyed = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
    const counted = (name: string) => (new RegExp(`"${name}".* AUTOINCREMENT`).test(sql) ? 'autoincrement' : null)
    return {
      columns: Object.fromEntries(
        columns.map((c) => [c.name, { type: c.type, nullable: c.notnull === 0, default: c.dflt_value ?? counted(c.name) }]),
      ),
      primaryKey: keyed.map(({ name }) => name),
      uniques: lists(1),
      indexes: lists(0),
      foreignKeys: sqliteKeys(
        all<SqliteKey>('select id, "from", "table", "to", on_delete from pragma_foreign_key_list(?) order by id, seq', table),
      ),
    }
  }
  try {
    const tables = all<Named & { sql: string }>(
      "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> '_prisma_migrations'",
    )
    return Object.fromEntries(tables.filter(({ name }) => !isDerived(name)).map(({ name, sql }) => [name, read(name, sql)]))
  } finally {
    db.close()
  }
}

const COLUMNS = `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as value
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`
const INDEXES = `select i.indisprimary as primary, i.indisunique as unique,
  array(select a.attname::text from unnest(i.indkey) with ordinality k (num, at) join pg_attribute a on a.attrelid = $1 and a.attnum = k.num order by k.at) as columns
  from pg_index i where i.indrelid = $1 and i.indexprs is null`
const KEYS = `select c.confdeltype as rule, f.relname as table,
  array(select a.attname::text from unnest(c.conkey) k (num) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num) as columns,
  array(select a.attname::text from unnest(c.confkey) k (num) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num) as references
  from pg_constraint c join pg_class f on f.oid = c.confrelid where c.contype = 'f' and c.conrelid = $1`
const RULES: Record<string, string> = { c: 'CASCADE', n: 'SET NULL', r: 'RESTRICT', a: 'NO ACTION' }

/** Rows of those statements. */
interface PostgresColumn extends Named {
  type: string
  nullable: boolean
  value: string | null
}
interface PostgresIndex {
  primary: boolean
  unique: boolean
  columns: string[]
}
interface PostgresKey {
  rule: string
  columns: string[]
  table: string
  references: string[]
}

async function postgresTables(url: string): Promise<Tables> {
  const schema = new URL(url).searchParams.get('schema')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const all = async <Row>(sql: string, arg: unknown) => (await client.query(sql, [arg])).rows as Row[]
  const read = async (oid: number): Promise<Table> => {
    const indexes = await all<PostgresIndex>(INDEXES, oid)
    const lists = (unique: boolean) =>
      indexes
        .filter((index) => !index.primary && index.unique === unique)
        .map(({ columns }) => columns)
        .sort()
    const value = (text: string | null) => (text?.startsWith('nextval(') ? 'autoincrement' : text)
    return {
      columns: Object.fromEntries(
        (await all<PostgresColumn>(COLUMNS, oid)).map((c) => [c.name, { type: c.type, nullable: c.nullable, default: value(c.value) }]),
      ),
      primaryKey: indexes.find(({ primary }) => primary)?.columns ?? [],
      uniques: lists(true),
      indexes: lists(false),
      foreignKeys: (await all<PostgresKey>(KEYS, oid))
        .map(({ rule, ...key }) => ({
          columns: key.columns,
          table: key.table,
          references: key.references,
          onDelete: RULES[rule]!,
        }))
        .sort(byColumns),
    }
  }
  try {
    const tables = await all<{ oid: number; relname: string }>(
      "select oid, relname from pg_class where relkind = 'r' and relname <> '_prisma_migrations' and relnamespace = to_regnamespace($1)",
      schema,
    )
    const found: Tables = {}
    for (const { oid, relname } of tables.filter((table) => !isDerived(table.relname))) found[relname] = await read(oid)
    return found
  } finally {
    await client.end()
  }
}
