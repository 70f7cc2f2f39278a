import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Router from '@koa/router'
import { type VersionedFile, versionedFile } from '../../http/files.js'
import { packageRoot } from '../../lib/packageRoot.js'

const require = createRequire(import.meta.url)
const own = (name: string) => (): string => join(packageRoot(), 'src', 'panel', 'assets', name)
const fromPackage = (name: string) => (): string => require.resolve(name)
/** ALTCHA without styles and workers within its script, which the policy of pages would refuse. */
const fromAltcha = (path: string) => (): string => join(dirname(require.resolve('altcha/altcha.css')), '..', path)

/** Files that pages load: everything comes from this service, nothing from elsewhere. */
const ASSETS: Record<string, { file: () => string; type: string }> = {
  'altcha.css': { file: fromPackage('altcha/altcha.css'), type: 'text/css' },
  'altcha.js': { file: fromAltcha('external/altcha.min.js'), type: 'text/javascript' },
  'altcha-worker.js': { file: fromAltcha('workers/pbkdf2.js'), type: 'text/javascript' },
  'captcha.js': { file: own('captcha.js'), type: 'text/javascript' },
  'copy.js': { file: own('copy.js'), type: 'text/javascript' },
  'icon.svg': { file: own('icon.svg'), type: 'image/svg+xml' },
  'panel.css': { file: own('panel.css'), type: 'text/css' },
  'passkey.js': { file: own('passkey.js'), type: 'text/javascript' },
  'pico.min.css': { file: fromPackage('@picocss/pico/css/pico.min.css'), type: 'text/css' },
  'time.js': { file: own('time.js'), type: 'text/javascript' },
}

const read = new Map<string, VersionedFile>()
function asset(name: string): VersionedFile {
  const { file, type } = ASSETS[name]!
  const found = read.get(name) ?? versionedFile(readFileSync(file()), type)
  read.set(name, found)
  return found
}

/** The address of a file, with a hash of its content, so that it may be kept for ever. */
export const assetUrl = (name: string): string => `/assets/${name}?v=${asset(name).version}`

export function assets(router: Router): void {
  for (const name of Object.keys(ASSETS)) router.get(`/assets/${name}`, (ctx) => asset(name).answer(ctx))
}
