import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config/load.js'
import { providerOf, sqlitePath } from '../../db/client.js'
import { backupSqlite } from '../../db/transfer/backupSqlite.js'
import { print } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'

export function backupCommand(program: Command, terminal: Terminal): void {
  program
    .command('backup <file>')
    .description('copy the SQLite database into a new file, while the service runs; PostgreSQL has pg_dump for it')
    .action((name: string) => {
      const { databaseUrl, dataDir } = loadConfig(terminal.environment())
      if (providerOf(databaseUrl) !== 'sqlite') throw new Error('This is for SQLite. Back up PostgreSQL with pg_dump (docs/backup.md).')
      const file = resolve(name)
      const bytes = backupSqlite(sqlitePath(databaseUrl), file)
      print(terminal, { file, bytes }, `Wrote ${file}, ${bytes} bytes. Keep SECRET, or ${dataDir}/secret, with it.`)
    })
}
