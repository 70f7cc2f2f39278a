import cluster from 'node:cluster'
import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { stopTracing } from '../lib/tracing.js'
import type { RunningDeps } from './openDeps.js'

const SIGNALS = ['SIGTERM', 'SIGINT'] as const
/** How long everything together may take once nothing new is accepted. Milliseconds. */
const STOP_MS = 9_500
/** How long an idle connection is kept then, for a request that is on its way. Milliseconds. */
const IDLE_MS = 500
/** How long a request in flight may take then. Milliseconds. */
const REQUEST_MS = 8_000

/**
 * Ends this process in good order at SIGTERM: at once it says that it is not ready, and every answer ends its connection; it serves on for
 * STOP_DELAY, while load balancers look away; then it accepts nothing more, ends what is in flight, and exits. SIGINT, from a
 * terminal, knows no delay, and a second one no grace; a second SIGTERM changes nothing, as a worker gets one from its supervisor and another
 * from a system that ends all processes of a service.
 */
export function stopInGoodOrder(server: Server, deps: RunningDeps): void {
  const { config, lifecycle, log } = deps
  const serveOn = config.stopDelay * 1000
  let signal: (typeof SIGNALS)[number] | undefined
  const { close } = closeWithGrace({ delay: serveOn + STOP_MS, logger: false, skip: [...SIGNALS] }, async ({ err }) => {
    lifecycle.stopping = true
    if (err) log.fatal({ event: 'stopping', err }, 'service stops after an error')
    else log.info({ event: 'stopping', signal }, 'service stops')
    if (signal === 'SIGTERM' && serveOn > 0) await delay(serveOn)
    await Promise.all([endConnections(server), deps.stopWork()])
    await deps.close()
    await stopTracing()
  })
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (!lifecycle.stopping) {
        signal = name
        void close()
      } else if (name === 'SIGINT' && cluster.isPrimary) process.exit(1)
    })
  }
}

/** Accepts no more connections, and resolves when the last one has ended. */
async function endConnections(server: Server): Promise<void> {
  // not as the HTTP server closes: it would cut idle connections at once, and with them requests that are on their way
  const ended = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()))
  const timers = [
    setTimeout(() => server.closeIdleConnections(), IDLE_MS),
    setTimeout(() => server.closeAllConnections(), REQUEST_MS), // a connection on which nothing ever came, say
  ]
  await ended
  for (const timer of timers) clearTimeout(timer)
}
