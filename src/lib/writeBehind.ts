/** Writes what has gathered, a while after the first of it. */
export interface WriteBehind {
  /** Has it written soon, unless that is to come already. */
  soon(): void
  /** Writes it now, and waits for what is being written already. Never fails, if `write` does not. */
  flush(): Promise<void>
}

/**
 * @param write takes what has gathered before it waits for anything
 * @param waitMs milliseconds; no process stays for it
 */
export function writeBehind(write: () => Promise<void>, waitMs: number): WriteBehind {
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const before = writing
    writing = write().then(() => before)
    return writing
  }

  return {
    soon() {
      timer ??= setTimeout(() => void flush(), waitMs).unref()
    },
    flush,
  }
}
