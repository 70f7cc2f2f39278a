import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type Koa from 'koa'
import type { Deps } from '../services/deps.js'

/** The HTTP server around the application. */
export function createHttpServer(app: Koa, deps: Pick<Deps, 'lifecycle' | 'log'>): Server {
  const timeouts = { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }
  const server = createServer({ ...timeouts, ServerResponse: responsesOf(deps) }, app.callback())
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answerBadRequest(error, socket, deps))
  return server
}

/** While the service stops, each answer is the last one on its connection. */
function responsesOf({ lifecycle }: Pick<Deps, 'lifecycle'>): typeof ServerResponse {
  return class<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
    override writeHead(...head: unknown[]): this {
      if (lifecycle.stopping && !this.headersSent) this.setHeader('Connection', 'close')
      return super.writeHead(...(head as [number]))
    }
  }
}

/** Answers bytes that are not HTTP, which never reach the application, in the shape of all errors, and ends the connection. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Duplex, { log }: Pick<Deps, 'log'>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const requestId = randomBytes(8).toString('hex')
  log.info({ event: 'bad_request', request_id: requestId, code: error.code }, 'request is not HTTP')
  const body = JSON.stringify({ message: 'This is no proper HTTP request.', code: 'bad_request', request_id: requestId })
  const headers = ['HTTP/1.1 400 Bad Request', 'Content-Type: application/json', `Content-Length: ${body.length}`, 'Connection: close']
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}

/**
 * Starts to listen; answers the port, which the system has chosen if `port` is 0.
 * @param variable what sets the port
 * @throws Error that says what to do when the address cannot be had
 */
export async function listenOn(server: Server, host: string, port: number, variable = 'PORT'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, host, port, variable)))
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

function explained(error: NodeJS.ErrnoException, host: string, port: number, variable: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is in use. Stop what listens there, or set ${variable} to another one.`)
    case 'EACCES':
      return new Error(`Port ${port} of ${host} is not for this user to listen on. Set ${variable} to one above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host}. Set HOST to one that it has, or to 0.0.0.0 for all.`)
    default:
      return error
  }
}
