import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config/load.js'
import { providerOf, sqlitePath } from '../../db/client.js'
import { backupPostgres } from '../../db/transfer/backupPostgres.js'
import { backupSqlite } from '../../db/transfer/backupSqlite.js'
import { print } from '../frame/output.js'
import { progress } from '../frame/progress.js'
import type { Terminal } from '../frame/terminal.js'

export function backupCommand(program: Command, terminal: Terminal): void {
  program
    .command('backup <file>')
    .description('write the whole database into a new file, and check it, while the service runs; restore reads it')
    .action(async (name: string) => {
      terminal.giveWay()
      const { databaseUrl, dataDir } = loadConfig(terminal.environment())
      const file = resolve(name)
      const bar = progress(terminal, 'rows')
      const { bytes, accounts } = await (providerOf(databaseUrl) === 'sqlite'
        ? backupSqlite(sqlitePath(databaseUrl), file)
        : backupPostgres(databaseUrl, file, bar.show)
      ).finally(bar.end)
      print(
        terminal,
        { file, bytes, accounts },
        `Wrote ${file}: ${accounts} accounts, ${bytes} bytes. Keep SECRET, or ${dataDir}/secret, with it.`,
      )
    })
}
