import type { JobRow, Retry } from './job.js'

/** The pause before the next try, in milliseconds: `first`, twice as much after each further try, at most `longest`. */
export function pauseAfter({ tries }: JobRow, { first, longest, spread }: Retry, random: number): number {
  return Math.min(first * 2 ** (tries - 1), longest) * (1 + spread * (random - 0.5))
}
