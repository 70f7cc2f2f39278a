import type { Command, Option } from 'commander'

/** An option of a command. */
export interface OptionRow {
  /** as it is written: `-h`, `--help` */
  names: string[]
  /** as the help shows it: `--domain <domain>` */
  flags: string
  description: string
  takesValue: boolean
  /** the values that there are, where they are listed */
  choices: readonly string[]
}

/** One command, as completion and the manual page tell of it. */
export interface CommandRow {
  /** `['api-key', 'create']`; empty for the program itself */
  path: string[]
  /** other names of its last word */
  aliases: string[]
  /** the title that the help lists it under */
  title: string
  description: string
  /** as the help shows it: `<sip> [options]` */
  usage: string
  takesFile: boolean
  /** the values that its argument may have, where they are listed */
  choices: readonly string[]
  options: OptionRow[]
  /** its own commands; a command has either those or something to do */
  below: { name: string; description: string }[]
}

/** The program and all of its commands, each before those below it. */
export function commandTable(program: Command): CommandRow[] {
  const shared = optionRows(program)
  return [rowOf(program, [], shared), ...program.commands.flatMap((command) => rowsBelow(command, [], shared))]
}

function rowsBelow(command: Command, above: string[], shared: OptionRow[]): CommandRow[] {
  const path = [...above, command.name()]
  return [rowOf(command, path, shared), ...command.commands.flatMap((one) => rowsBelow(one, path, shared))]
}

function rowOf(command: Command, path: string[], shared: OptionRow[]): CommandRow {
  return {
    path,
    aliases: command.aliases(),
    title: command.helpGroup(),
    description: command.description(),
    usage: command.usage(),
    takesFile: command.registeredArguments.some((argument) => argument.name().startsWith('file')),
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    options: path.length === 0 ? shared : [...optionRows(command), ...shared.filter(({ names }) => !names.includes('--version'))],
    below: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
  }
}

/** Those of the program, of which `--json` and `--help` may stand behind every command, or of one command. */
function optionRows(command: Command): OptionRow[] {
  const isProgram = command.parent === null
  const options = command.createHelp().visibleOptions(command)
  return options.filter((option) => isProgram || option.long !== '--help').map(optionRow)
}

const optionRow = ({ short, long, flags, description, required, optional, argChoices }: Option): OptionRow => ({
  names: [short, long].filter((name) => name !== undefined),
  flags,
  description,
  takesValue: required || optional,
  choices: argChoices ?? [],
})
