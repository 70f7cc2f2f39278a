import { type Command, Option } from 'commander'
import type { Algorithm } from '../auth/digest.js'
import { randomPassword } from '../domain/codes.js'
import { AppError } from '../domain/errors.js'
import { createAccount } from '../services/accounts/accounts.js'
import { grantAdmin, hasAdministrator, revokeAdmin } from '../services/accounts/change/administrators.js'
import { activateAccount, isActivated } from '../services/accounts/change/state.js'
import { renewConfirmationKey } from '../services/accounts/confirmationKey.js'
import { listAccountsAfter } from '../services/accounts/list/list.js'
import type { AccountRecord } from '../services/accounts/record.js'
import { createApiKey } from '../services/credentials/apiKeys.js'
import type { With } from '../services/deps.js'
import type { Platform } from '../services/platform.js'
import { defaultSpace } from '../services/spaces/space.js'
import { checkNewAccount } from './frame/fields.js'
import { print, printList } from './frame/output.js'
import { givenPassword, type PasswordOptions, passwordOptions } from './frame/password.js'
import type { Terminal } from './frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from './frame/withDeps.js'

interface NewAccountOptions extends PasswordOptions {
  username: string
  domain?: string
  algorithm?: Algorithm
  activated?: boolean
}

export function accountCommands(program: Command, terminal: Terminal): void {
  const algorithm = () =>
    new Option('--algorithm <algorithm>', 'how the password is hashed; DEFAULT_ALGORITHM if left out').choices(['SHA-256', 'MD5'])

  passwordOptions(
    program
      .command('create-admin')
      .description('make an administrator and an API key; an account that exists gets the role and a key')
      .requiredOption('--username <username>', 'what stands before the @ of the address'),
    'one is made, and shown once, if both are left out',
  )
    .option('--domain <domain>', 'SIP_DOMAIN if left out')
    .addOption(algorithm())
    .action((options: NewAccountOptions) =>
      withDeps(terminal, async (deps) => createAdmin(terminal, deps, { ...options, password: await givenPassword(terminal, options) })),
    )

  program
    .command('set-admin <sip>')
    .description("grant the administrator's role")
    .option('--revoke', 'take it away')
    .action((sip: string, { revoke }: { revoke?: boolean }) =>
      withDeps(terminal, async (deps) => {
        const { id } = await accountNamed(deps, sip)
        const account = await (revoke ? revokeAdmin(deps, id, CLI_CALLER, { evenLast: true }) : grantAdmin(deps, id, CLI_CALLER))
        const left = (await hasAdministrator(deps)) ? '' : ' There is none left: create-admin makes one.'
        print(terminal, summary(account), `${account.username}@${account.domain} is ${account.admin ? 'an' : 'no'} administrator.${left}`)
      }),
    )

  passwordOptions(
    program
      .command('create-account')
      .description('make an account')
      .requiredOption('--username <username>', 'what stands before the @ of the address'),
    'one of the two is needed',
  )
    .option('--domain <domain>', 'SIP_DOMAIN if left out')
    .option('--activated', 'active at once; otherwise a confirmation key is printed')
    .addOption(algorithm())
    .action((options: NewAccountOptions, command: Command) => {
      if (options.password === undefined && !options.passwordStdin)
        command.error('error: say the password by --password-stdin or --password')
      return withDeps(terminal, async (deps) => {
        const password = await givenPassword(terminal, options)
        const account = await createAccount(deps, checkNewAccount(deps, { ...options, password: password! }), CLI_CALLER)
        const key = account.confirmationKey ? ` Confirmation key: ${account.confirmationKey}` : ''
        print(
          terminal,
          { ...summary(account), confirmation_key: account.confirmationKey },
          `Made ${account.username}@${account.domain}.${key}`,
        )
      })
    })

  program
    .command('new-confirmation-key <sip>')
    .description('make another confirmation key for an account that is not activated yet')
    .action((sip: string) =>
      withDeps(terminal, async (deps) => {
        const { id } = await accountNamed(deps, sip)
        const account = await renewConfirmationKey(deps, id, CLI_CALLER)
        const { username, domain, confirmationKey } = account
        print(
          terminal,
          { ...summary(account), confirmation_key: confirmationKey },
          `Confirmation key of ${username}@${domain}: ${confirmationKey}`,
        )
      }),
    )

  program
    .command('list-accounts')
    .description('list the accounts')
    .option('--search <text>', 'only those that this is of, or a part of: name, address, e-mail, phone number or id')
    .action((options: { search?: string }) =>
      withDeps(terminal, async (deps) => {
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page: Awaited<ReturnType<typeof listAccountsAfter>> = await listAccountsAfter(deps, { ...options, per_page: 100 }, cursor)
          if (page.accounts.length > 0 || cursor === '') printList(terminal, page.accounts.map(summary), 'There is no account.')
          cursor = page.nextCursor
        }
      }),
    )
}

async function createAdmin(
  terminal: Terminal,
  deps: With<'accounts' | 'limits' | 'outbound'>,
  options: Omit<NewAccountOptions, 'password'> & { password: string | undefined },
): Promise<void> {
  const existing = await existingAccount(deps, options)
  const password = existing ? undefined : (options.password ?? randomPassword(deps.clock.random))
  const account =
    existing ??
    (await createAccount(deps, { ...checkNewAccount(deps, { ...options, password: password! }), activated: true, admin: true }, CLI_CALLER))
  if (existing) {
    if (options.password)
      throw new AppError(
        422,
        'username_taken',
        `${existing.username}@${existing.domain} exists already: leave --password out to make it an administrator.`,
      )
    if (existing.blocked)
      throw new AppError(403, 'account_blocked', `${existing.username}@${existing.domain} is blocked: unblock it first.`)
    if (!existing.activated) await activateAccount(deps, existing.id, CLI_CALLER)
    if (!existing.admin) await grantAdmin(deps, existing.id, CLI_CALLER)
  }
  const { key } = await createApiKey(deps, account.id, CLI_CALLER)
  const made = password !== undefined && options.password === undefined ? { password } : {}
  const { id, username, domain } = account
  print(
    terminal,
    { id, username, domain, ...made, api_key: key },
    [
      `Administrator ${username}@${domain}`,
      made.password && `  password  ${made.password}`,
      `  API key   ${key}`,
      'They are shown this once.',
    ]
      .filter(Boolean)
      .join('\n'),
  )
}

async function existingAccount(
  deps: Pick<Platform, 'config' | 'db'>,
  { username, domain }: NewAccountOptions,
): Promise<AccountRecord | undefined> {
  try {
    return await accountNamed(deps, `${username}@${domain ?? defaultSpace(deps).domain}`)
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return undefined
    throw error
  }
}

const summary = (account: AccountRecord) => {
  const { id, username, domain, email, phone, blocked, admin } = account
  return { id, username, domain, email, phone, activated: isActivated(account), blocked, admin }
}
