import { CommanderError } from 'commander'
import { printError } from './frame/faults.js'
import type { Terminal } from './frame/terminal.js'
import { createProgram } from './program.js'

/** What is there without all other commands, and starts sooner so. */
const ALONE = ['serve', '--version']

/**
 * Runs one command to its end; `serve` until the service has started.
 * @param args as the program is given them, without its own name
 * @returns the exit code: 1 the command failed, 2 it was called wrongly
 */
export async function runCommand(args: string[], io: Omit<Terminal, 'json' | 'exitCode'>): Promise<number> {
  const terminal: Terminal = { ...io, json: args.includes('--json'), exitCode: 0 }
  const program = createProgram(terminal)
  try {
    if (!ALONE.includes(args[0] ?? '')) {
      const { addCommands } = await import('./commands.js')
      addCommands(program, terminal)
    }
    await program.parseAsync(args, { from: 'user' })
    return terminal.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    printError(terminal, error)
    return 1
  }
}
