import { copyFileSync, cpSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EXTERNAL } from '../lib/externals.mjs'
import { ROOT } from '../lib/paths.mjs'
import { lockedFolder, lockedVersions, manifest, writeJson } from './lockfile.mjs'
import { run } from './run.mjs'

/** What a package says of itself to those who use it. */
const PUBLIC = ['name', 'version', 'description', 'license', 'homepage', 'repository', 'bugs', 'type', 'bin', 'man']

/**
 * Lays out the package as it is published: the built program, what it reads, and a manifest that needs only what the program loads by name. The
 * versions of all that is installed with it are in npm-shrinkwrap.json.
 * @param {string} folder
 * @param {{ version: string, notices: string, work: string }} options
 */
export function stagePackage(folder, { version, notices, work }) {
  const [{ files }] = JSON.parse(run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT }))
  for (const { path } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    copyFileSync(join(ROOT, path), join(folder, path))
  }
  const ours = manifest()
  const content = {
    ...Object.fromEntries(PUBLIC.map((key) => [key, ours[key]])),
    version,
    engines: { node: '>=22.14' }, // older ones have to compile SQLite, in a clone
    dependencies: lockedVersions(EXTERNAL),
  }
  const lock = lockedFolder(join(work, 'lock'), content)
  writeJson(join(folder, 'package.json'), content)
  writeJson(join(folder, 'npm-shrinkwrap.json'), lock)
  cpSync(notices, join(folder, 'THIRD-PARTY-NOTICES.txt'))
}
