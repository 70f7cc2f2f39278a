import { Command } from 'commander'
import { packageVersion } from '../lib/packageRoot.js'
import { tuneGarbageCollection } from '../run/garbageCollection.js'
import type { Terminal } from './frame/terminal.js'

/** The program with what starts soon: its version, and `serve`. `addCommands` adds all others. */
export function createProgram(terminal: Pick<Terminal, 'stdout' | 'stderr' | 'json'>): Command {
  const version = packageVersion()
  const program = new Command('flexisip-accounts')
    .description('Administers the accounts of a Flexisip SIP server.')
    .option('--json', 'print one JSON object (one per line for lists) and nothing else')
    .version(terminal.json ? JSON.stringify({ version }) : version, '--version', 'print the version of this program')
    .helpOption('-h, --help', 'print what there is; behind a command, what it takes')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => terminal.stdout.write(text), writeErr: (text) => terminal.stderr.write(text) })
    .exitOverride()
    .commandsGroup('The service:')
    .helpCommand('help [command]', 'print what a command takes')
  program.command('serve').description('serve the API (as npm start does)').action(startService)
  return program
}

/** Loaded when it is asked for: the other commands need nothing of HTTP. */
async function startService(): Promise<void> {
  tuneGarbageCollection()
  const { serve } = await import('../run/serve.js')
  await serve()
}
