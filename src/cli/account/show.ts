import type { Command } from 'commander'
import { presentAdminAccount } from '../../api/present/accounts.js'
import { addressOf } from '../../domain/sip.js'
import { provisioningLinkOf } from '../../services/provisioning/links.js'
import { print, sheet } from '../frame/output.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, withDeps } from '../frame/withDeps.js'

type Shown = Awaited<ReturnType<typeof presentAdminAccount>>

export function showCommand(program: Command, terminal: Terminal): void {
  program
    .command('show <sip>')
    .description('show an account: what administrators see of it')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const account = await accountNamed(deps, sip)
        const shown = await presentAdminAccount(deps, account, await provisioningLinkOf(deps, account.id))
        print(terminal, shown, accountSheet(shown))
      }),
    )
}

/** For people: the link that sets up an app is named, and not told, as screens are looked at by others. */
const accountSheet = (account: Shown): string =>
  sheet([
    ['account', addressOf(account)],
    ['id', String(account.id)],
    ['state', stateOf(account)],
    ['administrator', account.admin ? 'yes' : 'no'],
    ['e-mail', account.email ?? '-'],
    ['  to be proven', account.email_change_code?.email],
    ['phone', account.phone ?? '-'],
    ['  to be proven', account.phone_change_code?.phone],
    ['name', account.display_name],
    ['realm', account.realm],
    ['password', account.passwords.map(({ algorithm }) => algorithm).join(', ') || 'none'],
    ['confirmation key', account.confirmation_key],
    ['  until', account.confirmation_key_expires],
    ['link for an app', account.provisioning_token && `one, until ${account.provisioning_token_expire_at}`],
    ['made at', account.created_at],
    ['  from', account.ip_address],
    ['  with', account.user_agent],
    ['DTMF', account.dtmf_protocol],
    ['types', account.types.map(({ key }) => key).join(', ')],
    ['actions', ...account.actions.map(({ key, code }) => `${key}: ${code}`)],
    ['dictionary', ...Object.entries(account.dictionary).map(([key, value]) => `${key}: ${value}`)],
  ])

function stateOf({ activated, blocked }: Shown): string {
  const state = activated ? 'activated' : 'not activated'
  return blocked ? `blocked (${state})` : state
}
