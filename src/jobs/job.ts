/** A row of a table of jobs. Columns of that name exist in each such table. */
export interface JobRow {
  id: number
  /** how often it was claimed: the fencing token, see `JobTable` */
  tries: number
  /** when it is due; null once it is done with */
  nextTryAt: Date | null
  createdAt: Date
}

/**
 * The statements on one table of jobs. A claim is one conditional update, so of several processes one has the job. `tries` is its fencing token: a
 * process that finds it raised has lost the job to another, and writes no more about it.
 */
export interface JobTable<Row extends JobRow> {
  /** the jobs that are due, oldest first, without those in hand */
  due(now: Date, count: number, inHand: readonly number[]): Promise<Row[]>
  /** @returns whether the job was still as `row` says */
  claim(row: Row, until: Date): Promise<boolean>
  /** @returns whether the job is still ours */
  renew(row: Row, until: Date): Promise<boolean>
  postpone(row: Row, until: Date, reason: string): Promise<unknown>
  done(row: Row): Promise<unknown>
  giveUp(row: Row, reason: string): Promise<unknown>
}

/** The condition and the change of `claim`, for Prisma. */
export const asRead = <Row extends JobRow>({ id, tries, nextTryAt }: Row): Pick<Row, 'id' | 'tries' | 'nextTryAt'> => ({
  id,
  tries,
  nextTryAt,
})
export const claimed = (row: JobRow, until: Date) => ({ tries: row.tries + 1, nextTryAt: until })
/** The condition that a job is still ours. */
export const ours = ({ id, tries }: JobRow) => ({ id, tries })

/** What becomes of a job: `retried` is a try that failed and will be repeated. */
export type JobOutcome = 'done' | 'retried' | 'given_up'

/** Milliseconds. */
export interface JobTimes {
  /** how often due jobs are looked for: retries, and what other processes left */
  poll: number
  /** a job in the hands of a process that died is taken up again after this long */
  lease: number
  /** how often the lease of a job in hand is renewed; well below `lease` */
  renew: number
  /** one try, whatever the far end does */
  run: number
}

export interface Retry {
  /** the pause after the first try, milliseconds; each further one is twice as long */
  first: number
  /** the longest pause, milliseconds */
  longest: number
  /** when the job is given up, milliseconds since the epoch */
  deadline: number
  /** from 0 to 1: spreads the pause, a quarter more or less for 0.5 */
  spread: number
}

/** One kind of work that is done beside requests, at least once, whatever dies meanwhile. */
export interface JobKind<Row extends JobRow> {
  /** its name in the events of the log: `message` */
  readonly name: string
  readonly table: JobTable<Row>
  /** jobs in hand at most; also all that are in memory */
  readonly width: number
  readonly times: JobTimes
  /** Whether a failure means that the other jobs would fail as well: no more are tried until the next poll. */
  endsRound(error: unknown): boolean
  retry(row: Row): Retry
  /** Why the job is not worth doing any more, if it is not. */
  pointless?(row: Row): Promise<Pointless | undefined>
  /** Does the job. @throws JobFailure, or any error, when it is not done */
  run(row: Row, signal: AbortSignal): Promise<void>
  /** what the log says of the job beside its id and tries: never a secret */
  about(row: Row): Record<string, unknown>
  /** told what becomes of each try */
  observe?(row: Row, outcome: JobOutcome): void
}

export interface Pointless {
  reason: string
  /** how loudly the log says so */
  level: 'info' | 'error'
}

/** A try that failed, with what the queue should know of it. Its text is for the operator and is stored: no secret may be in it. */
export class JobFailure extends Error {
  readonly permanent: boolean
  readonly retryAfterSeconds: number

  /** @param details.permanent no use trying again; retryAfter: seconds that the far end asked us to wait */
  constructor(message: string, { permanent = false, retryAfter = 0 }: { permanent?: boolean; retryAfter?: number | undefined } = {}) {
    super(message)
    this.permanent = permanent
    this.retryAfterSeconds = retryAfter
  }
}
