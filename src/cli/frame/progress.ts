import { printable } from './output.js'
import type { Terminal } from './terminal.js'

const INTERVAL = 200

/** A line on the terminal that says how far a long command is; nothing when standard error is not a terminal. */
export function progress({ stderr }: Terminal, what: string) {
  const terminal = stderr.isTTY
  const started = performance.now()
  let shown = 0
  const clear = () => {
    if (terminal && shown > 0) stderr.write('\r\x1b[K')
  }
  return {
    /** @param count how many are done */
    show(count: number): void {
      const now = performance.now()
      if (!terminal || now - shown < INTERVAL) return
      clear()
      shown = now
      stderr.write(`${count.toLocaleString('en')} ${what}, ${Math.round(count / ((now - started) / 1000)).toLocaleString('en')}/s`)
    },
    /** A line beside it. */
    say(text: string): void {
      clear()
      stderr.write(`${printable(text)}\n`)
    },
    end: clear,
  }
}
