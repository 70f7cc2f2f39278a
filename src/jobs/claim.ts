import type { Logger } from 'pino'
import { withDeadlineOr } from '../lib/deadline.js'
import type { JobKind, JobRow } from './job.js'

interface ClaimDeps {
  log: Logger
  now(): number
}

/** Claims a job. @returns the row as it is now; undefined when another process has it. @throws Error when the database fails */
export async function claim<Row extends JobRow>({ table, times }: JobKind<Row>, row: Row, { now }: ClaimDeps): Promise<Row | undefined> {
  const until = new Date(now() + times.lease)
  return (await table.claim(row, until)) ? { ...row, tries: row.tries + 1, nextTryAt: until } : undefined
}

/** Runs work on a claimed job within its time, and renews the lease meanwhile. Once the job is another's, or gone, the work is ended. */
export async function holding<Row extends JobRow>(
  { name, table, times, about }: JobKind<Row>,
  row: Row,
  { log, now }: ClaimDeps,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const lost = new AbortController()
  const onStop = (): void => lost.abort(stop.reason)
  stop.addEventListener('abort', onStop, { once: true })
  let renewal: Promise<void> = Promise.resolve()
  const renew = async (): Promise<void> => {
    try {
      if (!(await table.renew(row, new Date(now() + times.lease)))) lost.abort(new Error(`the ${name} is no longer ours`))
    } catch (error) {
      log.warn({ event: 'lease_not_renewed', ...about(row), error: (error as Error).message }, 'lease not renewed')
    }
  }
  const timer = setInterval(() => {
    renewal = renewal.then(renew)
  }, times.renew).unref()
  try {
    if (stop.aborted) onStop()
    await withDeadlineOr(lost.signal, times.run, work)
  } finally {
    clearInterval(timer)
    stop.removeEventListener('abort', onStop)
    await renewal // so that no late one overwrites what is noted next
  }
}
