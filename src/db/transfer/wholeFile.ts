import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openFile } from '../sqlite/openFile.js'

/** A file that holds a whole SQLite database. */
export interface WholeFile {
  bytes: number
  /** how many accounts are in it */
  accounts: number
}

/**
 * Writes a SQLite database into a new file: it appears under its name when it is whole, was checked and is on the disk; its mode is 0600.
 * @param write is given the name of an empty file to write to
 * @throws Error when there is such a file
 */
export async function wholeFile(file: string, write: (draft: string) => unknown): Promise<WholeFile> {
  if (existsSync(file)) throw new Error(`${file} exists already: name a new file.`)
  const draft = `${file}.${process.pid}.partial`
  try {
    closeSync(openSync(draft, 'wx', 0o600))
    await write(draft)
    const accounts = checkedFile(draft)
    chmodSync(draft, 0o600)
    placeAt(draft, file)
    return { bytes: statSync(file).size, accounts }
  } catch (error) {
    throw new Error(`The backup failed: ${(error as Error).message}`, { cause: error })
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(draft + end, { force: true })
  }
}

/** Gives a file its name once it is on the disk, in the place of one that has it. */
export function moveTo(draft: string, file: string): void {
  sync(draft)
  renameSync(draft, file)
  sync(dirname(file))
}

/** File systems that have no second name for a file say one of these. */
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']

/** Gives a file its name once it is on the disk. @throws Error when another has got that name meanwhile, which stays */
export function placeAt(draft: string, file: string): void {
  sync(draft)
  try {
    linkSync(draft, file) // renaming would take the place of another
    rmSync(draft)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new Error(`somebody else has made ${file} meanwhile, which stays.`, { cause: error })
    if (!NO_LINKS.includes(code)) throw error
    copyFileSync(draft, file, constants.COPYFILE_EXCL)
    sync(file)
    rmSync(draft)
  }
  sync(dirname(file))
}

/** Reads a database of this service from end to end. @returns how many accounts it has @throws Error when it is damaged, or none of this service */
export function checkedFile(file: string): number {
  const db = openFile(file, { readonly: true, fileMustExist: true })
  try {
    const found = db.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new Error(`it is damaged: ${String(found).replace(/\s+/g, ' ').slice(0, 200)}`)
    const orphans = (db.pragma('foreign_key_check') as unknown[]).length
    if (orphans > 0) throw new Error(`it is damaged: ${orphans} rows refer to what is not there`)
    if (!hasTable(db, 'accounts') || !hasTable(db, '_prisma_migrations')) throw new Error('it is no database of this service')
    return db.prepare('select count(*) from accounts').pluck().get() as number
  } finally {
    db.close()
  }
}

/** Whether a database has a table. */
export const hasTable = (db: Database, name: string): boolean =>
  db.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(name) !== undefined

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
