import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type Router from '@koa/router'

const require = createRequire(import.meta.url)
/** Files of npm packages that pages load: everything comes from this service, nothing from elsewhere. */
const ASSETS = {
  'pico.min.css': ['@picocss/pico/css/pico.min.css', 'text/css'],
  'redoc.standalone.js': ['redoc/bundles/redoc.standalone.js', 'text/javascript'],
} as const

export function assets(router: Router): void {
  for (const [name, [file, type]] of Object.entries(ASSETS)) {
    let content: Buffer | undefined
    router.get(`/assets/${name}`, (ctx) => {
      content ??= readFileSync(require.resolve(file))
      ctx.set('Cache-Control', 'public, max-age=3600')
      ctx.type = type
      ctx.body = content
    })
  }
}
