import type { components } from '../../generated/openapi.js'

/** The machine-readable reason of an error, as the contract's enum lists them. */
export type ErrorCode = components['schemas']['ErrorCode']

export interface ErrorDetails {
  /** field of the request → texts that say what to do about it */
  errors?: Record<string, string[]>
  headers?: Record<string, string | string[]>
  /** what really happened: for the log, never for the client */
  cause?: unknown
}

let refusalsHaveStacks = false

/** Lets errors below 500 have a stack, so that a refusal can be located: for LOG_LEVEL=debug. */
export const keepStacksOfRefusals = (keep: boolean): void => {
  refusalsHaveStacks = keep
}

/**
 * The one error that services throw on purpose: `message`, `code` and `errors` go to the client as they are,
 * `cause` goes to the log only.
 */
export class AppError extends Error {
  readonly errors: Record<string, string[]> | undefined
  readonly headers: Record<string, string | string[]>

  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    const { stackTraceLimit } = Error
    // an answer like any other: a stack would be its dearest part
    if (status < 500 && !refusalsHaveStacks) Error.stackTraceLimit = 0
    super(message, { cause: details.cause })
    Error.stackTraceLimit = stackTraceLimit
    this.errors = details.errors
    this.headers = details.headers ?? {}
  }
}

/** What a request was refused for. @throws the error itself when it is a fault of ours: what the service cannot do is told, whoever asks */
export function refusalIn(error: unknown): AppError {
  if (!(error instanceof AppError) || error.status >= 500) throw error
  return error
}

export const notFound = (message = 'There is no such thing here.'): AppError => new AppError(404, 'not_found', message)

/** 422 about one field of the request: the text is the message as well, because apps show either. */
export const invalidField = (field: string, text: string, code: ErrorCode = 'validation_failed'): AppError =>
  new AppError(422, code, text, { errors: { [field]: [text] } })

/**
 * Reads several fields, and tells the faults of all in one error: that of the first, with the `errors` of each.
 * @throws AppError 422; what is no AppError about fields, at once
 */
export function together<T extends readonly (() => unknown)[]>(...reads: T): { -readonly [I in keyof T]: ReturnType<T[I]> } {
  const faults: AppError[] = []
  const values = reads.map((read) => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof AppError) || error.errors === undefined) throw error
      faults.push(error)
      return undefined
    }
  })
  const [first] = faults
  if (first) {
    const errors: Record<string, string[]> = {}
    for (const fault of faults)
      for (const [field, texts] of Object.entries(fault.errors!)) errors[field] = [...(errors[field] ?? []), ...texts]
    throw new AppError(first.status, first.code, first.message, { errors })
  }
  return values as { -readonly [I in keyof T]: ReturnType<T[I]> }
}

/** 429 with `Retry-After` in whole seconds, at least 1. */
export const tooMany = (code: 'too_many_tries' | 'rate_limited', message: string, retryAfterSeconds: number): AppError =>
  new AppError(429, code, message, { headers: { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterSeconds))) } })

/** 503 with `Retry-After` in seconds: something that the operation needs is down. */
export const unavailable = (code: ErrorCode, message: string, cause?: unknown, retryAfterSeconds = 5): AppError =>
  new AppError(503, code, message, { headers: { 'Retry-After': String(retryAfterSeconds) }, cause })
