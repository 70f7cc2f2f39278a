import { tsImport } from 'tsx/esm/api'

const GROUPS = {
  server: 'Server',
  data: 'Database and files',
  accounts: 'Accounts and domains',
  provisioning: 'Provisioning of apps',
  mail: 'Mail',
  sms: 'SMS',
  push: 'Push',
  webhooks: 'Webhooks',
  devices: 'Devices',
  limits: 'Limits',
  operation: 'Operation',
  tracing: 'Traces',
  browsers: 'Browser apps',
}

/** The pages of the handbook that say more about a group. */
const SEE = {
  data: 'databases.md',
  provisioning: 'provisioning.md',
  mail: 'sending.md#mail',
  sms: 'sending.md#sms',
  push: 'sending.md#push',
  webhooks: 'webhooks.md',
  devices: 'devices.md',
  limits: 'limits.md',
  operation: 'operation.md',
  tracing: 'operation.md#traces',
  browsers: 'clients.md#browser-apps',
}

/** The files made from the table of variables in src/config/variables.ts: path → text. */
export async function configurationFiles() {
  const { VARIABLES } = await tsImport('../../src/config/variables.ts', import.meta.url)
  const groups = Object.entries(GROUPS).map(([group, title]) => ({
    title,
    see: SEE[group],
    variables: Object.values(VARIABLES).filter((variable) => variable.group === group),
  }))
  const told = groups.flatMap(({ variables }) => variables).length
  if (told !== Object.keys(VARIABLES).length)
    throw new Error('a variable has a group that scripts/lib/configurationFiles.mjs does not know')
  return { '.env.example': example(groups), 'docs/configuration.md': page(groups) }
}

/** @param {{ fallback?: string | (() => string), fallbackText?: string }} variable */
const fallbackOf = ({ fallback, fallbackText }) => fallbackText ?? (typeof fallback === 'string' ? fallback : '')

const plain = (text) => text.replaceAll('`', '')

const example = (groups) => `# Every variable that the service reads, with its default. Copy to .env and change what you need.
# Made from src/config/variables.ts by \`npm run generate\`: do not edit.

${groups.map(({ title, variables }) => `# ${title}\n${variables.map(exampleOf).join('')}`).join('\n')}`

function exampleOf({ name, doc, fallback, fallbackText }) {
  const value = typeof fallback === 'string' ? fallback : ''
  const otherwise = value === '' && fallbackText ? ` Default: ${fallbackText}.` : ''
  return `# ${plain(doc)}${otherwise}\n#${name}=${value}\n`
}

const page = (groups) => `# Configuration

<!-- Made from src/config/variables.ts by \`npm run generate\`: do not edit. -->

Environment variables, or a \`.env\` file in the working directory; the environment wins. [\`.env.example\`](../.env.example) lists them all.
A fault in any of them stops the start, and all faults are named at once. \`npm run --silent cli -- config\` prints what is in force, secrets masked.

${groups.map(chapter).join('\n')}`

const chapter = ({ title, see, variables }) => `## ${title}

| variable | default | meaning |
|---|---|---|
${variables.map(rowOf).join('')}${see ? `\n[More](${see})\n` : ''}`

function rowOf(variable) {
  const { name, doc, fallbackText } = variable
  const fallback = fallbackOf(variable)
  const shown = fallback === '' ? '–' : fallbackText && !/^[A-Z]|:|@/.test(fallbackText) ? fallback : `\`${fallback}\``
  return `| \`${name}\` | ${shown} | ${doc} |\n`
}
