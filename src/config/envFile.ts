import { accessSync, closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError } from './config.js'
import { unknownVariables } from './unknown.js'
import { VARIABLES } from './variables.js'

/**
 * Reads `.env` of the working directory, if there is one, below the real environment: the variables of the service alone, as others (NODE_OPTIONS, PATH)
 * would choose what programs run.
 * @returns the environment, with those of `.env` whose names are slips, so that somebody can be told
 * @throws ConfigError when somebody else could have written it
 */
export function readEnvironment(): NodeJS.ProcessEnv {
  const given = parseEnv(trustedText('.env'))
  for (const { name } of Object.values(VARIABLES)) {
    const value = given[name]
    if (value !== undefined) process.env[name] ??= value
  }
  const slips = unknownVariables(given).map(({ name }) => [name, given[name]])
  return { ...Object.fromEntries(slips), ...process.env }
}

/** Whether this process may look for files in a folder: one that serves as another user may have begun in somebody's home. */
function mayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The text of a file without byte order mark; '' when there is none. */
function trustedText(file: string): string {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || (code === 'EACCES' && !mayEnter('.'))) return ''
    throw new ConfigError([`.env: it cannot be read (${(error as Error).message})`])
  }
  try {
    const { uid, mode } = fstatSync(handle)
    const own = process.getuid?.() ?? uid
    if (uid !== own && uid !== 0)
      throw new ConfigError([`.env: it belongs to user ${uid}, and this is user ${own}: it is read only if it is one's own, or root's`])
    if ((mode & 0o022) !== 0) throw new ConfigError(['.env: others than its owner may write it: chmod go-w .env'])
    return readFileSync(handle, 'utf8').replace(/^\uFEFF/, '')
  } finally {
    closeSync(handle)
  }
}
