import { existsSync } from 'node:fs'
import { isDerived } from '../derived.js'
import { openFile } from '../sqlite/openFile.js'

/** A SQLite database as it is at one moment. Nothing is ever written to it. */
export interface CopySource {
  /** each after those that its rows refer to */
  tables: { name: string; columns: string[] }[]
  rows(table: string, columns: string[]): IterableIterator<unknown[]>
  /** the highest id that a table ever gave, those of deleted rows included; 0 when it gives none */
  lastId(table: string): number
  /** Whether it was written to since it was opened. Ends the reading. */
  changed(): boolean
  close(): void
}

/** @throws Error when there is no such file */
export function openCopySource(file: string): CopySource {
  if (!existsSync(file)) throw new Error(`There is no database ${file}.`)
  const db = openFile(file, { readonly: true, timeout: 5_000 })
  const version = () => db.pragma('data_version', { simple: true })
  db.exec('BEGIN')
  const names = db
    .prepare(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name <> '_prisma_migrations'",
    )
    .pluck()
    .all() as string[]
  const atStart = version()
  const list = (sql: string, table: string) => db.prepare(sql).pluck().all(table) as string[]
  return {
    tables: inOrder(
      names.filter((name) => !isDerived(name)),
      (table) => list('select distinct "table" from pragma_foreign_key_list(?)', table),
    ).map((name) => ({
      name,
      columns: list('select name from pragma_table_info(?)', name),
    })),
    rows: (table, columns) =>
      db
        .prepare(`select ${columns.map(quoted).join(', ')} from ${quoted(table)}`)
        .raw()
        .iterate() as IterableIterator<unknown[]>,
    lastId: (table) => Number(db.prepare('select seq from sqlite_sequence where name = ?').pluck().get(table) ?? 0),
    changed() {
      if (db.inTransaction) db.exec('COMMIT')
      return version() !== atStart
    },
    close: () => void db.close(),
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function inOrder(names: string[], refersTo: (name: string) => string[]): string[] {
  const ordered: string[] = []
  const visit = (name: string) => {
    if (ordered.includes(name)) return
    for (const other of refersTo(name)) if (other !== name) visit(other)
    ordered.push(name)
  }
  for (const name of [...names].sort()) visit(name)
  return ordered
}
