import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type Koa from 'koa'
import type { Deps } from '../services/deps.js'
import { faultOf, refuse, refuseBytes, refuseExpectation } from './notForUs.js'

/** How long requests may take to come. Milliseconds. */
const TIMEOUTS = { requestTimeout: 30_000, headersTimeout: 15_000, connectionsCheckingInterval: 5_000 }

/** The HTTP server around the application. */
export function createHttpServer(
  app: Koa,
  { lifecycle, log, config }: Pick<Deps, 'lifecycle' | 'log' | 'config'>,
  timeouts = TIMEOUTS,
): Server {
  const keepAliveTimeout = config.keepAliveTimeout * 1000
  const handle = app.callback()
  const serve = (req: IncomingMessage, res: ServerResponse): void => {
    const fault = faultOf(req)
    if (fault) refuse(res, fault, { config, log })
    else void handle(req, res)
  }
  // Host is looked at by faultOf: Node's own refusal has neither a body nor a line in the log
  const server = createServer({ ...timeouts, keepAliveTimeout, requireHostHeader: false, ServerResponse: responsesOf(lifecycle) }, serve)
  // bodyText says 100 Continue, once the body is wanted
  server.on('checkContinue', serve)
  server.on('checkExpectation', (_, res) => refuseExpectation(res, { config, log }))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseBytes(error, socket, { config, log }))
  return server
}

/** While the service stops, each answer is the last one on its connection. */
function responsesOf(lifecycle: Deps['lifecycle']): typeof ServerResponse {
  return class<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
    override writeHead(...head: unknown[]): this {
      if (lifecycle.stopping && !this.headersSent) this.setHeader('Connection', 'close')
      return super.writeHead(...(head as [number]))
    }
  }
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
