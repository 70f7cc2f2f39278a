import { WaitingLine } from './waitingLine.js'

/** Gives one holder at a time the turn, in the order in which they asked. */
export class Mutex {
  private held = false
  private readonly line = new WaitingLine()

  get free(): boolean {
    return !this.held
  }

  /** how many wait for the turn */
  get waiting(): number {
    return this.line.length
  }

  /**
   * Resolves when it is the caller's turn, which lasts until the function that it answers is called.
   * @param until when to give up, on the clock of `performance.now()`
   * @throws TurnTimeout when it gave up
   */
  async take(until: number): Promise<() => void> {
    if (this.held) await this.line.wait(until)
    this.held = true
    let given = false
    return () => {
      if (!given) this.pass()
      given = true
    }
  }

  /** Does the work in the caller's turn. @throws TurnTimeout, and what `work` throws */
  async run<T>(until: number, work: () => Promise<T>): Promise<T> {
    const giveBack = await this.take(until)
    try {
      return await work()
    } finally {
      giveBack()
    }
  }

  private pass(): void {
    // handed on without being free in between: no caller can push in
    if (!this.line.callNext()) this.held = false
  }
}
