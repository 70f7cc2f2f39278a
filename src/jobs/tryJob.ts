import type { Logger } from 'pino'
import { type SpanOptions, traced } from '../lib/tracing.js'
import { pauseAfter } from './backoff.js'
import { claim, holding } from './claim.js'
import { JobFailure, type JobKind, type JobRow, type Pointless } from './job.js'

export interface JobDeps {
  log: Logger
  now(): number
  /** spreads retries; from 0 to 1 */
  random(): number
}

/** Pauses between tries to note what became of a job. Milliseconds. */
const NOTE_AGAIN_MS = [100, 1_000, 5_000]

/** What the lane learns of a try. After `ends_round` it looks for no more jobs until the next poll. */
export type Tried = 'done' | 'not_done' | 'ends_round'

/** Tries one job, in the trace of the request that it follows from, if this process has served that. */
export function tryJob<Row extends JobRow>(kind: JobKind<Row>, row: Row, deps: JobDeps, stop: AbortSignal): Promise<Tried> {
  return traced(spanOf(kind, row), async (span) => {
    const tried = await tryOnce(kind, row, deps, stop)
    span.set({ 'flexisip_accounts.outcome': tried })
    if (tried === 'ends_round') span.fail()
    return tried
  })
}

function spanOf<Row extends JobRow>({ name, about }: JobKind<Row>, row: Row): SpanOptions {
  const { request_id: after, channel, kind } = about(row) as { request_id?: string; channel?: string; kind?: string }
  const attributes = { 'flexisip_accounts.job': row.id, 'flexisip_accounts.channel': channel, 'flexisip_accounts.kind': kind }
  return { name, kind: 'consumer', after, attributes }
}

/**
 * Tries one job: claims it, does it and notes what became of it.
 * @param stop the service stops: the try is left as it is, and its lease expires
 * @throws Error when the database fails
 */
async function tryOnce<Row extends JobRow>(kind: JobKind<Row>, row: Row, deps: JobDeps, stop: AbortSignal): Promise<Tried> {
  const job = await claim(kind, row, deps)
  if (!job) return 'not_done'
  const pointless = await kind.pointless?.(job)
  if (pointless) {
    await giveUp(kind, job, pointless, deps)
    return 'not_done'
  }
  try {
    await holding(kind, job, deps, stop, (signal) => kind.run(job, signal))
  } catch (error) {
    if (stop.aborted) return 'not_done'
    await postpone(kind, job, error, deps)
    return kind.endsRound(error) ? 'ends_round' : 'not_done'
  }
  await note(kind, job, deps, () => kind.table.done(job)) // done is done, also when another process holds the job by now
  deps.log.debug({ event: `${kind.name}_done`, ...kind.about(job) }, `${kind.name} done`)
  kind.observe?.(job, 'done')
  return 'done'
}

async function postpone<Row extends JobRow>(kind: JobKind<Row>, job: Row, error: unknown, deps: JobDeps): Promise<void> {
  const { log, now, random } = deps
  const reason = (error as Partial<Error> | undefined)?.message || 'unknown error'
  const { permanent = false, retryAfterSeconds = 0 } = error instanceof JobFailure ? error : {}
  const retry = kind.retry(job)
  const nextTry = now() + Math.max(pauseAfter(job, retry, random()), retryAfterSeconds * 1000)
  if (permanent || nextTry >= retry.deadline) {
    await giveUp(kind, job, { reason, level: 'error' }, deps)
    return
  }
  const next = new Date(nextTry)
  log.warn(
    { event: `${kind.name}_retried`, ...kind.about(job), error: reason, next_try_at: next.toISOString() },
    `${kind.name} not done: it is tried again`,
  )
  kind.observe?.(job, 'retried')
  await note(kind, job, deps, () => kind.table.postpone(job, next, reason))
}

async function giveUp<Row extends JobRow>(kind: JobKind<Row>, job: Row, { reason, level }: Pointless, deps: JobDeps): Promise<void> {
  await note(kind, job, deps, () => kind.table.giveUp(job, reason))
  deps.log[level]({ event: `${kind.name}_given_up`, ...kind.about(job), error: reason }, `${kind.name} given up`)
  kind.observe?.(job, 'given_up')
}

/** A job that was done and not noted would be done twice, so a database that fails for a moment is asked again. */
async function note<Row extends JobRow>(kind: JobKind<Row>, job: Row, { log }: JobDeps, write: () => Promise<unknown>): Promise<void> {
  for (const pause of NOTE_AGAIN_MS) {
    try {
      await write()
      return
    } catch (error) {
      log.warn(
        { event: `${kind.name}_not_noted`, ...kind.about(job), error: (error as Error).message },
        `what became of the ${kind.name} could not be noted: it may be done twice`,
      )
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
  await write()
}
