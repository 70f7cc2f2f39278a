// A load balancer as small as one can be: it asks each process whether it is ready, and gives requests to those that are, in turn. It repeats none.
import { Agent, createServer, request as httpRequest } from 'node:http'
import { portOf } from '../../../scripts/lib/processTree.mjs'

/** How often it asks. Milliseconds. */
const INTERVAL_MS = 100
/** Of one connection to the other: they are for its own use (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding']

/** @returns {Promise<{ port: number, add: (port: number) => void, remove: (port: number) => void, ready: (port: number) => Promise<void>, close: () => void }>} */
export async function startBalancer() {
  /** @type {Map<number, { ready: boolean, silent: boolean, agent: Agent }>} by port */
  const backends = new Map()
  const waiting = new Set()
  let turn = 0

  const server = createServer((request, response) => {
    const ready = [...backends].filter(([, backend]) => backend.ready)
    if (ready.length === 0) return answer(response, 503, 'no process is ready')
    const [port, { agent }] = ready[turn++ % ready.length]
    const { method, url: path, rawHeaders } = request
    const onward = httpRequest({ agent, host: '127.0.0.1', port, method, path, headers: rawHeaders }, (from) => void passOn(from, response))
    onward.on('error', (error) => answer(response, 502, `process on port ${port}: ${error.message}`))
    request.pipe(onward)
  })
  server.keepAliveTimeout = 0 // as long as the client likes
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))

  /** Each by itself: one that does not answer keeps none of the others waiting. */
  const watch = async (port) => {
    const backend = backends.get(port)
    if (!backend) return
    const found = await isReady(port)
    // what says no is believed at once, silence the second time
    backend.ready = found ?? (backend.ready && !backend.silent)
    backend.silent = found === undefined
    for (const look of waiting) look()
    setTimeout(watch, INTERVAL_MS, port).unref()
  }

  const remove = (port) => {
    backends.get(port)?.agent.destroy()
    backends.delete(port)
  }

  return {
    port: portOf(server),
    add(port) {
      backends.set(port, { ready: false, silent: false, agent: new Agent({ keepAlive: true }) })
      void watch(port)
    },
    remove,
    /** resolves when that process gets requests */
    ready: (port) =>
      new Promise((resolve) => {
        const look = () => {
          if (!backends.get(port)?.ready) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
      }),
    close() {
      for (const port of backends.keys()) remove(port)
      server.close()
      server.closeAllConnections()
    },
  }
}

/**
 * A connection of its own each time: that of the last answer may be about to end.
 * @returns {Promise<boolean | undefined>} undefined: it said nothing
 */
function isReady(port) {
  return new Promise((resolve) => {
    const request = httpRequest({ host: '127.0.0.1', port, path: '/api/health/ready', agent: false, timeout: 5_000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
    request.end()
  })
}

async function passOn(from, response) {
  try {
    const chunks = []
    for await (const chunk of from) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const headers = Object.fromEntries(Object.entries(from.headers).filter(([name]) => !HOP_BY_HOP.includes(name)))
    response.writeHead(from.statusCode, { ...headers, 'content-length': body.length }).end(body)
  } catch (error) {
    answer(response, 502, `an answer was cut off: ${error.message}`)
  }
}

function answer(response, status, why) {
  if (response.headersSent) response.destroy()
  else response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(why) }).end(why)
}
