import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type Router from '@koa/router'
import { compressible } from '../../http/compressed.js'
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

interface Asset {
  answer: ReturnType<typeof compressible>
  version: string
}

const read = new Map<string, Asset>()
function asset(name: string): Asset {
  let found = read.get(name)
  if (!found) {
    const content = readFileSync(ASSETS[name]!.file())
    found = { answer: compressible(content), version: createHash('sha256').update(content).digest('hex').slice(0, 12) }
    read.set(name, found)
  }
  return found
}

/** The address of a file, with a hash of its content, so that it may be kept for ever. */
export const assetUrl = (name: string): string => `/assets/${name}?v=${asset(name).version}`

export function assets(router: Router): void {
  for (const [name, { type }] of Object.entries(ASSETS)) {
    router.get(`/assets/${name}`, (ctx) => {
      const { answer, version } = asset(name)
      ctx.set('Cache-Control', ctx.query.v === version ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
      ctx.type = type
      answer(ctx)
    })
  }
}
