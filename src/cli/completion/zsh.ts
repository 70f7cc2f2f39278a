import type { CommandRow } from '../table.js'
import { commandArms, functionName, key, quoted, valueArms } from './words.js'

/** Completion for zsh, with a description of each command and option. It may be evaluated, or be a file of \`fpath\`. */
export function zshScript(program: string, table: CommandRow[]): string {
  const name = functionName(program)
  return `#compdef ${program}
# Completion of ${program} for zsh: eval "$(${program} completion zsh)", after compinit
${name}() {
  local command='' i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    case "$command \${words[i]}" in
${commandArms(table)}
    esac
  done
  case "$command:\${words[CURRENT - 1]}" in
${valueArms(table, (values) => `compadd -- ${values.map(quoted).join(' ')}`)}
  esac
  case "$command" in
${table.map(caseOf).join('\n')}
  esac
  _describe 'command or option' offered
}
if [ "\${funcstack[1]}" = ${name} ]; then ${name} "$@"; else compdef ${name} ${program}; fi
`
}

function caseOf({ path, options, below, takesFile, choices }: CommandRow): string {
  const offered = [
    ...below.map((one) => described(one.name, one.description)),
    ...choices.map((choice) => described(choice, choice)),
    ...options.flatMap(({ names, description }) => names.map((name) => described(name, description))),
  ]
  return `  ${quoted(key(path))}) offered=(${offered.join(' ')})${takesFile ? '; _files' : ''} ;;`
}

const described = (name: string, description: string): string => quoted(`${name.replaceAll(':', '\\:')}:${description}`)
