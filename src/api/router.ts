import type { Context } from 'koa'
import { AppError, notFound } from '../domain/errors.js'
import type { Operation } from './operation.js'
import { RouteTable } from './routeTable.js'

export interface Routed {
  operation: Operation
  /** percent-decoded */
  params: Record<string, string>
}

/**
 * Finds the operation of a request, and names it in `ctx.state` for log and metrics.
 * @throws AppError 404 not_found, 405 method_not_allowed
 */
export function createRouter(root: string, operations: readonly Operation[]): (ctx: Context) => Routed {
  const table = new RouteTable<Operation>()
  for (const operation of operations) table.add(operation.method, operation.path, operation)
  return (ctx) => {
    const method = ctx.method === 'HEAD' ? 'get' : ctx.method.toLowerCase()
    const found = table.find(method, ctx.path.slice(root.length))
    if (!found) throw notFound('There is no such endpoint. The contract is at /api/openapi.yaml.')
    if (Array.isArray(found)) throw methodNotAllowed(found)
    const { value: operation, params } = found
    // HEAD only where GET is public: elsewhere it could change something, or be mistaken for the digest's method
    if (ctx.method === 'HEAD' && (operation.schemes.size > 0 || operation['x-once'])) throw methodNotAllowed([operation.method])
    ctx.state.operation = operation.operationId
    ctx.state.route = root + operation.path
    return { operation, params }
  }
}

function methodNotAllowed(known: string[]): AppError {
  const allow = known.map((method) => method.toUpperCase()).join(', ')
  return new AppError(405, 'method_not_allowed', `This path knows ${allow} only.`, { headers: { Allow: allow } })
}
