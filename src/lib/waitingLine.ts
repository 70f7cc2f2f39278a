/** The turn did not come in time. */
export class TurnTimeout extends Error {}

/** Those who wait for their turn, in the order in which they came. */
export class WaitingLine {
  private readonly queue: (() => void)[] = []

  get length(): number {
    return this.queue.length
  }

  /**
   * Resolves when `callNext` gets to the caller.
   * @param until when to give up, on the clock of `performance.now()`
   * @throws TurnTimeout when it gave up
   */
  wait(until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(enter), 1)
        reject(new TurnTimeout('the turn did not come in time'))
      }, until - performance.now())
      this.queue.push(enter)
    })
  }

  /** @returns false when nobody waits */
  callNext(): boolean {
    const next = this.queue.shift()
    next?.()
    return next !== undefined
  }
}
