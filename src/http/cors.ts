import type { Middleware } from 'koa'

/** What scripts of other origins may read beside the body. */
const EXPOSED = 'WWW-Authenticate, Authentication-Info, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, ETag'
const METHODS = 'GET, POST, PUT, DELETE'
/** What they may send beyond what any page may. `*` would not cover Authorization. */
const REQUEST_HEADERS = 'Authorization, Content-Type, From, If-None-Match, X-API-Key'
/** Seconds that a browser remembers a preflight; none remembers it longer. */
const MAX_AGE = '7200'

/**
 * Lets browser apps of these origins call the API (Fetch standard, section 3.3, "HTTP CORS protocol"). Credentials travel in headers that the
 * app's script sets, never in cookies, so there is no credentials mode. A preflight is answered 200 with `{}`, like everything that
 * succeeds; that of another origin is a method that the path does not have.
 */
export function cors(origins: readonly string[]): Middleware {
  const allowed = new Set(origins)
  return (ctx, next) => {
    ctx.vary('Origin')
    const origin = ctx.get('Origin')
    if (!allowed.has(origin)) return next()
    ctx.set('Access-Control-Allow-Origin', origin)
    if (ctx.method !== 'OPTIONS' || ctx.get('Access-Control-Request-Method') === '') {
      ctx.set('Access-Control-Expose-Headers', EXPOSED)
      return next()
    }
    ctx.set({ 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Allow-Headers': REQUEST_HEADERS, 'Access-Control-Max-Age': MAX_AGE })
    ctx.status = 200
    ctx.set('Content-Type', 'application/json')
    ctx.body = '{}'
    return undefined
  }
}
