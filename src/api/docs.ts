import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import { packageRoot } from '../lib/packageRoot.js'

/**
 * The hashes of the two style elements that Redoc makes: an empty one, which it fills by script, and that of its scroll bars. A new version may
 * have others: the browser's complaint (test/service/docs.test.ts) names them.
 */
const REDOC_STYLES = ["'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='", "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"]

/** The documentation page with its link to the source of this program. */
export const docsPage = (html: string, sourceUrl: string): string => html.replace('"SOURCE_URL"', () => `"${escapeHtml(sourceUrl)}"`)

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

/** What the documentation page may do: run scripts of this service, search in a worker, and nothing inline but the styles that are known. */
export function docsPolicy(html: string): string {
  const own = [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(
    ([, style]) => `'sha256-${createHash('sha256').update(style!).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${[...own, ...REDOC_STYLES].join(' ')}`,
    'img-src data:',
    "connect-src 'self'",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Serves the script of the documentation page. The page asks for it by its version, so that it may be kept. */
export function docsScript(): Middleware {
  let script: Buffer | undefined
  let version: string | undefined
  return (ctx, next) => {
    if (ctx.path !== '/assets/redoc.js' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    script ??= readFileSync(join(packageRoot(), 'generated', 'redoc.js'))
    version ??= createHash('sha256').update(script).digest('hex').slice(0, 12)
    ctx.set('Cache-Control', ctx.query.v === version ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
    ctx.type = 'text/javascript'
    ctx.body = script
    return undefined
  }
}
