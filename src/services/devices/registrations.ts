import type { Logger } from 'pino'
import type { Database, Transaction } from '../../db/client.js'
import type { Aor } from '../../domain/sip.js'
import { createLane } from '../../jobs/messageLane.js'
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

const POLL_MS = 5_000
/** A removal in the hands of a process that died is taken up again after this long. Doing one twice does no harm. Milliseconds. */
const LEASE_MS = 120_000
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
  let timer: NodeJS.Timeout | undefined

  type Row = Awaited<ReturnType<typeof prisma.registrationRemoval.findMany>>[number]

  // one at a time, as a command socket has it; a failure ends the round, so that a registrar that is down is not asked once per row
  const lane = createLane<Row>({
    width: 1,
    find: (take, inHand) =>
      prisma.registrationRemoval.findMany({
        where: { nextTryAt: { lte: new Date(now()) }, id: { notIn: inHand } },
        orderBy: { nextTryAt: 'asc' },
        take,
      }),
    attempt,
    failed: (error) => log.warn({ err: error }, 'registrations not removed yet'),
  })

  /** @throws Error when the registrations are still there */
  async function attempt(row: Row): Promise<boolean> {
    const claim = await prisma.registrationRemoval.updateMany({
      where: { id: row.id, nextTryAt: row.nextTryAt },
      data: { nextTryAt: new Date(now() + LEASE_MS), tries: { increment: 1 } },
    })
    if (claim.count === 0) return false
    try {
      await registrar!.removeAll(row)
    } catch (error) {
      await postpone(row, error)
      throw error
    }
    await prisma.registrationRemoval.deleteMany({ where: { id: row.id } })
    return true
  }

  async function postpone(row: Row, error: unknown): Promise<void> {
    const nextTry = now() + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** row.tries)
    if (nextTry >= row.createdAt.getTime() + GIVE_UP_MS) {
      log.error({ removal_id: row.id, tries: row.tries + 1 }, 'registrations not removed: given up')
      await prisma.registrationRemoval.deleteMany({ where: { id: row.id } })
      return
    }
    const lastError = (error as Error).message.slice(0, 500)
    await prisma.registrationRemoval.updateMany({ where: { id: row.id }, data: { nextTryAt: new Date(nextTry), lastError } })
  }

  return {
    async enqueueRemoval(tx, { username, domain }) {
      const createdAt = new Date(now())
      await tx.registrationRemoval.create({ data: { username, domain, createdAt, nextTryAt: createdAt }, select: { id: true } })
    },
    deliver: lane.kick,
    drain() {
      lane.kick()
      return lane.atRest()
    },
    start() {
      timer ??= setInterval(lane.kick, POLL_MS).unref()
      lane.kick()
    },
    async stop() {
      clearInterval(timer)
      lane.stop()
      await lane.atRest()
    },
  }
}
