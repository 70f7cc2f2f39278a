import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type Koa from 'koa'
import type { Logger } from 'pino'

/** Kept-alive connections have so long at a stop for one more request, whose answer ends them. Milliseconds. */
const LAST_CALL_MS = 300
/** Requests under way have so long at a stop. Milliseconds. */
const LAST_ANSWERS_MS = 7_000

const stopping = new WeakSet<Server>()

/** The HTTP server around the application. */
export function createHttpServer(app: Koa, log: Logger): Server {
  class Response extends ServerResponse<IncomingMessage> {
    override writeHead(...args: unknown[]): this {
      if (stopping.has(server)) this.shouldKeepAlive = false
      return super.writeHead(...(args as Parameters<ServerResponse['writeHead']>)) as this
    }
  }
  const options = { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, ServerResponse: Response }
  const server = createServer(options, app.callback())
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerBadRequest(error, socket, log))
  return server
}

/** What is no proper HTTP never reaches the application: it is answered here, in the shape of all errors, and its connection ends. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Duplex, log: Logger): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const requestId = randomBytes(8).toString('hex')
  log.info({ request_id: requestId, code: error.code }, 'no proper HTTP')
  const body = JSON.stringify({ message: 'This is no proper HTTP request.', code: 'bad_request', request_id: requestId })
  const headers = ['HTTP/1.1 400 Bad Request', 'Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close']
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * Ends a server so that no request is lost: each answer from now on says `Connection: close`, and is its connection's last. Who would be cut
 * in the moment between two requests has had the time to send one more; who does not come to an end is cut in the end.
 */
export async function stopServer(server: Server): Promise<void> {
  stopping.add(server)
  await delay(LAST_CALL_MS)
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(cut)
}

/**
 * Starts to listen; answers the port, which the system has chosen if `port` is 0.
 * @throws Error that says what to do when the address cannot be had
 */
export async function listenOn(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, host, port)))
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is in use. Stop what listens there, or set PORT to another one.`)
    case 'EACCES':
      return new Error(`Port ${port} of ${host} is not for this user to listen on. Set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host}. Set HOST to one that it has, or to 0.0.0.0 for all.`)
    default:
      return error
  }
}
