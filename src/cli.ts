#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { printError } from './cli/frame/output.js'
import { tuneGarbageCollection } from './run/garbageCollection.js'

const program = new Command('flexisip-accounts')
  .description('Administers the accounts of a Flexisip SIP server.')
  .option('--json', 'print one JSON object (one per line for lists) and nothing else')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()

program.command('serve').description('serve the API (as npm start does)').action(startService)
if (process.argv[2] !== 'serve') await addAdministration()

/** All commands but `serve`, which starts sooner without them. */
async function addAdministration(): Promise<void> {
  const { addCommands } = await import('./cli/commands.js')
  addCommands(program)
}

/** Loaded when it is asked for: the other commands need nothing of HTTP. */
async function startService(): Promise<void> {
  tuneGarbageCollection()
  const { serve } = await import('./run/serve.js')
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
