/** A clock that stands still until a test moves it. */
export class Clock {
  /** milliseconds since the epoch: some Tuesday */
  time = Date.UTC(2026, 10, 24, 12, 0, 0)

  now = (): number => this.time

  advance(seconds: number): void {
    this.time += seconds * 1000
  }
}
