import { WaitingLine } from '../../lib/waitingLine.js'

/** So many at once: each has a connection, with its memory and descriptors. */
const ABREAST = 4
/**
 * While there is a snapshot, the write-ahead log cannot begin anew, and grows. When there was always one for so long, the next waits until there is none, and a moment more, in
 * which a write finds the log free. Milliseconds.
 */
const [LONGEST_MS, PAUSE_MS] = [1_000, 50]

/** Who may have a snapshot, in the order in which they ask. */
export class SnapshotTurns {
  private readonly line = new WaitingLine()
  private open = 0
  /** when the first of those began that have overlapped since, on the clock of `performance.now()` */
  private begun = 0
  private pausing = false

  /**
   * Resolves when it is the caller's turn, which lasts until `giveBack`.
   * @param until when to give up, on the clock of `performance.now()`
   * @throws TurnTimeout when it gave up
   */
  async take(until: number): Promise<void> {
    if (this.line.length === 0 && this.mayEnter()) this.enter()
    else await this.line.wait(until) // `admit` has entered it
  }

  giveBack(): void {
    this.open--
    if (this.open > 0 || !this.isLong()) {
      this.admit()
      return
    }
    this.pausing = true
    setTimeout(() => {
      this.pausing = false
      this.admit()
    }, PAUSE_MS).unref()
  }

  private admit(): void {
    while (this.line.length > 0 && this.mayEnter()) {
      this.enter()
      this.line.callNext()
    }
  }

  private mayEnter(): boolean {
    if (this.pausing || this.open === ABREAST) return false
    return this.open === 0 || !this.isLong()
  }

  private enter(): void {
    if (this.open === 0) this.begun = performance.now()
    this.open++
  }

  private isLong(): boolean {
    return performance.now() - this.begun >= LONGEST_MS
  }
}
