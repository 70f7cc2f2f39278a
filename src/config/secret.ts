import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../lib/makeFolder.js'
import { ConfigError } from './config.js'
import { folderError } from './folder.js'

/** The secret of DATA_DIR, which the first start makes. @throws ConfigError */
export function storedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  const secret = (textOf(file) ?? made(dataDir, file)).trim()
  if (secret.length < 16)
    throw new ConfigError([`SECRET: ${file} is damaged; restore it from a backup (a new one voids codes and sessions under way)`])
  return secret
}

/** @returns undefined when there is no such file, or none can be */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new ConfigError([`SECRET: ${file} cannot be read (${message}): let this user read it, or set SECRET`])
  }
}

/** Whole or not at all, and by one process only when several start at once: link fails if it exists. */
function made(dataDir: string, file: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    makeFolder(dataDir)
    try {
      writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
      linkSync(draft, file)
    } finally {
      rmSync(draft, { force: true })
    }
  } catch (error) {
    // unless another process has made it meanwhile
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || textOf(file) === undefined) throw folderError('DATA_DIR', dataDir, error)
  }
  return textOf(file)!
}
