import { dirname, sep } from 'node:path'
import type { Config } from '../config/config.js'
import { checkFolder } from '../config/folder.js'
import { providerOf, sqlitePath } from '../db/client.js'
import { notReallySent } from './openSenders.js'

/** Tries the folders that the service writes to: that of the SQLite database, and DATA_DIR for the outbox. @throws ConfigError */
export function checkFolders(config: Config): void {
  const { databaseUrl, dataDir } = config
  const database = providerOf(databaseUrl) === 'sqlite' ? sqlitePath(databaseUrl) : undefined
  const inside = database?.startsWith(dataDir + sep) ?? false
  if (inside || notReallySent(config).length > 0) checkFolder('DATA_DIR', dataDir)
  if (database !== undefined && !inside) checkFolder('DATABASE_URL', dirname(database))
}
