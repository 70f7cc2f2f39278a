import { type Command, Option } from 'commander'
import { presentApiKey } from '../api/present/apiKeys.js'
import { newKeyCheck } from '../contract/newAccountCheck.js'
import { readContract } from '../contract/read.js'
import { AppError } from '../domain/errors.js'
import { fieldChecks } from '../services/checks.js'
import { createApiKey, listApiKeys, type NewKey, revokeApiKey } from '../services/credentials/apiKeys.js'
import type { KeyFacts, KeyScope } from '../services/credentials/keyFacts.js'
import type { With } from '../services/deps.js'
import { wholeNumber } from './frame/fields.js'
import { print, printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from './frame/withDeps.js'

const SCOPES: readonly KeyScope[] = ['read', 'accounts', 'flexisip', 'admin']

interface NewKeyOptions {
  name?: string
  scope: KeyScope
  idle?: number
  network?: string[]
}
interface RevokeOptions {
  id?: number
  name?: string
  all?: boolean
}

export function keyCommands(program: Command, terminal: Terminal): void {
  const keys = program.command('api-key').alias('keys').description("administrators' API keys")

  keys
    .command('create <sip>')
    .description('make a key; it is shown this once')
    .option('--name <name>', 'what it is called, at least 3 characters')
    .addOption(new Option('--scope <scope>', 'what it may do').choices(SCOPES).default('admin'))
    .option('--idle <minutes>', 'after how long without a use it ends', wholeNumber(6))
    .option('--network <cidr...>', 'where it may be used from, such as 192.0.2.0/24; may be given several times')
    .action((sip: string, options: NewKeyOptions) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        if (!account.admin) throw new AppError(403, 'admin_required', `${sip} is no administrator: set-admin ${sip} makes it one.`)
        const { key, ...made } = await createApiKey(deps, account.id, CLI_CALLER, newKey(deps, options))
        print(terminal, { ...presentApiKey(made), api_key: key }, `API key ${key}\nIt is shown this once. Its number is ${made.id}.`)
      }),
    )

  keys
    .command('revoke <sip>')
    .description('revoke one key, or all')
    .option('--id <id>', 'its number, as api-key list shows it', wholeNumber(9))
    .option('--name <name>', 'its name')
    .option('--all', 'all keys of the account')
    .action((sip: string, options: RevokeOptions, command: Command) => {
      if (Object.keys(options).length !== 1) command.error('error: say which: --id NUMBER, --name NAME or --all')
      return withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        const ids = chosen(await listApiKeys(deps, account.id), options)
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
        printList(terminal, (await listApiKeys(deps, account.id)).map(presentApiKey), `${sip} has no key.`)
      }),
    )
}

/** What the options ask for, by the rules of the API; here alone a key may have no name. @throws AppError 422 */
function newKey(deps: Pick<With<'limits'>, 'config' | 'limits'>, { name, scope, idle, network }: NewKeyOptions): NewKey {
  const given = { scope, ...(idle !== undefined && { idle_minutes: idle }), ...(network && { networks: network }) }
  newKeyCheck(readContract().contract, fieldChecks(deps))({ ...given, name: name ?? 'unnamed' })
  return {
    scope,
    ...(name !== undefined && { name }),
    ...(idle !== undefined && { idleMinutes: idle }),
    ...(network && { networks: network }),
  }
}

/** The ids of the keys that are to be revoked. @throws AppError 404 when the account has none of this name */
function chosen(keys: readonly KeyFacts[], { id, name, all }: RevokeOptions): number[] {
  if (id !== undefined) return [id]
  const found = keys.filter((key) => all || key.name === name)
  if (name !== undefined && found.length === 0) throw new AppError(404, 'not_found', `This account has no key of the name ${name}.`)
  return found.map((key) => key.id)
}
