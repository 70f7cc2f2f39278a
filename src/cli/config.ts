import type { Command } from 'commander'
import { effectiveVariables } from '../config/effective.js'
import { printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'

export function configCommand(program: Command, terminal: Terminal): void {
  program
    .command('config')
    .description('print the value of every variable that is in force, secrets masked')
    .action(() => printList(terminal, effectiveVariables(terminal.environment()), ''))
}
