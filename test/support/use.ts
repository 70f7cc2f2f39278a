/** When something is started and closed: `useForAll` or `useForEach`. */
export type Use = typeof useForAll

/**
 * Starts something before all tests of the block, and closes it after them; what was started last is closed first.
 * @param timeout milliseconds that the start may take; those of a test unless given
 * @returns a handle that stands for what runs: inside tests and hooks it is used like the thing itself
 */
export function useForAll<T extends object>(start: () => Promise<T> | T, close: (one: T) => unknown, timeout?: number): T {
  return used(beforeAll, afterAll, start, close, timeout)
}

/** As `useForAll`, but anew for each test. */
export function useForEach<T extends object>(start: () => Promise<T> | T, close: (one: T) => unknown, timeout?: number): T {
  return used(beforeEach, afterEach, start, close, timeout)
}

type Hook = (work: () => Promise<void>, timeout?: number) => unknown

/** How to close what runs, in the order in which it was started. */
const running: (() => unknown)[] = []

function used<T extends object>(before: Hook, after: Hook, start: () => Promise<T> | T, close: (one: T) => unknown, timeout?: number): T {
  let current: T | undefined
  let below: number | undefined
  before(async () => {
    const one = await start()
    below = running.length
    running.push(() => close(one))
    current = one
  }, timeout)
  // vitest calls these in the order of the file: the first one closes all that was started after its own
  after(async () => {
    if (below !== undefined) while (running.length > below) await running.pop()!()
    current = below = undefined
  })
  return handle(() => {
    if (!current) throw new Error('This runs inside tests and hooks only: it is not started yet, or closed already.')
    return current
  })
}

/** Something that behaves as what `real` gives. */
function handle<T extends object>(real: () => T): T {
  return new Proxy({} as T, {
    get(_, name) {
      const one = real()
      const value: unknown = Reflect.get(one, name)
      return typeof value === 'function' ? value.bind(one) : value
    },
    set: (_, name, value) => Reflect.set(real(), name, value),
    has: (_, name) => Reflect.has(real(), name),
    ownKeys: () => Reflect.ownKeys(real()),
    // a proxy may not tell of a fixed member that it does not have itself
    getOwnPropertyDescriptor: (_, name) => {
      const own = Reflect.getOwnPropertyDescriptor(real(), name)
      return own && { ...own, configurable: true }
    },
  })
}

/**
 * For what a test starts itself: closed after the test, what was started last first.
 * @returns hands over one thing and how it is closed
 */
export function useClosing(): <T>(one: T, close: (one: T) => unknown) => T {
  const closings = useForEach(
    () => [] as (() => unknown)[],
    async (all) => {
      for (const close of all.reverse()) await close()
    },
  )
  return (one, close) => {
    closings.push(() => close(one))
    return one
  }
}
