import type { CommandRow } from '../table.js'
import { commandArms, functionName, key, quoted, valueArms } from './words.js'

/** Completion for bash: a function that finds the command among the words before the cursor, and offers what may follow. */
export function bashScript(program: string, table: CommandRow[]): string {
  const name = functionName(program)
  return `# Completion of ${program} for bash: eval "$(${program} completion bash)"
${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
${commandArms(table)}
    esac
  done
  case "$command:$before" in
${valueArms(table, (values) => `COMPREPLY=($(compgen -W ${quoted(values.join(' '))} -- "$current"))`)}
  esac
  case "$command" in
${table.map(caseOf).join('\n')}
  esac
}
complete -F ${name} ${program}
`
}

function caseOf({ path, options, below, takesFile, choices }: CommandRow): string {
  const words = [...below.map((one) => one.name), ...choices, ...options.flatMap(({ names }) => names)].join(' ')
  const files = takesFile ? ' $(compgen -f -- "$current")' : ''
  return `  ${quoted(key(path))}) COMPREPLY=($(compgen -W ${quoted(words)} -- "$current")${files}) ;;`
}
