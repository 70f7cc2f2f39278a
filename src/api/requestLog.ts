import type { Middleware } from 'koa'
import type { Deps } from '../services/deps.js'
import type { Principal } from './principal.js'

/** One line per request: never a header, a query or a body, so never a secret. */
export const logRequests =
  ({ log, now }: Deps): Middleware =>
  async (ctx, next) => {
    if (!log.isLevelEnabled('info')) return next()
    const start = now()
    await next()
    const account = (ctx.state.principal as Principal | undefined)?.account.id
    log.info(
      {
        request_id: ctx.state.requestId,
        operation: ctx.state.operation,
        method: ctx.method,
        status: ctx.status,
        ms: now() - start,
        account,
      },
      'request',
    )
  }
