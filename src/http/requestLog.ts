import type { Middleware } from 'koa'
import type { With } from '../services/deps.js'
import type { Principal } from './principal.js'

/**
 * Counts each request, and says it in one line of the log: never a header, a query or a body, so never a secret. `operation` is the operationId, or
 * method and pattern of a page.
 */
export function observeRequests({ log, metrics }: With<'metrics'>): Middleware {
  const observed: Middleware = async (ctx, next) => {
    const start = performance.now()
    await next()
    const ms = performance.now() - start
    const operation: string | undefined = ctx.state.operation
    metrics.request(operation ?? 'other', ctx.status, ms / 1000)
    if (!log.isLevelEnabled('info')) return
    const account = (ctx.state.principal as Principal | undefined)?.account.id
    const { method, status } = ctx
    log.info({ request_id: ctx.state.requestId, operation, method, status, ms: Math.round(ms * 10) / 10, account }, 'request')
  }
  return (ctx, next) => (metrics.registry || log.isLevelEnabled('info') ? observed(ctx, next) : next())
}
