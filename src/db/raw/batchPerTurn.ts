interface Waiting<A, R> {
  arg: A
  resolve: (answer: R) => void
  reject: (error: unknown) => void
}

/**
 * Gathers the calls made in one turn of the event loop and answers them with one query: requests that arrive together share the
 * fixed price of a database call, and a request alone waits for one `setImmediate`.
 *
 * @param many answers a group, in the order of its arguments; when it fails, every caller of that group fails with its error
 * @param max a group that reaches this size starts at once; what comes after it in the same turn is the next group
 */
export function batchPerTurn<A, R>(many: (args: A[]) => Promise<R[]>, max = 64): (arg: A) => Promise<R> {
  let waiting: Waiting<A, R>[] = []
  let scheduled = false

  const flush = async (): Promise<void> => {
    const group = waiting
    waiting = []
    if (group.length === 0) return
    try {
      const answers = await many(group.map((one) => one.arg))
      if (answers.length !== group.length) throw new Error(`${group.length} asked, ${answers.length} answered`)
      for (let i = 0; i < group.length; i++) group[i]!.resolve(answers[i]!)
    } catch (error) {
      for (const one of group) one.reject(error)
    }
  }
  const endOfTurn = (): void => {
    scheduled = false
    void flush()
  }

  return (arg) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ arg, resolve, reject })
      if (waiting.length >= max) void flush()
      else if (!scheduled) {
        scheduled = true
        setImmediate(endOfTurn)
      }
    })
}
