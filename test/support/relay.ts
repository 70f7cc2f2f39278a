import { connect, createServer, type Socket } from 'node:net'
import { closeServer, listen } from './servers.js'

export interface Relay {
  port: number
  /** the port of the server */
  to: number
  /** what is done before a piece of a client's words is passed on */
  before: (words: Buffer) => Promise<unknown>
  close(): Promise<void>
}

/** Passes everything on to a server on this machine, and lets a test do something in the middle of it. */
export async function relayTo(port: number): Promise<Relay> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const far = connect(relay.to, '127.0.0.1')
    for (const socket of [client, far]) sockets.add(socket.on('error', () => undefined))
    let passed: Promise<unknown> = Promise.resolve()
    client.on('data', (words) => {
      passed = passed.then(() => relay.before(words)).then(() => far.write(words))
    })
    client.on('close', () => far.destroy())
    far.pipe(client)
  })
  const relay: Relay = {
    port: await listen(server),
    to: port,
    before: async () => undefined,
    async close() {
      for (const socket of sockets) socket.destroy()
      await closeServer(server)
    },
  }
  return relay
}
