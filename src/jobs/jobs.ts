import type { JobKind, JobRow } from './job.js'
import { createQueue } from './queue.js'
import type { JobDeps } from './tryJob.js'

/** The jobs of one kind, as services and the running service have them. */
export interface Jobs {
  /** Call after the commit that wrote a job: starts on what is due, and waits for nothing. */
  deliver(): void
  /** Does what is due and resolves when it has been tried; the number of jobs done. */
  drain(): Promise<number>
  /** Looks for due jobs every few seconds: new ones, retries, and what another process left. */
  start(): void
  /** Takes no more jobs, and waits for those in hand for some seconds. */
  stop(): Promise<void>
}

/** Where there is no far end. */
export const NO_JOBS: Jobs = {
  deliver: () => undefined,
  drain: async () => 0,
  start: () => undefined,
  stop: async () => undefined,
}

const STOP_MS = 4_000

export function createJobs<Row extends JobRow>(kind: JobKind<Row>, { log, now }: Pick<JobDeps, 'log' | 'now'>): Jobs {
  const queue = createQueue(kind, { log, now, random: Math.random })
  return {
    deliver: queue.kick,
    drain() {
      queue.kick()
      return queue.atRest()
    },
    start: queue.start,
    stop: () => queue.stop(STOP_MS),
  }
}
