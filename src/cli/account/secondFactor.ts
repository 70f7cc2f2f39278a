import type { Command } from 'commander'
import { removeAllFactors } from '../../services/secondFactor/change.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from '../frame/withDeps.js'
import { printChange } from './outcome.js'

export function secondFactorCommand(program: Command, terminal: Terminal): void {
  program
    .command('remove-second-factor <sip>')
    .description('let who has lost the second factor log in to the panel with the password alone; ends all log-ins of the account')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        await removeAllFactors(deps, account.id, CLI_CALLER)
        printChange(terminal, account, 'has no second factor any more, and is logged out of the panel.')
      }),
    )
}
