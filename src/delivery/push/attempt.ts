import { AppError, unavailable } from '../../domain/errors.js'

/** The push failed: the same one may work later. `cause` is for the log and never holds the token. */
export const notSent = (cause: unknown, retryAfterSeconds?: number): AppError =>
  unavailable('token_not_sent', 'The push notification could not be sent. Try again later.', cause, retryAfterSeconds)

/** The push was not even tried, or was refused for a reason that the app's maker or the operator can mend: the text says which. */
export const refused = (message: string, cause?: unknown): AppError => unavailable('token_not_sent', message, cause)

/** The push service says that there is no such device, or no longer. */
export const gone = (cause: unknown): AppError => unavailable('device_gone', 'The push service does not know this device any more.', cause)

/** Runs a push. Whatever goes wrong in it is an AppError, at the latest when the time is over. */
export async function tryPush(timeoutMs: number, push: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    await withDeadline(timeoutMs, push)
  } catch (error) {
    throw error instanceof AppError ? error : notSent(error)
  }
}

/**
 * Gives work a time (milliseconds) that includes everything: look-up, connection, TLS, headers, body. The signal is aborted at the end in
 * any case, so that nothing is left open; work that ignores it is not waited for.
 */
export async function withDeadline<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await unlessAborted(work(controller.signal), controller.signal)
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

/** Waits for something that others may wait for as well, at most until the own time is over. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Seconds of a far end's `Retry-After` (RFC 9110, section 10.2.3), if it gave a sensible number. */
export function retryAfter(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : undefined
}
