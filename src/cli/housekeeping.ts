import type { Command } from 'commander'
import { clearExpired, clearUnconfirmed } from '../services/housekeeping/expired.js'
import { hashClearText } from '../services/transfer/clearText.js'
import { wholeNumber } from './frame/fields.js'
import { print } from './frame/output.js'
import { progress } from './frame/progress.js'
import type { Terminal } from './frame/terminal.js'
import { CLI_CALLER, withDeps } from './frame/withDeps.js'

export function maintenanceCommands(program: Command, terminal: Terminal): void {
  program
    .command('clear-expired')
    .description('remove expired tokens, codes, nonces, confirmation keys and entries of the audit log (the service does so itself)')
    .action(() =>
      withDeps(terminal, async (deps) => {
        const removed = await clearExpired(deps)
        print(
          terminal,
          removed,
          Object.entries(removed)
            .map(([what, count]) => `${what.replaceAll('_', ' ')}: ${count}`)
            .join('\n'),
        )
      }),
    )

  program
    .command('hash-cleartext')
    .description('put hashes in the place of all passwords in clear text, which imports bring')
    .action(() =>
      withDeps(terminal, async (deps) => {
        const bar = progress(terminal, 'accounts')
        const count = await hashClearText(deps, bar.show).finally(bar.end)
        print(terminal, { hashed: count }, `${count} passwords were in clear text. Now their hashes for MD5 and SHA-256 are stored.`)
      }),
    )

  program
    .command('clear-unconfirmed')
    .description('remove accounts that were never activated')
    .requiredOption('--days <days>', 'made longer ago than this', wholeNumber(5))
    .option('--apply', 'do it; without it they are only counted')
    .action(({ days, apply = false }: { days: number; apply?: boolean }) =>
      withDeps(terminal, async (deps) => {
        const count = await clearUnconfirmed(deps, days, apply, CLI_CALLER)
        print(terminal, { count, removed: apply }, apply ? `Removed ${count}.` : `${count} would be removed. Add --apply to do it.`)
      }),
    )
}
