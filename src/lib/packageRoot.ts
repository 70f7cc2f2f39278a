import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

let found: string | undefined

/** The folder of package.json, from which prisma/ and generated/ are found: from src/ and from dist/src/ alike. */
export function packageRoot(): string {
  if (found) return found
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error(`There is no package.json above ${import.meta.dirname}: the installation is damaged.`)
    folder = above
  }
  found = folder
  return folder
}

/** Whether a released package runs, and not a clone of the repository: its commands are called by their own name then. */
export const isInstalled = (): boolean => !existsSync(join(packageRoot(), 'src', 'cli.ts'))

const manifest = (): { version: string; repository: { url: string } } =>
  JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))

/** The version of this program. */
export const packageVersion = (): string => manifest().version

/** Where the source of this program is, as a page for people. */
export const repositoryUrl = (): string => manifest().repository.url.replace(/^git\+|\.git$/g, '')
