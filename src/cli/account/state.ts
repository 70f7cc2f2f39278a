import type { Command } from 'commander'
import { activateAccount, blockAccount, deactivateAccount, isActivated, unblockAccount } from '../../services/accounts/change/state.js'
import { removeNow } from '../../services/devices/removalOutcome.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from '../frame/withDeps.js'
import { printChange } from './outcome.js'

export function stateCommands(program: Command, terminal: Terminal): void {
  program
    .command('activate <sip>')
    .description('activate an account, on your word')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await activateAccount(deps, (await accountNamed(deps, sip)).id, CLI_CALLER)
        printChange(terminal, account, account.blocked ? 'is blocked: it is activated once it is unblocked.' : 'is activated.')
      }),
    )

  program
    .command('deactivate <sip>')
    .description('shut an account out until it is activated again; its API keys are revoked')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await deactivateAccount(deps, (await accountNamed(deps, sip)).id, CLI_CALLER)
        printChange(terminal, account, 'is not activated any more.', await removeNow(deps, account))
      }),
    )

  program
    .command('block <sip>')
    .description('shut an account out until it is unblocked; its API keys stay, refused meanwhile')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await blockAccount(deps, (await accountNamed(deps, sip)).id, CLI_CALLER)
        printChange(terminal, account, 'is blocked.', await removeNow(deps, account))
      }),
    )

  program
    .command('unblock <sip>')
    .description('let a blocked account in again, if it was activated before')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await unblockAccount(deps, (await accountNamed(deps, sip)).id, CLI_CALLER)
        printChange(terminal, account, isActivated(account) ? 'is not blocked.' : 'is not blocked, and not activated: activate does that.')
      }),
    )
}
