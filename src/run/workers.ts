import cluster, { type Worker } from 'node:cluster'
import type { Logger } from 'pino'

/** A worker that dies sooner than this after its start is not replaced at once. Milliseconds. */
const TOO_SOON_MS = 1_000

/**
 * Keeps so many processes serving: a worker that dies is replaced, and a stop is passed on.
 * @returns the port, once the first of them listens
 * @throws Error when one dies before any has listened: the next would fare no better
 */
export function supervise(count: number, log: Logger): Promise<number> {
  // Each worker accepts from the one queue of the kernel. Were the primary to accept and to pass connections on (round-robin, Node's default), those on
  // their way to a worker that is killed would stay open with nobody to answer them.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  let stopping = false
  const stop = (signal: NodeJS.Signals): void => {
    stopping = true
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)

  return new Promise((resolve, reject) => {
    let served = false
    const start = (): void => {
      if (stopping) return
      const born = Date.now()
      const worker = cluster.fork()
      worker.on('listening', ({ port }) => {
        served = true
        log.info({ event: 'worker_started', worker: worker.process.pid }, 'worker serves')
        resolve(port)
      })
      worker.on('exit', (code, signal) => replace(worker, born, code, signal))
    }
    const replace = (worker: Worker, born: number, code: number, signal: string): void => {
      if (stopping) return
      if (!served) {
        stop('SIGTERM')
        reject(new Error('The workers do not start.'))
        return
      }
      log.error({ event: 'worker_died', worker: worker.process.pid, code, signal }, 'worker died and is replaced')
      setTimeout(start, Date.now() - born < TOO_SOON_MS ? TOO_SOON_MS : 0)
    }
    for (let i = 0; i < count; i++) start()
  })
}
