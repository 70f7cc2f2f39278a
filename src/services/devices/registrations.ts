import type { Logger } from 'pino'
import type { Database } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import type { Aor } from '../../domain/sip.js'
import { asRead, claimed, JobFailure, type JobKind, type JobTable, type JobTimes, ours } from '../../jobs/job.js'
import { createJobs, type Jobs, NO_JOBS } from '../../jobs/jobs.js'
import { type AuthCache, type Registrar, RegistrarDown } from '../../registrar/registrar.js'
import { writeRemovals } from './removals.sql.js'

/**
 * Has Flexisip drop the registrations of an address whose account is gone, closed or has a new password, so that no old phone keeps
 * ringing, and forget the old password. A removal is a row written in the transaction of that change, so it happens if, and only if, that is committed;
 * it is retried while Flexisip is down. Without a registrar and a command socket nothing is written and nothing done.
 *
 * What goes depends on the account as it is when the removal is done. An active one keeps what registered after the change, or after it was made anew;
 * of one that is closed or gone everything goes, as nobody may register.
 */
export interface RegistrationRemovals extends Jobs {
  /** whether there is a registrar or a command socket to do it at */
  readonly configured: boolean
  /**
   * @param closed the accounts are closed or gone: who registers with a password that Flexisip remembers is removed once it has forgotten it
   */
  enqueueRemovals(tx: RawStatements, aors: readonly Aor[], closed?: 'closed'): Promise<void>
}

export interface RegistrationRemovalsOptions {
  db: Database
  registrar: Registrar | undefined
  authCache: AuthCache | undefined
  /** Flexisip's `cache-expire`, in seconds; 0: it remembers no password */
  cacheExpire: number
  log: Logger
  now(): number
}

/** Doing a removal twice does no harm. */
const TIMES: JobTimes = { poll: 5_000, lease: 120_000, renew: 30_000, run: 900_000 }
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 300_000
/** Longer than phones register for. */
const GIVE_UP_MS = 7 * 86_400_000
/** After `cache-expire`, until a closed account is looked at again: clocks differ. */
const CACHE_MARGIN_MS = 60_000
/** An account that was made anew keeps what registered in its first second. */
const SECOND_MS = 1_000

const NO_REMOVALS: RegistrationRemovals = {
  ...NO_JOBS,
  configured: false,
  enqueueRemovals: async () => undefined,
}

export function createRegistrationRemovals(options: RegistrationRemovalsOptions): RegistrationRemovals {
  const { registrar, authCache, cacheExpire, log, now } = options
  if (!registrar && !authCache) return NO_REMOVALS
  return {
    ...createJobs(removalJob(options), { log, now }),
    configured: true,
    async enqueueRemovals(tx, aors, closed) {
      const again = closed && registrar && cacheExpire > 0 ? new Date(now() + cacheExpire * 1_000 + CACHE_MARGIN_MS) : null
      await writeRemovals(tx, aors, new Date(now()), again)
    },
  }
}

type Prisma = Database['prisma']
type RemovalRow = Awaited<ReturnType<Prisma['registrationRemoval']['findMany']>>[number]

/** One at a time, as a command socket has it. */
const removalJob = ({ db: { prisma }, registrar, authCache }: RegistrationRemovalsOptions): JobKind<RemovalRow> => ({
  name: 'registration_removal',
  table: removalTable(prisma),
  width: 1,
  times: TIMES,
  // a registrar that is down is not asked once per address; an address that fails keeps no other waiting
  endsRound: (error) => error instanceof RegistrarDown,
  retry: ({ createdAt }) => ({
    first: FIRST_RETRY_MS,
    longest: LONGEST_RETRY_MS,
    deadline: createdAt.getTime() + GIVE_UP_MS,
    spread: 0,
  }),
  async run(row) {
    // first, or an old phone could come back by it
    const remembered = await authCache?.forget(row).then(
      () => undefined,
      (error: Error) => error,
    )
    await registrar?.removeAll(row, await keptAfter(prisma, row))
    if (remembered) throw new JobFailure(`Flexisip may still know the old password: ${remembered.message}`)
  },
  about: ({ id, tries }) => ({ removal_id: id, tries }),
})

/** What registered later than this stays; undefined: nobody may be registered. */
async function keptAfter(prisma: Prisma, { username, domain, createdAt }: RemovalRow): Promise<Date | undefined> {
  const account = await prisma.account.findUnique({
    where: { username_domain: { username, domain } },
    select: { activated: true, createdAt: true },
  })
  return account?.activated ? new Date(Math.max(createdAt.getTime(), account.createdAt.getTime() - SECOND_MS)) : undefined
}

/** A removal is still ours: neither another process has it, nor has a later change taken its place. */
const stillOurs = (row: RemovalRow) => ({ ...ours(row), createdAt: row.createdAt })

function removalTable({ registrationRemoval: table }: Prisma): JobTable<RemovalRow> {
  return {
    due: (time, take, inHand) =>
      table.findMany({ where: { nextTryAt: { lte: time }, id: { notIn: [...inHand] } }, orderBy: { nextTryAt: 'asc' }, take }),
    claim: async (row, until) =>
      (await table.updateMany({ where: { ...asRead(row), createdAt: row.createdAt }, data: claimed(row, until) })).count > 0,
    renew: async (row, nextTryAt) => (await table.updateMany({ where: stillOurs(row), data: { nextTryAt } })).count > 0,
    postpone: (row, nextTryAt, reason) => table.updateMany({ where: stillOurs(row), data: { nextTryAt, lastError: reason.slice(0, 500) } }),
    // done is done, also when another process holds the removal by now; not when a later change has taken its place
    done: ({ id, createdAt, tries, nextTryAt, againAt }) => {
      const where = { id, createdAt, tries: { gte: tries } }
      const begun = nextTryAt.getTime() - TIMES.lease
      return againAt && begun < againAt.getTime()
        ? table.updateMany({ where, data: { nextTryAt: againAt, lastError: null } })
        : table.deleteMany({ where })
    },
    giveUp: (row) => table.deleteMany({ where: stillOurs(row) }),
  }
}
