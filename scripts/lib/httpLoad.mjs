// A load generator that costs little: raw sockets, one request in flight on each, answers told apart by Content-Length.
import { connect } from 'node:net'

/**
 * Keeps `connections` busy for `ms` milliseconds, or until `next` gives nothing more.
 * @param next called for each request: the bytes to send, or a function of the previous answer on that connection
 * @returns {Promise<{requests: number, seconds: number, latencies: Float64Array, statuses: Record<number, number>}>} latencies in ms
 */
export async function load({ port, connections, ms, limit = Number.POSITIVE_INFINITY, session }) {
  const latencies = []
  /** @type {Record<number, number>} */
  const statuses = {}
  let started = 0
  const begin = performance.now()
  const end = begin + ms
  // never asleep: waking the other process is work of whoever sends, so a slow target would pay for what a fast one, which keeps us busy, does not
  let busy = true
  const spin = () => busy && setImmediate(spin)
  spin()
  await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const socket = await open(port)
      const next = session(index)
      let answer
      while (performance.now() < end && started < limit) {
        started++
        const request = next(answer)
        const sent = performance.now()
        answer = await socket.exchange(request)
        latencies.push(performance.now() - sent)
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
      }
      socket.close()
    }),
  )
  busy = false
  return {
    requests: latencies.length,
    seconds: (performance.now() - begin) / 1000,
    latencies: Float64Array.from(latencies).sort(),
    statuses,
  }
}

/** One connection that sends a request and gives its answer, one at a time. */
export function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let buffer = ''
    let waiting
    socket.setEncoding('latin1')
    socket.on('error', (error) => (waiting ? waiting.reject(error) : reject(error)))
    socket.on('close', () => waiting?.reject(new Error('the server closed the connection')))
    socket.on('data', (chunk) => {
      buffer += chunk
      const head = buffer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(buffer)?.[1] ?? 0)
      if (buffer.length < head + 4 + length) return
      const answer = { status: Number(buffer.slice(9, 12)), head: buffer.slice(0, head), body: buffer.slice(head + 4, head + 4 + length) }
      buffer = buffer.slice(head + 4 + length)
      const { resolve: done } = waiting
      waiting = undefined
      done(answer)
    })
    socket.once('connect', () =>
      resolve({
        exchange: (request) =>
          new Promise((done, failed) => {
            waiting = { resolve: done, reject: failed }
            socket.write(request)
          }),
        close: () => {
          socket.removeAllListeners('close')
          socket.destroy()
        },
      }),
    )
  })
}
