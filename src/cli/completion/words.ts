import type { CommandRow } from '../table.js'

/** A text as one word of sh, bash and zsh. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The name of the shell's function for a program. */
export const functionName = (program: string): string => `_${program.replaceAll('-', '_')}`

/** How the scripts name a command, whose words each have a blank before them; the program itself is nothing. */
export const key = (path: readonly string[]): string => path.map((word) => ` ${word}`).join('')

/** The commands that are not the program itself, by each of their names: `[what was typed so far, the command]`. */
export const namedCommands = (table: CommandRow[]): [typed: string, command: string][] =>
  table.flatMap(({ path, aliases }) =>
    path.length === 0 ? [] : [path.at(-1)!, ...aliases].map((name): [string, string] => [key([...path.slice(0, -1), name]), key(path)]),
  )

/** The same as arms of a `case` of bash and zsh, which sets `command`. */
export const commandArms = (table: CommandRow[]): string =>
  namedCommands(table)
    .map(([typed, command]) => `    ${quoted(typed)}) command=${quoted(command)} ;;`)
    .join('\n')

/** Options with a list of values: `[the command and the option, the values]`. */
const chosenValues = (table: CommandRow[]): [where: string, values: readonly string[]][] =>
  table.flatMap(({ path, options }) =>
    options.flatMap(({ names, choices }) =>
      choices.length === 0 ? [] : names.map((name): [string, readonly string[]] => [`${key(path)}:${name}`, choices]),
    ),
  )

/** Options with a value that is not listed: nothing is offered there. */
const freeValues = (table: CommandRow[]): string[] =>
  table.flatMap(({ path, options }) =>
    options.flatMap(({ names, takesValue, choices }) =>
      takesValue && choices.length === 0 ? names.map((name) => `${key(path)}:${name}`) : [],
    ),
  )

/**
 * What follows an option with a value, as arms of a `case` of bash and zsh over the command and the word before.
 * @param offer the shell's command that offers some words
 */
export const valueArms = (table: CommandRow[], offer: (values: readonly string[]) => string): string =>
  [
    ...chosenValues(table).map(([where, values]) => `  ${quoted(where)}) ${offer(values)}; return ;;`),
    `  ${freeValues(table).map(quoted).join(' | ')}) return ;;`,
  ].join('\n')
