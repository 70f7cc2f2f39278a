import { createRequire } from 'node:module'
import type Sqlite from 'better-sqlite3'
import type { Database, Options } from 'better-sqlite3'

const require = createRequire(import.meta.url)

/** better-sqlite3 13 has its binaries within, for Node-API 10: Node.js 22.14 and newer. Older ones crash on them, and take version 12, compiled. */
const DRIVER = Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-compiled'

/**
 * Opens a file with SQLite.
 * @throws Error that says what to do when there is no SQLite for this system
 */
export function openFile(file: string, options?: Options): Database {
  let driver: typeof Sqlite
  try {
    driver = require(DRIVER)
    return new driver(file, options)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const missing = code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND' || /^Could not locate the bindings file/.test(message)
    if (!missing) throw error
    const why = `Node.js ${process.versions.node} on ${process.platform}-${process.arch}: ${message.split('\n')[0]}`
    throw new Error(`There is no SQLite for this system (${why}). ${REMEDY}`, { cause: error })
  }
}

const REMEDY =
  'Use Node.js 22.14 or newer on Linux with glibc 2.34 or musl, macOS or Windows; or compile it in a clone: install python3, make and g++, and run npm ci.'
