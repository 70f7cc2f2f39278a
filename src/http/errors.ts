import type { Context, Middleware } from 'koa'
import type { Logger } from 'pino'
import { isUnavailable } from '../db/errors.js'
import { isRedisUnavailable } from '../db/redis.js'
import { AppError, unavailable } from '../domain/errors.js'

/**
 * The only place that catches, and the only one that decides what of an error leaves the process: its code and message when it was thrown
 * on purpose, nothing but a number to look it up by otherwise.
 */
export const answerErrors =
  (log: Logger): Middleware =>
  async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      const known = appErrorOf(error)
      if (known.status >= 500)
        log.error({ request_id: ctx.state.requestId, operation: ctx.state.operation, err: known.cause ?? error }, known.message)
      answerError(ctx, known)
    }
  }

/** What a client is told of an error. */
export function appErrorOf(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isUnavailable(error) || isRedisUnavailable(error))
    return unavailable('unavailable', 'The service cannot reach its database. Try again in a moment.', error)
  return new AppError(500, 'internal_error', 'Something went wrong here. The request id finds it in the log.', { cause: error })
}

/** Makes this error the answer. Throwing it comes to the same, and costs more. */
export function answerError(ctx: Context, { status, code, message, errors, headers }: AppError): void {
  ctx.status = status
  for (const name in headers) ctx.res.setHeader(name, headers[name]!)
  ctx.res.setHeader('Content-Type', 'application/json')
  ctx.body = JSON.stringify({ message, code, ...(errors && { errors }), request_id: ctx.state.requestId })
}
