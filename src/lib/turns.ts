import Sqlite from 'better-sqlite3'

/** Lets one holder at a time have something, in the order in which they asked. */
export class Turns {
  private held = false
  private readonly waiting: (() => void)[] = []

  get free(): boolean {
    return !this.held
  }

  /**
   * Resolves when it is the caller's turn, which lasts until the function that it answers is called.
   * @param until when to give up, on the clock of `performance.now()`
   * @throws SqliteError SQLITE_BUSY when it gave up
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

  private wait(until: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(enter), 1)
        reject(new Sqlite.SqliteError('too many writes are waiting', 'SQLITE_BUSY'))
      }, until - performance.now())
      this.waiting.push(enter)
    })
  }

  private pass(): void {
    const next = this.waiting.shift()
    // handed on without being free in between: nobody can push in
    if (next) next()
    else this.held = false
  }
}
