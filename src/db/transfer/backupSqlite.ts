import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'

/**
 * Copies a SQLite database as it is at one moment into a new file, while others read and write it: all of what was committed before, nothing of
 * what was not. The file appears under its name when it is whole, was checked and is on the disk; its mode is 0600.
 * @returns its size in bytes
 * @throws Error when there is no database, or already such a file
 */
export function backupSqlite(database: string, file: string): number {
  if (!existsSync(database)) throw new Error(`There is no database ${database}.`)
  if (existsSync(file)) throw new Error(`${file} exists already: name a new file.`)
  const draft = `${file}.${process.pid}.partial`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    const db = new Sqlite(database, { timeout: 5_000 })
    try {
      // one read transaction: unlike SQLite's backup API it does not begin again with each write of another process
      db.prepare('VACUUM INTO ?').run(draft)
    } finally {
      db.close()
    }
    check(draft)
    chmodSync(draft, 0o600)
    sync(draft)
    renameSync(draft, file)
    sync(dirname(file))
  } catch (error) {
    throw new Error(`The backup failed: ${(error as Error).message}`, { cause: error })
  } finally {
    rmSync(draft, { force: true })
  }
  return statSync(file).size
}

function check(file: string): void {
  const db = new Sqlite(file, { readonly: true })
  try {
    const found = db.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new Error(`the copy is damaged: ${String(found)}`)
  } finally {
    db.close()
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
