import { createServer } from 'node:net'
import { closeServer } from './servers.js'

/** As much of Redis as a connection and `INFO` take, with this `maxmemory-policy`. */
export async function redisWithPolicy(policy: string): Promise<{ url: string; close(): Promise<void> }> {
  const info = `redis_version:7.0.0\r\nloading:0\r\nmaxmemory_policy:${policy}\r\n`
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      for (const [, name] of chunk.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g))
        socket.write(name!.toLowerCase() === 'info' ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `redis://127.0.0.1:${(server.address() as { port: number }).port}`, close: () => closeServer(server) }
}
