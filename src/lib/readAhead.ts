import { setImmediate as turn } from 'node:timers/promises'

/**
 * The same items in their order, each made while the one before is in use: what makes them works while what uses them waits, for a database say. One item more is held in
 * memory.
 */
export async function* readAhead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const one = await next
      if (one.done) return
      next = turn().then(() => iterator.next()) // a turn later: whoever uses this one begins first
      next.catch(() => undefined) // thrown when its turn comes
      yield one.value
    }
  } finally {
    // not awaited: what makes the next one may wait for somebody who types
    void next.then(() => iterator.return?.()).catch(() => undefined)
  }
}
