import type { Command } from 'commander'
import { AppError } from '../domain/errors.js'
import { createApiKey, listApiKeys, revokeApiKey } from '../services/credentials/apiKeys.js'
import { wholeNumber } from './frame/fields.js'
import { print, printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from './frame/withDeps.js'

export function keyCommands(program: Command, terminal: Terminal): void {
  const keys = program.command('api-key').description("administrators' API keys")

  keys
    .command('create <sip>')
    .description('make a key; it is shown this once')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        if (!account.admin) throw new AppError(403, 'admin_required', `${sip} is no administrator: set-admin ${sip} makes it one.`)
        const { id, key } = await createApiKey(deps, account.id, CLI_CALLER)
        print(terminal, { id, api_key: key }, `API key ${key}\nIt is shown this once. Its number is ${id}.`)
      }),
    )

  keys
    .command('revoke <sip>')
    .description('revoke one key, or all')
    .option('--id <id>', 'its number, as api-key list shows it', wholeNumber(9))
    .option('--all', 'all keys of the account')
    .action((sip: string, { id, all }: { id?: number; all?: boolean }, command: Command) => {
      if (Boolean(all) === (id !== undefined)) command.error('error: say which: --id NUMBER or --all')
      return withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        const ids = all ? (await listApiKeys(deps, account.id)).map((key) => key.id) : [id!]
        for (const one of ids) await revokeApiKey(deps, account.id, one, CLI_CALLER)
        print(terminal, { revoked: ids }, `Revoked ${ids.length} of the keys of ${sip}.`)
      })
    })

  keys
    .command('list <sip>')
    .description('list the keys; they themselves are not stored')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        const rows = (await listApiKeys(deps, account.id)).map((key) => ({
          id: key.id,
          created_at: key.createdAt.toISOString(),
          last_used_at: key.lastUsedAt?.toISOString() ?? null,
        }))
        printList(terminal, rows, `${sip} has no key.`)
      }),
    )
}
