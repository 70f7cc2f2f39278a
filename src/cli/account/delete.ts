import type { Command } from 'commander'
import { AppError } from '../../domain/errors.js'
import { addressOf } from '../../domain/sip.js'
import { deleteAccount } from '../../services/accounts/deletion.js'
import { removeNow } from '../../services/devices/removalOutcome.js'
import { ask } from '../frame/ask.js'
import { print, printable } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from '../frame/withDeps.js'
import { removalText } from './outcome.js'

export function deleteCommand(program: Command, terminal: Terminal): void {
  program
    .command('delete <sip>')
    .description('delete an account with all that belongs to it, after a question')
    .option('--yes', 'do not ask')
    .action((sip: string, { yes }: { yes?: boolean }) =>
      withDeps(terminal, async (deps) => {
        const { id, username, domain } = await accountNamed(deps, sip)
        const address = addressOf({ username, domain })
        if (!yes) await confirm(terminal, address)
        await deleteAccount(deps, id, CLI_CALLER)
        const removal = await removeNow(deps, { username, domain })
        print(terminal, { id, username, domain, deleted: true, ...removal }, `${address} is deleted. ${removalText(removal)}`)
      }),
    )
}

/** @throws AppError 422 for any answer but yes */
async function confirm(terminal: Terminal, address: string): Promise<void> {
  const [answer = ''] = await ask(terminal, [`Delete ${printable(address)} and all that belongs to it? There is no way back. (yes/no) `])
  if (!/^y(es)?$/i.test(answer.trim())) throw new AppError(422, 'validation_failed', 'The answer was not yes. Nothing was changed.')
}
