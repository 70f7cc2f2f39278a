import { withDeadline } from '../../lib/deadline.js'
import { DeliveryError } from '../messages.js'

/**
 * A push that was not delivered. Its text is for the app's maker or the operator; its cause is for the log, and never holds the token. `code` says
 * whether the same push may work later, or the device is gone.
 */
export class PushFailure extends DeliveryError {
  constructor(
    readonly code: 'token_not_sent' | 'device_gone',
    message: string,
    { cause, retryAfter }: { cause?: unknown; retryAfter?: number | undefined } = {},
  ) {
    super(message, { cause, retryAfter, permanent: code === 'device_gone' })
  }
}

/** The push failed: the same one may work later. */
export const notSent = (cause: unknown, retryAfter?: number): PushFailure =>
  new PushFailure('token_not_sent', 'The push notification could not be sent. Try again later.', { cause, retryAfter })

/** The push was not even tried, or was refused for a reason that the app's maker or the operator can mend: the text says which. */
export const refused = (message: string, cause?: unknown): PushFailure => new PushFailure('token_not_sent', message, { cause })

/** The push service says that there is no such device, or no longer. */
export const gone = (cause: unknown): PushFailure =>
  new PushFailure('device_gone', 'The push service does not know this device any more.', { cause })

/** Runs a push. Each failure in it is a PushFailure, at the latest when the time is over. */
export async function tryPush(timeoutMs: number, push: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    await withDeadline(timeoutMs, push)
  } catch (error) {
    throw error instanceof PushFailure ? error : notSent(error)
  }
}
