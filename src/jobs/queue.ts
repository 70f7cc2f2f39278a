import { setMaxListeners } from 'node:events'
import type { JobKind, JobRow } from './job.js'
import { createLane } from './lane.js'
import { type JobDeps, tryJob } from './tryJob.js'

/** A durable queue of one kind of jobs: a job is a row, written in the transaction that it follows from. */
export interface Queue {
  /** Looks for due jobs now. */
  kick(): void
  /** Resolves when nothing is due and nothing in hand: how many were done since the queue was last at rest. */
  atRest(): Promise<number>
  /** Looks for due jobs every few seconds: retries, and what another process left. */
  start(): void
  /**
   * Takes no more jobs and waits for those in hand.
   * @param patience after so many milliseconds their work is ended, and left to another process
   */
  stop(patience: number): Promise<void>
}

/** How long ended work may take to notice. Milliseconds. */
const LAST_WORDS_MS = 1_000

export function createQueue<Row extends JobRow>(kind: JobKind<Row>, deps: JobDeps): Queue {
  const { log, now } = deps
  const stopping = new AbortController()
  setMaxListeners(kind.width + 1, stopping.signal) // one for each job in hand
  let timer: NodeJS.Timeout | undefined
  const lane = createLane<Row>({
    width: kind.width,
    find: (count, inHand) => kind.table.due(new Date(now()), count, inHand),
    attempt: (row) => tryJob(kind, row, deps, stopping.signal),
    failed: (error) => log.error({ event: `${kind.name}_queue_failed`, err: error }, `the ${kind.name} jobs cannot be read or written`),
  })
  return {
    kick: lane.kick,
    atRest: lane.atRest,
    start() {
      timer ??= setInterval(lane.kick, kind.times.poll).unref()
      lane.kick()
    },
    async stop(patience) {
      clearInterval(timer)
      lane.stop()
      const done = lane.atRest()
      await within(done, patience)
      stopping.abort(new Error('the service stops'))
      await within(done, LAST_WORDS_MS)
    },
  }
}

/** Waits for work, so many milliseconds at most. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms)
    }),
  ])
  clearTimeout(timer)
}
