import { chmodSync, chownSync, existsSync, mkdtempSync, renameSync, rmSync, type Stats, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { makeFolder } from '../../lib/makeFolder.js'
import { providerOf, sqlitePath } from '../client.js'
import { migrate, pendingMigrations } from '../migrate/migrate.js'
import { connectPostgres } from '../migrate/postgres.js'
import { openFile } from '../sqlite/openFile.js'
import { vacuumInto } from './backupSqlite.js'
import { copyDatabase } from './copy.js'
import { checkedFile, hasTable, moveTo, placeAt } from './wholeFile.js'

export interface RestoreOptions {
  /** also over a database that has accounts: they are gone then */
  replace: boolean
  /** told how many rows are written, to PostgreSQL */
  onProgress(rows: number): void
}

/**
 * Puts what a backup holds in the place of a database that nobody uses. The backup is read from end to end first, and stays as it is.
 * @returns how many accounts there are now
 * @throws Error when the backup is damaged or of a newer version, the service runs, or the database has accounts and they are not to be replaced
 */
export async function restore(backup: string, url: string, options: RestoreOptions): Promise<number> {
  if (!existsSync(backup)) throw new Error(`There is no ${backup}.`)
  const accounts = await checkedBackup(backup)
  if (providerOf(url) === 'sqlite') restoreSqlite(backup, sqlitePath(url), accounts, options)
  else await restorePostgres(backup, url, options)
  return accounts
}

async function checkedBackup(backup: string): Promise<number> {
  try {
    const accounts = checkedFile(backup)
    await pendingMigrations(fileUrl(backup))
    return accounts
  } catch (error) {
    throw new Error(`${backup} cannot be restored: ${(error as Error).message}`, { cause: error })
  }
}

const fileUrl = (path: string): string => `file:${encodeURIComponent(path)}`

function restoreSqlite(backup: string, database: string, accounts: number, { replace }: RestoreOptions): void {
  const draft = `${database}.${process.pid}.partial`
  const existed = existsSync(database)
  const held = existed ? holdAlone(database, replace) : undefined
  try {
    makeFolder(dirname(database))
    vacuumInto(backup, draft)
    if (checkedFile(draft) !== accounts) throw new Error('The copy of the backup has not as many accounts. Nothing was changed.')
    belongAs(draft, statSync(existed ? database : dirname(database)))
    if (held) moveTo(draft, database)
    else placeAlone(draft, database, existed)
  } finally {
    held?.close()
    rmSync(draft, { force: true })
  }
}

/** Gives the new database its place, where a damaged one is, or none. @throws Error when somebody has made one meanwhile */
function placeAlone(draft: string, database: string, isDamaged: boolean): void {
  if (!isDamaged && existsSync(database)) throw new Error(`Somebody else has made ${database} meanwhile, which stays.`)
  // also what is beside a database that is gone: SQLite would take it for the new one's
  for (const end of isDamaged ? ['', ...BESIDE] : BESIDE) setAside(database, end)
  placeAt(draft, database)
}

/** Opens a database that nobody else has open, so that nobody else can use it. @returns undefined for one that is damaged, and to be replaced @throws Error when somebody has it open, or it has accounts */
function holdAlone(database: string, replace: boolean): Database | undefined {
  const db = openFile(database, { timeout: 100 })
  try {
    // leaving WAL takes that no other program has the file open; with it go the files beside it
    if (db.pragma('journal_mode = DELETE', { simple: true }) !== 'delete') throw new Error('it is in use')
    db.exec('begin exclusive')
    if (!replace && hasTable(db, 'accounts')) refuse(db.prepare('select count(*) from accounts').pluck().get() as number)
    return db
  } catch (error) {
    db.close()
    const { code, message } = error as { code?: string; message: string }
    if (code?.startsWith('SQLITE_BUSY') || message === 'it is in use')
      throw new Error(`${database} is in use: stop the service, and what else reads the file, Flexisip say. Nothing was changed.`)
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(code ?? '')) throw error
    if (!replace)
      throw new Error(`${database} is damaged, or no database. Nothing was changed. With --replace it is set aside.`, { cause: error })
    return undefined
  }
}

/** The files of SQLite beside a database. */
const BESIDE = ['-wal', '-shm', '-journal']

/** Gives what is left of a database another name: nobody knows yet whether it is needed. */
function setAside(database: string, end: string): void {
  if (existsSync(database + end)) renameSync(database + end, `${database}.damaged${end}`)
}

function refuse(accounts: number): void {
  if (accounts > 0)
    throw new Error(
      `The database has ${accounts} accounts. Nothing was changed. With --replace they are gone, and those of the backup are there; with --to the backup goes elsewhere.`,
    )
}

/** Who runs the service may be another user than who restores. */
function belongAs(file: string, { uid, gid, mode }: Stats): void {
  if (process.getuid?.() === 0) chownSync(file, uid, gid)
  chmodSync(file, mode & 0o660)
}

async function restorePostgres(backup: string, url: string, options: RestoreOptions): Promise<void> {
  await refuseRunning(url, options.replace)
  const folder = mkdtempSync(join(tmpdir(), 'flexisip-accounts-'))
  try {
    // a backup of an older version gets today's tables in a copy
    const source = join(folder, 'accounts.db')
    const old = (await pendingMigrations(fileUrl(backup))).length > 0
    if (old) {
      vacuumInto(backup, source)
      await migrate(fileUrl(source))
    }
    await copyDatabase(fileUrl(old ? source : backup), url, options.onProgress, options.replace)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Others that are connected as the service and its commands are. */
const OTHERS = `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
  and application_name = current_setting('application_name')`

/** @throws Error when the service is connected to the database, or it has accounts and they are not to be replaced */
async function refuseRunning(url: string, replace: boolean): Promise<void> {
  const { client } = await connectPostgres(url)
  try {
    const { rowCount } = await client.query(OTHERS)
    if (rowCount) throw new Error('The service is connected to this database: stop it first. Nothing was changed.')
    const { rows } = await client.query<{ found: boolean }>("select to_regclass('accounts') is not null as found")
    if (replace || !rows[0]!.found) return
    refuse(Number((await client.query<{ count: string }>('select count(*) from accounts')).rows[0]!.count))
  } finally {
    await client.end()
  }
}
