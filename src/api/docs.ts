import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Middleware } from 'koa'
import { compressible } from '../http/compressed.js'
import { type VersionedFile, versionedFile } from '../http/files.js'
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

/** Where the examples of the contract stand. */
const EXAMPLE_URL = 'https://sip.example.org'

/** Serves what the documentation page loads: its script, by a version, so that it may be kept; and the contract, whose samples call this service. */
export function docsAssets(contract: unknown, publicUrl: string): Middleware {
  let script: VersionedFile | undefined
  let here: ReturnType<typeof compressible> | undefined
  return (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    if (ctx.path === '/assets/redoc.js') {
      script ??= versionedFile(readFileSync(join(packageRoot(), 'generated', 'redoc.js')), 'text/javascript')
      script.answer(ctx)
    } else if (ctx.path === '/assets/docs.json') {
      here ??= compressible(Buffer.from(JSON.stringify(contract).replaceAll(EXAMPLE_URL, () => publicUrl)))
      ctx.set('Cache-Control', 'no-cache')
      ctx.type = 'application/json'
      here(ctx)
    } else return next()
    return undefined
  }
}
