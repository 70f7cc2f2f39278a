import { unlessAborted, withDeadline } from './push/attempt.js'

/**
 * Gives work a time (milliseconds) and an end from outside, whichever comes first: its signal is aborted then, and work that ignores it is
 * not waited for. (AbortSignal.any would do, but keeps what it made as long as a signal from outside lives, in Node 20.)
 */
export function withDeadlineOr<T>(
  outside: AbortSignal | undefined,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!outside) return withDeadline(timeoutMs, work)
  return withDeadline(timeoutMs, async (deadline) => {
    const either = new AbortController()
    const stop = (): void => either.abort(outside.aborted ? outside.reason : deadline.reason)
    const signals = [outside, deadline]
    if (signals.some((signal) => signal.aborted)) stop()
    for (const signal of signals) signal.addEventListener('abort', stop, { once: true })
    try {
      return await unlessAborted(work(either.signal), either.signal)
    } finally {
      for (const signal of signals) signal.removeEventListener('abort', stop)
    }
  })
}
