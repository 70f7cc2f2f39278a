import type { Command } from 'commander'
import { loadConfig, readEnvironment } from '../../config/load.js'
import { migrate } from '../../db/migrate/migrate.js'
import { print } from '../frame/output.js'

export function migrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('apply pending migrations to the database')
    .action(async () => {
      const applied = await migrate(loadConfig(readEnvironment()).databaseUrl)
      print({ applied }, applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
    })
}
