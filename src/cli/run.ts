import { Command, CommanderError } from 'commander'
import { tuneGarbageCollection } from '../run/garbageCollection.js'
import { printError } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'

/**
 * Runs one command to its end; `serve` until the service has started.
 * @param args as the program is given them, without its own name
 * @returns the exit code: 1 the command failed, 2 it was called wrongly
 */
export async function runCommand(args: string[], io: Pick<Terminal, 'environment' | 'stdin' | 'stdout' | 'stderr'>): Promise<number> {
  const terminal: Terminal = { ...io, json: args.includes('--json'), exitCode: 0 }
  const program = new Command('flexisip-accounts')
    .description('Administers the accounts of a Flexisip SIP server.')
    .option('--json', 'print one JSON object (one per line for lists) and nothing else')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: (text) => terminal.stderr.write(text) })
    .exitOverride()
  program.command('serve').description('serve the API (as npm start does)').action(startService)
  try {
    if (args[0] !== 'serve') await addAdministration(program, terminal)
    await program.parseAsync(args, { from: 'user' })
    return terminal.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    printError(terminal, error)
    return 1
  }
}

/** All commands but `serve`, which starts sooner without them. */
async function addAdministration(program: Command, terminal: Terminal): Promise<void> {
  const { addCommands } = await import('./commands.js')
  addCommands(program, terminal)
}

/** Loaded when it is asked for: the other commands need nothing of HTTP. */
async function startService(): Promise<void> {
  tuneGarbageCollection()
  const { serve } = await import('../run/serve.js')
  await serve()
}
