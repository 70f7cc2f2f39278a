import { type Command, Option } from 'commander'
import { AppError } from '../../domain/errors.js'
import type { Terminal } from './terminal.js'

/** How a command is told a password. */
export interface PasswordOptions {
  password?: string
  passwordStdin?: boolean
}

/** The two options by which a command is told a password. */
export const passwordOptions = (command: Command, otherwise: string): Command =>
  command
    .addOption(new Option('--password <password>', `everybody on this machine can read it in the list of processes; ${otherwise}`))
    .addOption(passwordFromInput().conflicts('password'))

export const passwordFromInput = (): Option => new Option('--password-stdin', 'the first line of standard input is the password')

/** More than any password has. Bytes. */
const LONGEST = 4_096

/** The password that the options say, undefined if they say none. @throws AppError 422 when standard input has none */
export async function givenPassword({ stdin }: Terminal, { password, passwordStdin }: PasswordOptions): Promise<string | undefined> {
  if (!passwordStdin) return password
  let input = Buffer.alloc(0)
  for await (const piece of stdin()) {
    input = Buffer.concat([input, piece])
    if (input.includes('\n') || input.length > LONGEST) break
  }
  const [line = ''] = input.toString('utf8').split(/\r?\n/)
  if (line === '') throw new AppError(422, 'validation_failed', 'Standard input has no password in its first line.')
  return line
}
