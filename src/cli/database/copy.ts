import type { Command } from 'commander'
import { loadConfig, readEnvironment } from '../../config/load.js'
import { copyDatabase } from '../../db/transfer/copy.js'
import { columns, print } from '../frame/output.js'
import { progress } from '../frame/progress.js'

export function copyCommand(program: Command): void {
  program
    .command('copy')
    .description('carry the whole SQLite database over to an empty PostgreSQL one; stop the service first')
    .requiredOption('--to <url>', 'postgresql://user:password@host/database, with ?schema= if need be')
    .action(async ({ to }: { to: string }) => {
      const { databaseUrl } = loadConfig(readEnvironment())
      const bar = progress('rows')
      const tables = await copyDatabase(databaseUrl, to, bar.show).finally(bar.end)
      print(
        { tables },
        `${columns(tables)}\nAll is there, and the same on both sides. Set DATABASE_URL to the new database now, and keep SECRET.`,
      )
    })
}
