import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { makeFolder } from '../../lib/makeFolder.js'
import { isBusy } from '../sqlite/errors.js'
import { openFile } from '../sqlite/openFile.js'
import { APPLIED, type Applied, type MigrationConnection, PATIENCE } from './connection.js'

/** As Prisma makes it. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`
const INSERT =
  'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)'

/** Opens a file to migrate it, and makes it and its folder when they are missing. Everything happens in one transaction. */
export async function migrateSqlite(file: string): Promise<MigrationConnection> {
  return connection(await open(file))
}

/** Opens a file to look at it: nothing is written to it, not even its journal's mode. */
export function readSqlite(file: string): MigrationConnection {
  try {
    return connection(openFile(file, { readonly: true, timeout: PATIENCE }))
  } catch (error) {
    throw new Error(`The database ${file} cannot be opened: ${(error as Error).message}`, { cause: error })
  }
}

function connection(db: Database): MigrationConnection {
  return {
    provider: 'sqlite',
    async exclusively(work) {
      await beginImmediate(db)
      try {
        db.exec(TABLE)
        const result = await work()
        const orphans = db.pragma('foreign_key_check') as unknown[]
        if (orphans.length > 0)
          throw new Error(`The migration would leave ${orphans.length} rows without the row that they refer to; nothing was changed.`)
        db.exec('COMMIT')
        return result
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    async applied() {
      const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'").get()
      return table ? (db.prepare(APPLIED).all() as Applied[]) : []
    },
    async apply(sql, { id, checksum, name }) {
      db.exec(sql)
      const now = new Date().toISOString().replace('Z', '+00:00')
      db.prepare(INSERT).run(id, checksum, name, now, now)
    },
    async close() {
      db.close()
    },
  }
}

async function open(file: string): Promise<Database> {
  try {
    makeFolder(dirname(file))
    const db = openFile(file, { timeout: PATIENCE })
    // changing the mode of a new file is refused at once while another process does it
    await untilFree(() => db.pragma('journal_mode = WAL'))
    db.pragma('foreign_keys = OFF') // a migration that makes a table anew drops the old one: its rows' dependants must stay
    return db
  } catch (error) {
    throw new Error(`The database ${file} cannot be opened: ${(error as Error).message}`, { cause: error })
  }
}

async function beginImmediate(db: Database): Promise<void> {
  try {
    db.exec('BEGIN IMMEDIATE')
  } catch (error) {
    if (!isBusy(error)) throw error
    throw new Error(`The database is locked by another process for ${PATIENCE / 1000} seconds.`, { cause: error })
  }
}

async function untilFree(action: () => unknown): Promise<void> {
  for (const until = performance.now() + PATIENCE; ; await delay(20)) {
    try {
      action()
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
    }
  }
}
