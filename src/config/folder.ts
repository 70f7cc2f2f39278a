import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../lib/makeFolder.js'
import { ConfigError } from './config.js'

/** What the smallest file takes. Bytes. */
const BLOCK = 4_096

/**
 * Makes a folder if there is none, and tries whether files can be written in it.
 * @param variable what sets the folder
 * @throws ConfigError that says what is wrong, and what to do
 */
export function checkFolder(variable: string, folder: string): void {
  const probe = join(folder, `.probe.${process.pid}.${randomBytes(4).toString('hex')}`)
  try {
    makeFolder(folder)
    try {
      writeFileSync(probe, Buffer.alloc(BLOCK), { mode: 0o600, flush: true })
    } finally {
      rmSync(probe, { force: true })
    }
  } catch (error) {
    throw folderError(variable, folder, error)
  }
}

/** The system's error as a fault of the configuration. */
export function folderError(variable: string, folder: string, error: unknown): ConfigError {
  const { code, message } = error as NodeJS.ErrnoException
  return new ConfigError([`${variable}: ${folder} cannot be used: ${reason(code) ?? message}`])
}

function reason(code: string | undefined): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `user ${process.getuid?.()} may not write there. Give the folder to this user, or name another one`
    case 'EROFS':
      return 'it is on a file system that is read-only. Name a folder that can be written'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full. Make room, or name a folder on another one'
    case 'EEXIST':
    case 'ENOTDIR':
      return 'it is a file, or a part of its path is one. Name a folder'
    case 'ENOENT':
      return 'no folder can be made there. Name another one'
    default:
      return undefined
  }
}
