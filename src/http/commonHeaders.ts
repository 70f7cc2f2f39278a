import { randomBytes } from 'node:crypto'
import type { Middleware } from 'koa'
import type { Config } from '../config/config.js'

/** What an answer of the API may do if a browser shows it as a page. Pages have policies of their own. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'"
/** Other hosts of the domain are not ours to promise for: no includeSubDomains (RFC 6797 section 6.1.2). */
const A_YEAR = 'max-age=31536000'

/**
 * What every answer has: an id that finds its request in the log (unique without asking for randomness each time), and that it is neither to be
 * guessed at nor kept, framed nor embedded elsewhere (CORS for listed origins is apart from that), and asked for by https where PUBLIC_URL is. Straight to Node's response: Koa's `set` would cost each request a microsecond.
 */
export function commonHeaders({ publicUrl }: Pick<Config, 'publicUrl'>): Middleware {
  const prefix = randomBytes(6).toString('hex')
  let count = 0
  const isHttps = publicUrl.startsWith('https:')
  return ({ res, state }, next) => {
    state.requestId = `${prefix}-${(++count).toString(36)}`
    res.setHeader('X-Request-Id', state.requestId)
    res.setHeader('X-Content-Type-Options', 'nosniff')
    res.setHeader('Cache-Control', 'no-store')
    res.setHeader('Content-Security-Policy', NOTHING)
    res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    if (isHttps) res.setHeader('Strict-Transport-Security', A_YEAR)
    return next()
  }
}
