// A fixed rate of requests, whatever the answers take: what a client sees, not what a server admits.

/**
 * Calls `step` `rate` times a second for so long, evenly spaced, each time with a socket (of `open` in httpLoad.mjs) that nobody else has until the
 * promise of `step` settles. When all sockets are taken a step waits for one, and its `due` stays: latency counts from there.
 * @param step called with the socket, the number of the step, and the moment (performance.now()) when it was due
 * @throws what a step threw, once the others have ended
 */
export async function paced({ sockets, rate, seconds, step }) {
  const free = [...sockets]
  const waiting = []
  const underWay = new Set()
  let fault
  const begin = performance.now()
  for (let n = 0; n < seconds * rate && fault === undefined; n++) {
    const due = begin + (n * 1000) / rate
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    const one = run(n, due)
      .catch((error) => {
        fault ??= error
        for (const { reject } of waiting.splice(0)) reject(error) // its socket is not given to them
      })
      .finally(() => underWay.delete(one))
    underWay.add(one)
  }
  await Promise.all(underWay)
  if (fault) throw fault

  async function run(n, due) {
    const socket = free.shift() ?? (await new Promise((resolve, reject) => waiting.push({ resolve, reject })))
    await step(socket, n, due)
    const next = waiting.shift()
    if (next) next.resolve(socket)
    else free.push(socket)
  }
}
