import type { Middleware } from 'koa'
import { REQUEST_ID, traced } from '../lib/tracing.js'

/**
 * A span for each request, within the trace of the caller if it has one. Never the target as it came: paths name people, and queries have codes in
 * them. Its name is that of the route.
 */
export function traceRequests(): Middleware {
  return (ctx, next) =>
    traced(
      {
        name: ctx.method,
        kind: 'server',
        from: ctx.headers,
        attributes: { 'http.request.method': ctx.method, 'url.scheme': ctx.protocol, [REQUEST_ID]: ctx.state.requestId },
      },
      async (span) => {
        await next()
        const { operation, route = patternOf(operation), code } = ctx.state
        if (route) span.rename(`${ctx.method} ${route}`)
        span.set({
          'http.route': route,
          'http.response.status_code': ctx.status,
          'flexisip_accounts.operation': operation,
          ...(ctx.status >= 500 && { 'error.type': code ?? String(ctx.status) }),
        })
        if (ctx.status >= 500) span.fail()
      },
    )
}

/** The pattern of a page's path, which stands behind its method. */
const patternOf = (operation: string | undefined): string | undefined => /^[A-Z]+ (.*)$/.exec(operation ?? '')?.[1]
