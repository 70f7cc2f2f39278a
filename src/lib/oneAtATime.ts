export interface LineLimits {
  /** who comes when so many wait is turned away */
  maxWaiting: number
  /** who has waited longer than this when its turn comes is turned away. Milliseconds */
  maxWaitMs: number
}

/**
 * Runs jobs one after the other, in the order in which they came.
 * @throws Error, from the function returned, when the line is too long or does not move
 */
export function oneAtATime({ maxWaiting, maxWaitMs }: LineLimits): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  return (job) => {
    if (waiting >= maxWaiting) return Promise.reject(new Error(`${waiting} requests wait already`))
    waiting++
    const since = performance.now()
    const turn = last.then(() => {
      waiting--
      if (performance.now() - since > maxWaitMs) throw new Error(`no turn within ${maxWaitMs / 1000} s`)
      return job()
    })
    last = turn.catch(() => undefined)
    return turn
  }
}
