import type { Middleware } from 'koa'
import { loggedAddress } from '../domain/ip.js'
import type { With } from '../services/deps.js'
import { clientAddress } from './caller.js'
import type { RequestState } from './state.js'

/**
 * Counts each request, and says it in one line of the log: never a header, a query or a body, so never a secret. `operation` is the operationId, or
 * method and pattern of a page.
 */
export function observeRequests({ config, log, metrics }: With<'metrics'>): Middleware {
  const observed: Middleware = async (ctx, next) => {
    const start = performance.now()
    await next()
    const ms = performance.now() - start
    const { requestId, operation, principal, code }: RequestState = ctx.state
    metrics.request(operation ?? 'other', ctx.status, ms / 1000)
    if (!log.isLevelEnabled('info')) return
    const { method, status } = ctx
    const rounded = Math.round(ms * 10) / 10
    const account = principal?.account.id
    const address = loggedAddress(clientAddress(ctx), config.logAddresses)
    log.info({ event: 'request', request_id: requestId, operation, method, status, code, ms: rounded, account, address }, 'request')
  }
  return (ctx, next) => (metrics.registry || log.isLevelEnabled('info') ? observed(ctx, next) : next())
}
