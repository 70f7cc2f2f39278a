// Sets of packages, each in the version and with the checksum that our own package-lock.json has.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../lib/paths.mjs'
import { run } from './run.mjs'

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))
export const writeJson = (file, object) => writeFileSync(file, `${JSON.stringify(object, null, 2)}\n`)

/** Our package.json. */
export const manifest = () => readJson(join(ROOT, 'package.json'))

/** The versions that our package-lock.json has of these packages: name → version. @param {string[]} names */
export function lockedVersions(names) {
  const { packages } = readJson(join(ROOT, 'package-lock.json'))
  return Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]))
}

/**
 * Makes a folder with a package.json that needs these packages alone, and the lock file of that. Asks no registry: all is in our own lock file.
 * @param {string} folder
 * @param {object} content of package.json
 */
export function lockedFolder(folder, content) {
  mkdirSync(folder, { recursive: true })
  writeJson(join(folder, 'package.json'), content)
  for (const name of ['package-lock.json', '.npmrc']) copyFileSync(join(ROOT, name), join(folder, name))
  run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--offline', '--legacy-peer-deps'], { cwd: folder })
  return readJson(join(folder, 'package-lock.json'))
}
