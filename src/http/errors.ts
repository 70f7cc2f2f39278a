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
      noteError(ctx, log, known, error)
      answerError(ctx, known)
    }
  }

/**
 * Logs an error: the service's own faults always, refusals at `debug` with the place where they were thrown; never with their cause, which may quote
 * the request.
 */
export function noteError({ state }: Context, log: Logger, { status, code, message, cause }: AppError, thrown: unknown): void {
  const { requestId: request_id, operation } = state
  if (status >= 500) log.error({ event: 'request_failed', request_id, operation, code, err: cause ?? thrown }, message)
  else if (log.isLevelEnabled('debug'))
    log.debug({ event: 'request_refused', request_id, operation, code, stack: (thrown as Error).stack }, message)
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
  ctx.state.code = code
  for (const name in headers) ctx.res.setHeader(name, headers[name]!)
  ctx.res.setHeader('Content-Type', 'application/json')
  ctx.body = JSON.stringify({ message, code, ...(errors && { errors }), request_id: ctx.state.requestId })
}
