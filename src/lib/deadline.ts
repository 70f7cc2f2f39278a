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
