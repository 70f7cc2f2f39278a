import type { Command } from 'commander'
import { presentAuditEntry } from '../../api/present/audit.js'
import { presentExport } from '../../api/present/export.js'
import { exportAccount, olderEntries } from '../../services/export/export.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from '../frame/withDeps.js'

export function exportAccountCommand(program: Command, terminal: Terminal): void {
  program
    .command('export-account <sip>')
    .description('write all that is known about an account to standard output, as JSON; no secret is in it')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const { id } = await accountNamed(deps, sip)
        const document = presentExport(deps, await exportAccount(deps, id, CLI_CALLER))
        const { audit_log: log } = document
        while (log.next_cursor !== null) {
          const { entries, nextCursor } = await olderEntries(deps, id, log.next_cursor)
          log.data = log.data.concat(entries.map(presentAuditEntry))
          log.next_cursor = nextCursor
        }
        terminal.stdout.write(`${JSON.stringify(document, null, terminal.json ? 0 : 2)}\n`)
      }),
    )
}
