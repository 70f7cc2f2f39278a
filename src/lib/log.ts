import { type DestinationStream, type Logger, pino } from 'pino'

/** What the log has of an error. Drivers hang more on theirs: ioredis the command that failed, with its password. */
interface LoggedError {
  type: string
  message: string
  code?: string | number
  stack?: string
  cause?: LoggedError
}

/** Causes of causes that are followed. */
const DEEPEST = 5

/**
 * The log of a process: lines of JSON. Errors stand under `err`, or their text alone under `error`.
 * @param mixin what each line has besides
 */
export function createLog(level: string, destination?: DestinationStream, mixin?: () => object): Logger {
  const serializers = { err: (error: unknown) => loggedError(error), error: (text: unknown) => masked(String(text)) }
  const options = { level, serializers, ...(mixin && { mixin }) }
  return destination ? pino(options, destination) : pino(options)
}

/** Names what is known of an error, passwords in URLs masked. */
function loggedError(error: unknown, depth = 0): LoggedError {
  if (typeof error !== 'object' || error === null) return { type: typeof error, message: masked(String(error)) }
  const { name, kind, message, originalMessage, code, originalCode, stack, cause } = error as Record<string, unknown>
  const known = code ?? originalCode
  return {
    type: String(error instanceof Error ? (error.constructor.name ?? name) : (kind ?? 'Object')),
    message: masked(String(message ?? originalMessage ?? '')),
    ...((typeof known === 'string' || typeof known === 'number') && { code: known }),
    ...(typeof stack === 'string' && { stack: masked(stack) }),
    ...(cause !== undefined && cause !== null && depth < DEEPEST && { cause: loggedError(cause, depth + 1) }),
  }
}

/** A text in which no URL has a user name and password. */
export const masked = (text: string): string => text.replace(/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s"'<>`]*@/gi, '$1***@')
