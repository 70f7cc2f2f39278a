import { type Command, Option } from 'commander'
import type { Algorithm } from '../../auth/digest.js'
import { AppError } from '../../domain/errors.js'
import { addressOf } from '../../domain/sip.js'
import { type Changed, setEmail, setPassword, setPhone } from '../../services/accounts/change/single.js'
import { removeNow } from '../../services/devices/removalOutcome.js'
import { ask } from '../frame/ask.js'
import { checkPassword } from '../frame/fields.js'
import { printable } from '../frame/output.js'
import { givenPassword, passwordFromInput } from '../frame/password.js'
import type { Terminal } from '../frame/terminal.js'
import { accountNamed, CLI_CALLER, withDeps } from '../frame/withDeps.js'
import { printChange } from './outcome.js'

interface NewPassword {
  passwordStdin?: boolean
  algorithm?: Algorithm
}

export function changeCommands(program: Command, terminal: Terminal): void {
  program
    .command('set-password <sip>')
    .description('give an account another password, which you are asked for')
    .addOption(passwordFromInput())
    .addOption(new Option('--algorithm <algorithm>', 'how it is hashed; as the former one, if left out').choices(['SHA-256', 'MD5']))
    .action((sip: string, options: NewPassword, command: Command) => {
      if (!options.passwordStdin && !terminal.stdin().isTTY)
        command.error('error: standard input is no terminal to ask at: say the password by --password-stdin')
      return runSetPassword(terminal, sip, options)
    })

  addressCommand(program, terminal, { name: 'email', argument: 'address', what: 'e-mail address', set: setEmail })
  addressCommand(program, terminal, { name: 'phone', argument: 'number', what: 'phone number', set: setPhone })
}

const runSetPassword = (terminal: Terminal, sip: string, { passwordStdin, algorithm }: NewPassword): Promise<void> =>
  withDeps(terminal, async (deps) => {
    const { id, username, domain } = await accountNamed(deps, sip)
    const given = passwordStdin ? (await givenPassword(terminal, { passwordStdin }))! : await typedPassword(terminal, { username, domain })
    const password = checkPassword(deps, given)
    const { account, changed } = await setPassword(deps, id, { password, algorithm }, CLI_CALLER)
    if (changed) printChange(terminal, account, 'has a new password.', await removeNow(deps, account))
    else printChange(terminal, account, 'has this password already. Nothing was changed.')
  })

async function typedPassword(terminal: Terminal, account: { username: string; domain: string }): Promise<string> {
  const questions = [`New password of ${printable(addressOf(account))}: `, 'Once more: ']
  const [first = '', second] = await ask(terminal, questions, { hidden: true })
  if (first !== second) throw new AppError(422, 'validation_failed', 'These were two different passwords. Nothing was changed.')
  return first
}

interface Address {
  name: 'email' | 'phone'
  argument: string
  what: string
  set: typeof setEmail
}

function addressCommand(program: Command, terminal: Terminal, { name, argument, what, set }: Address): void {
  program
    .command(`set-${name} <sip> [${argument}]`)
    .description(`give an account another ${what}, on your word`)
    .option('--none', `it has no ${what} any more`)
    .action((sip: string, text: string | undefined, { none }: { none?: boolean }, command: Command) => {
      if (Boolean(none) === (text !== undefined)) command.error(`error: say which: the ${what} or --none`)
      return withDeps(terminal, async (deps) => {
        const { id } = await accountNamed(deps, sip)
        const { account, changed } = await set(deps, id, text ?? null, CLI_CALLER)
        printChange(terminal, account, addressText(what, account[name], { changed }))
      })
    })
}

function addressText(what: string, value: string | null, { changed }: Pick<Changed, 'changed'>): string {
  const has = value === null ? `has no ${what}` : `has the ${what} ${value}`
  return changed ? `${has} now.` : `${has} already. Nothing was changed.`
}
