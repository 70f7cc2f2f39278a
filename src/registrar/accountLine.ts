import { type Aor, addressOf } from '../domain/sip.js'
import { Mutex } from '../lib/mutex.js'

interface Line<T> {
  readonly turns: Mutex
  /** how many are in it */
  length: number
  /** the question that came last, if no change came after it */
  question: Promise<T> | undefined
}

/**
 * Lets each account have one thing to do at a time, so that none can fill the line of all. The same question is asked once for all who ask it
 * meanwhile, unless a change came between.
 */
export interface AccountLine<T> {
  /** @throws TurnTimeout, and what `ask` throws */
  question(aor: Aor, ask: () => Promise<T>): Promise<T>
  /** @throws TurnTimeout, and what `make` throws */
  change<R>(aor: Aor, make: () => Promise<R>): Promise<R>
}

/** @param patience how long one waits for those of the same account before it. Milliseconds */
export function accountLine<T>(patience: number): AccountLine<T> {
  const lines = new Map<string, Line<T>>()

  function lineOf(name: string): Line<T> {
    const line: Line<T> = lines.get(name) ?? { turns: new Mutex(), length: 0, question: undefined }
    lines.set(name, line)
    return line
  }

  async function wait<R>(name: string, line: Line<T>, work: () => Promise<R>): Promise<R> {
    line.length++
    try {
      return await line.turns.run(performance.now() + patience, work)
    } finally {
      if (--line.length === 0) lines.delete(name)
    }
  }

  return {
    question(aor, ask) {
      const name = addressOf(aor)
      const line = lineOf(name)
      const asked = line.question ?? wait(name, line, ask)
      line.question = asked
      return asked.finally(() => {
        if (line.question === asked) line.question = undefined
      })
    },
    change(aor, make) {
      const name = addressOf(aor)
      const line = lineOf(name)
      line.question = undefined
      return wait(name, line, make)
    },
  }
}
