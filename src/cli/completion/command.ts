import { Argument, type Command } from 'commander'
import type { Terminal } from '../frame/terminal.js'
import { type CommandRow, commandTable } from '../table.js'
import { bashScript } from './bash.js'
import { fishScript } from './fish.js'
import { zshScript } from './zsh.js'

const SCRIPTS: Record<string, (name: string, table: CommandRow[]) => string> = { bash: bashScript, zsh: zshScript, fish: fishScript }

export function completionCommand(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description('print the script by which a shell completes commands and options: bash: eval "$(flexisip-accounts completion bash)"')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .action((shell: string) => {
      const script = SCRIPTS[shell]!(program.name(), commandTable(program))
      terminal.stdout.write(terminal.json ? `${JSON.stringify({ shell, script })}\n` : script)
    })
}
