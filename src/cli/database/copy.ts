import type { Command } from 'commander'
import { loadConfig } from '../../config/load.js'
import { copyDatabase } from '../../db/transfer/copy.js'
import { columns, print } from '../frame/output.js'
import { progress } from '../frame/progress.js'
import type { Terminal } from '../frame/terminal.js'

export function copyCommand(program: Command, terminal: Terminal): void {
  program
    .command('copy')
    .description('carry the whole SQLite database over to an empty PostgreSQL one; stop the service first')
    .requiredOption('--to <url>', 'postgresql://user:password@host/database, with ?schema= if need be')
    .action(async ({ to }: { to: string }) => {
      const { databaseUrl } = loadConfig(terminal.environment())
      const bar = progress(terminal, 'rows')
      const tables = await copyDatabase(databaseUrl, to, bar.show).finally(bar.end)
      print(
        terminal,
        { tables },
        `${columns(tables)}\nAll is there, and the same on both sides. Set DATABASE_URL to the new database now, and keep SECRET.`,
      )
    })
}
