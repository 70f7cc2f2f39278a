import { AppError, unavailable } from '../../domain/errors.js'
import { withDeadline } from '../../lib/deadline.js'

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

/** Seconds of a far end's `Retry-After` (RFC 9110, section 10.2.3), if it gave a sensible number. */
export function retryAfter(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : undefined
}
