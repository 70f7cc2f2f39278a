// Passes bytes on to another port, and counts connections.
import { connect, createServer } from 'node:net'

/** Listens on a port of 127.0.0.1 for what listens on another one. */
export async function startRelay(port, to) {
  let connections = 0
  const sockets = new Set()
  const server = createServer({ allowHalfOpen: true }, (from) => {
    connections++
    const onward = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true })
    for (const [one, other] of [
      [from, onward],
      [onward, from],
    ]) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => sockets.delete(one))
      one.pipe(other)
    }
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve(undefined)))
  return {
    connections: () => connections,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
