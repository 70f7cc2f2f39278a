import { ConfigError } from '../../config/config.js'
import { isUnavailable, reasonOf } from '../../db/errors.js'
import { isRedisUnavailable } from '../../db/redis.js'
import { DeliveryError } from '../../delivery/messages.js'
import { AppError } from '../../domain/errors.js'
import { masked } from '../../lib/log.js'
import { printableLines } from './output.js'
import type { Terminal } from './terminal.js'

const EXPECTED = [AppError, ConfigError, DeliveryError]

/** Faults go to standard error: what is wrong and what to do for those that we expect, all that is known for the others. */
export function printError({ stderr }: Pick<Terminal, 'stderr'>, error: unknown): void {
  stderr.write(`${printableLines(masked(explained(error) ?? ownFault(error)))}\n`)
}

/** @returns undefined for a fault of the program */
function explained(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (EXPECTED.some((kind) => error instanceof kind)) return error.message
  if (error instanceof AggregateError) return explained(error.errors[0])
  const { syscall, code } = error as NodeJS.ErrnoException
  // somebody of ours has written the sentence
  if (error.constructor === Error && code === undefined) return error.message
  if (syscall !== undefined) return systemText(error)
  if (isUnavailable(error)) return `The database cannot be used: ${databaseText(error)}`
  if (isRedisUnavailable(error)) return `Redis cannot be used: ${error.message}. Is it running, and is REDIS_URL right?`
  // PostgreSQL says it
  if ('severity' in error) return `The database refuses it: ${error.message}`
  return error.constructor === Error ? error.message : undefined
}

const ownFault = (error: unknown): string =>
  `This is a fault of the program. Please report it, with these lines:\n${error instanceof Error ? error.stack : String(error)}`

function systemText({ code, path, message }: NodeJS.ErrnoException): string {
  const what = path ?? 'It'
  switch (code) {
    case 'ENOENT':
      return `There is no ${path ?? 'such file'}.`
    case 'EACCES':
    case 'EPERM':
      return `${what} is not for user ${process.getuid?.()} to read or write.`
    case 'EISDIR':
      return `${what} is a folder, and a file is needed.`
    case 'ENOTDIR':
      return `${what} cannot be: a part of its path is a file.`
    case 'EROFS':
      return `${what} cannot be written: the file system is read-only.`
    case 'ENOSPC':
      return 'The disk is full: make room, and try again.'
    default:
      return message
  }
}

function databaseText(error: Error): string {
  const reason = reasonOf(error)
  if (/disk is full|SQLITE_FULL|ENOSPC/.test(reason)) return 'the disk is full. Make room, and try again.'
  if (/readonly|read-only/.test(reason)) return `${reason}. This user must be able to write to its file and folder.`
  if (/not a database|malformed|SQLITE_CORRUPT/.test(reason))
    return `${reason}. Restore a backup of it: the handbook's page "Backup" says how.`
  if (/locked|SQLITE_BUSY/.test(reason)) return `${reason}. Another program has held it for seconds: try again.`
  return reason
}
