import type { Logger } from 'pino'
import type { Database } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import { asRead, claimed, JobFailure, type JobKind, type JobTable, type JobTimes, ours } from '../../jobs/job.js'
import { createJobs, type Jobs, NO_JOBS } from '../../jobs/jobs.js'
import type { B2buaChannel } from '../../registrar/b2buaChannel.js'
import { RegistrarDown } from '../../registrar/registrar.js'
import { writeNotices } from './notices.sql.js'

/**
 * Has Flexisip's B2BUA read external accounts anew. A notice is a row written in the transaction of a change, of the external account or of the account that has it, so it goes out
 * if, and only if, that is committed; it is retried while Redis is down or nobody listens. Without a channel nothing is written and nothing done.
 */
export interface B2buaNotices extends Jobs {
  /** Notes that the external accounts of accounts are to be read anew, of those that have one: before a change of its name and before a deletion, and after any other change. */
  enqueue(tx: RawStatements, ...accountIds: number[]): Promise<void>
}

export interface B2buaNoticesOptions {
  db: Database
  channel: B2buaChannel | undefined
  log: Logger
  now(): number
}

/** Sending a notice twice does no harm. */
const TIMES: JobTimes = { poll: 5_000, lease: 60_000, renew: 20_000, run: 30_000 }
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 300_000
const GIVE_UP_MS = 7 * 86_400_000
/** A B2BUA that does not listen for so long is not running: it reads everything when it starts. */
const UNHEARD_MS = 900_000

const NO_NOTICES: B2buaNotices = { ...NO_JOBS, enqueue: async () => undefined }

export function createB2buaNotices({ db, channel, log, now }: B2buaNoticesOptions): B2buaNotices {
  if (!channel) return NO_NOTICES
  return {
    ...createJobs(noticeJob(db.prisma, channel, now), { log, now }),
    enqueue: (tx, ...accountIds) => writeNotices(tx, accountIds, new Date(now())),
  }
}

type Prisma = Database['prisma']
type NoticeRow = Awaited<ReturnType<Prisma['b2buaNotice']['findMany']>>[number]

const noticeJob = (prisma: Prisma, channel: B2buaChannel, now: () => number): JobKind<NoticeRow> => ({
  name: 'b2bua_notice',
  table: noticeTable(prisma),
  width: 1,
  times: TIMES,
  endsRound: (error) => error instanceof RegistrarDown,
  retry: ({ createdAt }) => ({
    first: FIRST_RETRY_MS,
    longest: LONGEST_RETRY_MS,
    deadline: createdAt.getTime() + GIVE_UP_MS,
    spread: 0,
  }),
  async run(row) {
    const heard = await channel.announce(row, row.accountId)
    if (heard === 0 && now() - row.createdAt.getTime() < UNHEARD_MS) throw new JobFailure('no B2BUA listens')
  },
  about: ({ id, tries }) => ({ notice_id: id, tries }),
})

/** A notice is still ours: neither another process has it, nor has a later change taken its place. */
const stillOurs = (row: NoticeRow) => ({ ...ours(row), createdAt: row.createdAt })

function noticeTable({ b2buaNotice: table }: Prisma): JobTable<NoticeRow> {
  return {
    due: (time, take, inHand) =>
      table.findMany({ where: { nextTryAt: { lte: time }, id: { notIn: [...inHand] } }, orderBy: { nextTryAt: 'asc' }, take }),
    claim: async (row, until) =>
      (await table.updateMany({ where: { ...asRead(row), createdAt: row.createdAt }, data: claimed(row, until) })).count > 0,
    renew: async (row, nextTryAt) => (await table.updateMany({ where: stillOurs(row), data: { nextTryAt } })).count > 0,
    postpone: (row, nextTryAt, reason) => table.updateMany({ where: stillOurs(row), data: { nextTryAt, lastError: reason.slice(0, 500) } }),
    // not when a later change has taken its place
    done: ({ id, createdAt, tries }) => table.deleteMany({ where: { id, createdAt, tries: { gte: tries } } }),
    giveUp: (row) => table.deleteMany({ where: stillOurs(row) }),
  }
}
