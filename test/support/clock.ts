/** A clock that stands still until a test moves it. */
export class Clock {
  /** @param time milliseconds since the epoch: some Tuesday unless given */
  constructor(public time = Date.UTC(2026, 10, 24, 12, 0, 0)) {}

  now = (): number => this.time

  advance(seconds: number): void {
    this.time += seconds * 1000
  }
}
