import type { AddressInfo, Server } from 'node:net'

/** Listens on a free port of this machine. @returns the port */
export async function listen(server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  return (server.address() as AddressInfo).port
}

/** Closes a server with all its connections. */
export async function closeServer(server: Server & { closeAllConnections?(): void }): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections?.()
  })
}
