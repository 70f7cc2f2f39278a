import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config.js'

/** The secret made at the first start: whole or not at all, and by one process only when several start at once (link fails if it exists). */
export function storedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o750 })
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
    try {
      linkSync(draft, file)
    } finally {
      rmSync(draft)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new ConfigError([
        `DATA_DIR: ${file} cannot be written (${(error as Error).message}); set SECRET, or DATA_DIR to a writable folder`,
      ])
    }
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < 16)
    throw new ConfigError([`SECRET: ${file} is damaged; restore it from a backup (a new one voids codes and sessions under way)`])
  return secret
}
