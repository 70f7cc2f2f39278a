import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/config.js'
import { providerOf, sqlitePath } from '../db/client.js'

/**
 * Files of the service that others on this machine can read, or the group the secret: of an older version, or made by hand.
 * @returns how to mend that; undefined when there are none
 */
export function readableByOthers({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): string | undefined {
  const database = providerOf(databaseUrl) === 'sqlite' ? sqlitePath(databaseUrl) : undefined
  const open = [
    ...(database === undefined ? [] : [database, `${database}-wal`, `${database}-shm`].filter((file) => hasMode(file, 0o007))),
    ...[join(dataDir, 'secret')].filter((file) => hasMode(file, 0o077)),
  ]
  if (open.length === 0) return undefined
  const secret = open.some((file) => file.endsWith('secret'))
  return `others on this machine can read them: chmod ${secret ? 'go' : 'o'}-rwx ${open.join(' ')}`
}

function hasMode(file: string, bits: number): boolean {
  return ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & bits) !== 0
}
