#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { accountCommands } from './cli/accounts.js'
import { keyCommands } from './cli/apiKeys.js'
import { auditCommand } from './cli/audit.js'
import { backupCommand } from './cli/backup.js'
import { copyCommand } from './cli/copy.js'
import { deliveryCommands } from './cli/delivery.js'
import { doctorCommand } from './cli/doctor.js'
import { exportCommand } from './cli/export.js'
import { importCommand } from './cli/import.js'
import { importFlexiapiCommand } from './cli/importFlexiapi.js'
import { maintenanceCommands } from './cli/maintenance.js'
import { print, printError } from './cli/output.js'
import { loadConfig, readEnvironment } from './config.js'
import { migrate } from './db/migrate.js'

const program = new Command('flexisip-accounts')
  .description('Administers the accounts of a Flexisip SIP server.')
  .option('--json', 'print one JSON object (one per line for lists) and nothing else')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()

program.command('serve').description('serve the API (as npm start does)').action(startService)
program
  .command('migrate')
  .description('apply pending migrations to the database')
  .action(async () => {
    const applied = await migrate(loadConfig(readEnvironment()).databaseUrl)
    print({ applied }, applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
  })
accountCommands(program)
importCommand(program)
exportCommand(program)
copyCommand(program)
backupCommand(program)
importFlexiapiCommand(program)
keyCommands(program)
deliveryCommands(program)
auditCommand(program)
maintenanceCommands(program)
doctorCommand(program)

/** Loaded when it is asked for: the other commands need nothing of HTTP. */
async function startService(): Promise<void> {
  const { serve } = await import('./main.js')
  await serve()
}

/** Exit codes: 1 the command failed, 2 it was called wrongly. */
try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    printError(error)
    process.exitCode = 1
  }
}
