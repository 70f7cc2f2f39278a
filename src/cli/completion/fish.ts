import type { CommandRow } from '../table.js'
import { functionName, key, namedCommands } from './words.js'

/** Completion for fish. One function finds the command among the words before the cursor; a line for each thing that may follow it. */
export function fishScript(program: string, table: CommandRow[]): string {
  const name = functionName(program)
  const lines = table.flatMap((row) => linesOf(row, program, name))
  return `# Completion of ${program} for fish: ${program} completion fish | source
function ${name}_at
  set -l command ''
  for word in (commandline -opc)[2..]
    switch "$command $word"
${namedCommands(table)
  .map(([typed, command]) => `      case ${quoted(typed)}\n        set command ${quoted(command)}`)
  .join('\n')}
    end
  end
  test "$command" = "$argv[1]"
end
complete -c ${program} -f
${lines.join('\n')}
`
}

function linesOf({ path, options, below, takesFile, choices }: CommandRow, program: string, name: string): string[] {
  const start = `complete -c ${program} -n ${quoted(`${name}_at ${quoted(key(path))}`)}`
  return [
    ...below.map((one) => `${start} -a ${quoted(one.name)} -d ${quoted(one.description)}`),
    ...choices.map((choice) => `${start} -a ${quoted(choice)}`),
    ...options.map((option) => `${start} ${option.names.map(flag).join(' ')}${values(option)} -d ${quoted(option.description)}`),
    ...(takesFile ? [`${start} -F`] : []),
  ]
}

const flag = (name: string): string => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)

function values({ takesValue, choices }: CommandRow['options'][number]): string {
  if (!takesValue) return ''
  return choices.length === 0 ? ' -x' : ` -x -a ${quoted(choices.join(' '))}`
}

/** A text as one word of fish, which knows escapes in quotes. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
