import cluster from 'node:cluster'
import { createServer, type Server } from 'node:http'
import type { Logger } from 'pino'
import { AggregatorRegistry, type Registry } from 'prom-client'
import type { Config } from '../config/config.js'
import { listenOn } from './httpServer.js'

/**
 * Serves `GET /metrics` for Prometheus on METRICS_PORT, if that is set. It keeps no process alive.
 * @param read the metrics as text
 */
export async function serveMetrics(config: Config, log: Logger, read: () => Promise<string>): Promise<Server | undefined> {
  if (config.metricsPort === undefined) return undefined
  const server = createServer((request, response) => {
    const found = request.method === 'GET' && request.url?.split('?')[0] === '/metrics'
    if (!found) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('GET /metrics\n')
      return
    }
    read().then(
      (text) => response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
      (error: unknown) => {
        log.warn({ event: 'metrics_unreadable', err: error }, 'metrics cannot be read')
        response.writeHead(503, { 'Content-Type': 'text/plain' }).end('The metrics cannot be read.\n')
      },
    )
  })
  const port = await listenOn(server, config.host, config.metricsPort, 'METRICS_PORT')
  server.unref()
  log.info({ event: 'metrics_started', port }, 'metrics are served')
  return server
}

/** In the process that supervises: the metrics of all workers, added up. */
export function metricsOfWorkers(): () => Promise<string> {
  const all = new AggregatorRegistry()
  return () => all.clusterMetrics()
}

/** In a worker: lets the supervisor ask for its metrics. */
export function answerSupervisor(registry: Registry): void {
  if (!cluster.isWorker) return
  new AggregatorRegistry() // it listens
  AggregatorRegistry.setRegistries(registry)
}
