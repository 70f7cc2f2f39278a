import type { Context } from 'koa'
import { ANONYMOUS, actorOf } from '../services/audit.js'
import type { Client } from '../services/deps.js'
import type { Principal } from './principal.js'

/** Each value is looked up when it is asked for: most operations need none. */
export const clientOf = (ctx: Context): Client => ({
  get ip() {
    return ctx.ip
  },
  get userAgent() {
    return ctx.get('User-Agent').slice(0, 255) || undefined
  },
  get language() {
    return ctx.acceptsLanguages('en', 'fr') === 'fr' ? 'fr' : 'en'
  },
  get actor() {
    const principal = ctx.state.principal as Principal | undefined
    return principal ? actorOf(principal.account) : ANONYMOUS
  },
  get requestId() {
    return ctx.state.requestId
  },
})
