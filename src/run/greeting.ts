import { existsSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative } from 'node:path'
import type { Config } from '../config/config.js'
import { unknownText, unknownVariables } from '../config/unknown.js'
import { isInstalled, packageVersion } from '../lib/packageRoot.js'
import { defaultSpace } from '../services/spaces/space.js'
import { notReallySent, outboxFolder } from './openSenders.js'

/** The port that is listened on, and whether anybody can administrate the accounts. */
export interface Served {
  port: number
  administrated: boolean
}

/** What a person is told once the service runs: where it is, and what is still to do. */
export function greeting(config: Config, environment: NodeJS.ProcessEnv, { port, administrated }: Served): string {
  const base = config.port === 0 ? `http://localhost:${port}` : config.publicUrl
  const outbox = notReallySent(config)
  const notes = [
    !administrated && `First administrator:  ${otherCommand(environment, process.argv[1]!)} create-admin --username alice.admin`,
    outbox.length > 0 && `Not really sent: ${outbox.join(', ')}. Each message is a file in ${outboxFolder(config)}`,
    ...unknownVariables(environment).map(unknownText),
  ].filter((note) => note !== false)
  const processes = config.workers > 1 ? ` by ${config.workers} processes` : ''
  return `
  The account service of ${defaultSpace({ config }).domain} is running${processes} (version ${packageVersion()}).

  API     ${base}/api/ping
  Docs    ${base}/api
  Start   ${base}/

${notes.map((note) => `  ${note}\n`).join('')}
`
}

/** How another command of this program is called, by somebody who has called it in this way. */
function otherCommand(environment: NodeJS.ProcessEnv, script: string): string {
  const { npm_lifecycle_event: event, npm_command: command, PATH = '' } = environment
  const inside = relative('', script)
  const path = inside.startsWith('..') ? script : inside
  if (/\.[jt]s$/.test(script)) {
    if (isInstalled()) return 'flexisip-accounts'
    return event === 'start' || event === 'dev' ? 'npm run --silent cli --' : `node ${path}`
  }
  // npx has a PATH of its own
  const first = PATH.split(delimiter).find((folder) => existsSync(join(folder, basename(script))))
  return command !== 'exec' && first === dirname(script) ? basename(script) : path
}
