import type { Command } from 'commander'
import { toIsoDate, toShortDate } from '../domain/dates.js'
import { qrTerminal } from '../lib/qrCode.js'
import { createProvisioningLink, provisioningUrl } from '../services/provisioning/links.js'
import { print } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from './frame/withDeps.js'

export function provisioningCommand(program: Command, terminal: Terminal): void {
  program
    .command('provision <sip>')
    .description('make a link that sets up an app once, with its QR code; one that was made before is void')
    .option('--reset-password', 'the account gets a new password, which the app alone is given')
    .action((sip: string, { resetPassword = false }: { resetPassword?: boolean }) =>
      withDeps(terminal, async (deps) => {
        const { id } = await accountNamed(deps, sip)
        const { token, expiresAt } = await createProvisioningLink(deps, id, CLI_CALLER)
        const url = provisioningUrl(deps, token, resetPassword)
        const text = `${url}\nIt works once, until ${toShortDate(expiresAt)}.\n${await qrTerminal(url)}`
        print(terminal, { url, expires_at: toIsoDate(expiresAt) }, text)
      }),
    )
}
