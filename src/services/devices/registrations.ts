import type { Logger } from 'pino'
import type { Database, Transaction } from '../../db/client.js'
import type { Aor } from '../../domain/sip.js'
import { asRead, claimed, type JobKind, type JobTable, type JobTimes, ours } from '../../jobs/job.js'
import { createQueue } from '../../jobs/queue.js'
import type { Registrar } from '../../registrar/registrar.js'

/**
 * Has Flexisip drop the registrations of an address whose account is gone, closed or has a new password, so that no old phone keeps
 * ringing. A removal is a row written in the transaction of that change, so it happens if, and only if, that is committed; it is retried
 * while Flexisip is down. Without a registrar nothing is written and nothing done.
 */
export interface RegistrationRemovals {
  enqueueRemoval(tx: Transaction, aor: Aor): Promise<void>
  /** Call after the commit: starts on what is due, and waits for nothing. */
  deliver(): void
  /** Removes what is due and resolves when it has been tried; the number of removals done. */
  drain(): Promise<number>
  /** Looks for due removals every few seconds: retries, and what another process left. */
  start(): void
  stop(): Promise<void>
}

export interface RegistrationRemovalsOptions {
  db: Database
  registrar: Registrar | undefined
  log: Logger
  now(): number
}

/** Doing a removal twice does no harm. */
const TIMES: JobTimes = { poll: 5_000, lease: 120_000, renew: 30_000, run: 900_000 }
const STOP_MS = 4_000
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 300_000
/** Longer than phones register for. */
const GIVE_UP_MS = 7 * 86_400_000

const NO_REMOVALS: RegistrationRemovals = {
  enqueueRemoval: async () => undefined,
  deliver: () => undefined,
  drain: async () => 0,
  start: () => undefined,
  stop: async () => undefined,
}

export function createRegistrationRemovals({ db: { prisma }, registrar, log, now }: RegistrationRemovalsOptions): RegistrationRemovals {
  if (!registrar) return NO_REMOVALS
  const queue = createQueue(removalJob(prisma, registrar), { log, now, random: Math.random })
  return {
    async enqueueRemoval(tx, { username, domain }) {
      const createdAt = new Date(now())
      await tx.registrationRemoval.create({ data: { username, domain, createdAt, nextTryAt: createdAt }, select: { id: true } })
    },
    deliver: queue.kick,
    drain() {
      queue.kick()
      return queue.atRest()
    },
    start: queue.start,
    stop: () => queue.stop(STOP_MS),
  }
}

type Prisma = Database['prisma']
type RemovalRow = Awaited<ReturnType<Prisma['registrationRemoval']['findMany']>>[number]

/** One at a time, as a command socket has it. */
const removalJob = (prisma: Prisma, registrar: Registrar): JobKind<RemovalRow> => ({
  name: 'registration_removal',
  table: removalTable(prisma),
  width: 1,
  times: TIMES,
  oneFailureEndsRound: true, // a registrar that is down is not asked once per row
  retry: ({ createdAt }) => ({
    first: FIRST_RETRY_MS,
    longest: LONGEST_RETRY_MS,
    deadline: createdAt.getTime() + GIVE_UP_MS,
    spread: 0,
  }),
  run: (row) => registrar.removeAll(row),
  about: ({ id, tries }) => ({ removal_id: id, tries }),
})

function removalTable({ registrationRemoval: table }: Prisma): JobTable<RemovalRow> {
  return {
    due: (time, take, inHand) =>
      table.findMany({ where: { nextTryAt: { lte: time }, id: { notIn: [...inHand] } }, orderBy: { nextTryAt: 'asc' }, take }),
    claim: async (row, until) => (await table.updateMany({ where: asRead(row), data: claimed(row, until) })).count > 0,
    renew: async (row, nextTryAt) => (await table.updateMany({ where: ours(row), data: { nextTryAt } })).count > 0,
    postpone: (row, nextTryAt, reason) => table.updateMany({ where: ours(row), data: { nextTryAt, lastError: reason.slice(0, 500) } }),
    // done is done, also when another process holds the removal by now
    done: ({ id }) => table.deleteMany({ where: { id } }),
    giveUp: (row) => table.deleteMany({ where: ours(row) }),
  }
}
