/** The turn did not come in time. */
export class MutexTimeout extends Error {}

/** Gives one holder at a time the turn, in the order in which they asked. */
export class Mutex {
  private held = false
  private readonly queue: (() => void)[] = []

  get free(): boolean {
    return !this.held
  }

  /** how many wait for the turn */
  get waiting(): number {
    return this.queue.length
  }

  /**
   * Resolves when it is the caller's turn, which lasts until the function that it answers is called.
   * @param until when to give up, on the clock of `performance.now()`
   * @throws MutexTimeout when it gave up
   */
  async take(until: number): Promise<() => void> {
    if (this.held) await this.wait(until)
    this.held = true
    let given = false
    return () => {
      if (!given) this.pass()
      given = true
    }
  }

  /** Does the work in the caller's turn. @throws MutexTimeout, and what `work` throws */
  async run<T>(until: number, work: () => Promise<T>): Promise<T> {
    const giveBack = await this.take(until)
    try {
      return await work()
    } finally {
      giveBack()
    }
  }

  private wait(until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(enter), 1)
        reject(new MutexTimeout('the turn did not come in time'))
      }, until - performance.now())
      this.queue.push(enter)
    })
  }

  private pass(): void {
    const next = this.queue.shift()
    // handed on without being free in between: no caller can push in
    if (next) next()
    else this.held = false
  }
}
