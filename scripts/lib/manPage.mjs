import { tsImport } from 'tsx/esm/api'

/** The sections in the order of man-pages(7): what the program says of itself, and what only a manual says. */
const LICENCE = 'AGPL-3.0-or-later'

/** The manual page, of the same commands and variables as the help and the handbook. @returns {Promise<string>} roff with the macros of man(7) */
export async function manPage() {
  const { createProgram } = await tsImport('../../src/cli/program.ts', import.meta.url)
  const { addCommands } = await tsImport('../../src/cli/commands.ts', import.meta.url)
  const { commandTable } = await tsImport('../../src/cli/table.ts', import.meta.url)
  const { VARIABLES } = await tsImport('../../src/config/variables.ts', import.meta.url)
  const { packageVersion, repositoryUrl } = await tsImport('../../src/lib/packageRoot.ts', import.meta.url)
  const nowhere = { stdout: process.stdout, stderr: process.stderr, json: false }
  const program = createProgram(nowhere)
  addCommands(program, nowhere)
  const [own, ...commands] = commandTable(program)
  const name = program.name()
  return `${[
    `.\\" Made by "npm run docs" from the commands and variables of the program: do not edit.`,
    `.TH ${name.toUpperCase()} 8 "" "${name} ${packageVersion()}" "System administration"`,
    '.SH NAME',
    `${text(name)} \\- serve and administer the accounts of a Flexisip SIP server`,
    '.SH SYNOPSIS',
    `.B ${text(name)}`,
    '.RI [ options ]',
    '.I command',
    '.RI [ arguments ]',
    '.SH DESCRIPTION',
    text('The REST service that manages the accounts of a Flexisip SIP server, with a panel for people, and the commands of its operator.'),
    text(
      'A command works on the database that the variables name. What it changes is in the audit log. It may run while the service does, but for restore and copy.',
    ),
    '.SH OPTIONS',
    ...own.options.flatMap(option),
    ...groups(commands).flatMap(([title, rows]) => [`.SH ${heading(title)}`, ...rows.flatMap((row) => command(name, row))]),
    '.SH EXIT STATUS',
    ...entry('.B 0', 'It is done.'),
    ...entry('.B 1', 'It failed, or not everything was well: standard error, or the result, says why.'),
    ...entry('.B 2', 'It was called wrongly.'),
    '.SH ENVIRONMENT',
    ...Object.values(VARIABLES).flatMap(variable),
    '.SH FILES',
    ...entry(
      '.I .env',
      'Variables, in the folder in which the program is started, below those of the environment. It must belong to the user of the service or to root, and be writable by nobody else.',
    ),
    ...entry('.IR DATA_DIR /accounts.db', 'The SQLite database, unless DATABASE_URL names another one.'),
    ...entry('.IR DATA_DIR /secret', 'The secret that the first start makes, unless SECRET is set. Keep it with each backup.'),
    ...entry('.IR DATA_DIR /outbox', 'What is not really sent, as no mail, SMS or push is configured.'),
    '.SH SEE ALSO',
    `${text(repositoryUrl())}`,
    '.br',
    '.BR flexisip (8)',
    '.SH COPYRIGHT',
    text(LICENCE),
  ].join('\n')}\n`
}

/** The commands below the titles of the help; those of a group of commands below that of the group. */
function groups(rows) {
  const titles = new Map()
  let last = ''
  for (const row of rows) {
    if (row.path.length === 1) last = row.title
    if (row.below.length > 0) continue
    titles.set(last, [...(titles.get(last) ?? []), row])
  }
  return [...titles]
}

const heading = (title) => text(title.replace(/:$/, '').toUpperCase())

function command(program, { path, usage, description, options }) {
  const own = options.filter(({ names }) => !names.includes('--json') && !names.includes('--help'))
  return [
    '.TP',
    `.B ${text(`${program} ${path.join(' ')} ${usage.replace(/^\[options\] ?/, own.length > 0 ? '[options] ' : '')}`.trim())}`,
    sentence(description),
    ...(own.length > 0 ? ['.RS', ...own.flatMap(option), '.RE'] : []),
  ]
}

const option = ({ flags, description, choices }) =>
  entry(`.B ${text(flags)}`, choices.length > 0 ? `${description}: ${choices.join(', ')}` : description)

function variable({ name, doc, fallback, fallbackText }) {
  const value = fallbackText ?? (typeof fallback === 'string' ? fallback : '')
  return entry(`.B ${text(name)}`, `${doc.replaceAll('`', '')}${value ? ` Default: ${value}.` : ''}`)
}

const entry = (tag, description) => ['.TP', tag, sentence(description)]

const sentence = (words) => text(`${words[0].toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`)

/** A text as roff shows it: no sign of it is a command. */
const text = (words) =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(['.])/gm, '\\&$1')
