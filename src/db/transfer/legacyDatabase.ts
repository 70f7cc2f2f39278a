import { existsSync } from 'node:fs'
import { sqlitePath } from '../client.js'
import { openFile } from '../sqlite/openFile.js'

export type LegacyRow = Record<string, string | number | null>

/** Another program's database, as it is at one moment, read only. Dates are text as they are stored. */
export interface LegacyDatabase {
  /** the names of its tables and their columns */
  tables: Map<string, Set<string>>
  read(sql: string, values?: readonly (string | number)[]): Promise<LegacyRow[]>
  close(): Promise<void>
}

/** Opens `mysql://…`, `mariadb://…` or `file:…` (SQLite). @throws Error that says what is wrong, without the password */
export function openLegacyDatabase(url: string): Promise<LegacyDatabase> {
  if (url.startsWith('file:')) return openSqlite(sqlitePath(url))
  if (/^(mysql|mariadb):\/\//.test(url) && URL.canParse(url)) return openMysql(url.replace(/^mariadb:/, 'mysql:'))
  throw new Error('An old database is named by mysql://user:password@host/database or file:/path.')
}

async function openSqlite(file: string): Promise<LegacyDatabase> {
  if (!existsSync(file)) throw new Error(`There is no database ${file}.`)
  const db = openFile(file, { readonly: true, timeout: 5_000 })
  db.exec('begin')
  const read: LegacyDatabase['read'] = async (sql, values = []) => db.prepare(sql).all(...values) as LegacyRow[]
  const columns = await read(
    "select m.name as tbl, c.name as col from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'",
  )
  return { tables: tablesOf(columns), read, close: async () => void db.close() }
}

async function openMysql(url: string): Promise<LegacyDatabase> {
  const { host, pathname, username } = new URL(url)
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection({ uri: url, dateStrings: true, charset: 'utf8mb4', connectTimeout: 5_000 }).catch((error) => {
    const reason = error.message || error.code
    throw new Error(`MySQL cannot be reached (${host}, database ${pathname.slice(1)}, user ${username}): ${reason}`, { cause: error })
  })
  const read: LegacyDatabase['read'] = async (sql, values = []) => (await connection.query(sql, [...values]))[0] as LegacyRow[]
  await read('set session transaction isolation level repeatable read')
  await read('start transaction with consistent snapshot, read only')
  const columns = await read('select table_name as tbl, column_name as col from information_schema.columns where table_schema = database()')
  return { tables: tablesOf(columns), read, close: () => connection.end() }
}

function tablesOf(columns: LegacyRow[]): Map<string, Set<string>> {
  const tables = new Map<string, Set<string>>()
  for (const { tbl, col } of columns) {
    const name = String(tbl)
    if (!tables.has(name)) tables.set(name, new Set())
    tables.get(name)!.add(String(col))
  }
  return tables
}
