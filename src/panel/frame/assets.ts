import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Router from '@koa/router'
import { type VersionedFile, versionedFile } from '../../http/files.js'
import { packageRoot } from '../../lib/packageRoot.js'

/** Folders below that of package.json. Those of packages were copied when the program was made (scripts/lib/panelAssets.mjs). */
const OWN = 'src/panel/assets'
const OF_PACKAGES = 'generated/assets'

/** Files that pages load: everything comes from this service, nothing from elsewhere. */
const ASSETS: Record<string, { folder: string; type: string }> = {
  'altcha.css': { folder: OF_PACKAGES, type: 'text/css' },
  'altcha.js': { folder: OF_PACKAGES, type: 'text/javascript' },
  'altcha-worker.js': { folder: OF_PACKAGES, type: 'text/javascript' },
  'captcha.js': { folder: OWN, type: 'text/javascript' },
  'copy.js': { folder: OWN, type: 'text/javascript' },
  'icon.svg': { folder: OWN, type: 'image/svg+xml' },
  'panel.css': { folder: OWN, type: 'text/css' },
  'passkey.js': { folder: OWN, type: 'text/javascript' },
  'pico.min.css': { folder: OF_PACKAGES, type: 'text/css' },
  'time.js': { folder: OWN, type: 'text/javascript' },
}

const read = new Map<string, VersionedFile>()
function asset(name: string): VersionedFile {
  const { folder, type } = ASSETS[name]!
  const found = read.get(name) ?? versionedFile(readFileSync(join(packageRoot(), folder, name)), type)
  read.set(name, found)
  return found
}

/** The address of a file, with a hash of its content, so that it may be kept for ever. */
export const assetUrl = (name: string): string => `/assets/${name}?v=${asset(name).version}`

export function assets(router: Router): void {
  for (const name of Object.keys(ASSETS)) router.get(`/assets/${name}`, (ctx) => asset(name).answer(ctx))
}
