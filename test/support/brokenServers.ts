import { createServer, type Socket } from 'node:net'
import { listen } from './servers.js'

/** A far end that does not do what it should, on 127.0.0.1. */
export interface BrokenServer {
  port: number
  close(): Promise<void>
}

/** Accepts connections and never says a word. */
export const silentServer = (): Promise<BrokenServer> => broken(() => {})

/** Says something that is neither TLS nor HTTP. */
export const babblingServer = (): Promise<BrokenServer> =>
  broken((socket) => socket.write('\u0007 220 what is this, a \r\n\r\n server?\r\n'))

/** Ends every connection at once. */
export const rudeServer = (): Promise<BrokenServer> => broken((socket) => socket.resetAndDestroy())

/** A port that nobody listens on (any more). */
export async function closedPort(): Promise<number> {
  const server = await silentServer()
  await server.close()
  return server.port
}

/** Does with each connection what `greet` does, and reads nothing. */
export async function broken(greet: (socket: Socket) => void): Promise<BrokenServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.resume()
    greet(socket)
  })
  const port = await listen(server)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
