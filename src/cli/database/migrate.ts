import type { Command } from 'commander'
import { loadConfig } from '../../config/load.js'
import { migrate } from '../../db/migrate/migrate.js'
import { print } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'

export function migrateCommand(program: Command, terminal: Terminal): void {
  program
    .command('migrate')
    .description('apply pending migrations to the database')
    .action(async () => {
      const applied = await migrate(loadConfig(terminal.environment()).databaseUrl)
      print(terminal, { applied }, applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
    })
}
