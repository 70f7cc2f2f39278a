import { existsSync } from 'node:fs'
import { openFile } from '../sqlite/openFile.js'
import { type WholeFile, wholeFile } from './wholeFile.js'

/**
 * Copies a SQLite database as it is at one moment into a new file, while others read and write it: all of what was committed before, nothing of
 * what was not.
 * @throws Error when there is no database, or already such a file
 */
export async function backupSqlite(database: string, file: string): Promise<WholeFile> {
  if (!existsSync(database)) throw new Error(`There is no database ${database}.`)
  return wholeFile(file, (draft) => vacuumInto(database, draft))
}

/** One read transaction: unlike SQLite's backup API it does not begin again with each write of another process. */
export function vacuumInto(database: string, draft: string): void {
  const db = openFile(database, { timeout: 5_000 })
  try {
    db.prepare('VACUUM INTO ?').run(draft)
  } finally {
    db.close()
  }
}
