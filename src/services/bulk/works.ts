import type { Caller } from '../../caller.js'
import { AppError, notFound } from '../../domain/errors.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'
import {
  actorId,
  type BulkAction,
  type BulkState,
  type BulkWork,
  type Counts,
  type ItemRow,
  KEPT_MS,
  LONGEST_MS,
  MOST_RUNNING,
  type Outcome,
  type WorkRow,
} from './bulk.js'
import { needsTarget, removal } from './drafts.js'

type Db = Pick<Platform, 'db'>

/** Works of a page of the list. */
const LISTED = 50
const NONE: Counts = { waiting: 0, done: 0, left_out: 0, refused: 0 }

/** What was begun in the last days, the newest first. */
export async function listWorks({ db: { prisma } }: Db): Promise<BulkWork[]> {
  const works = await prisma.bulkWork.findMany({
    where: { state: { in: ['running', 'done', 'cancelled', 'failed'] } },
    orderBy: { id: 'desc' },
    take: LISTED,
  })
  return counted({ db: { prisma } } as Db, works)
}

/** The drafts of an administrator that wait for a word, the newest first. */
export async function listDrafts({ db: { prisma }, clock }: Platform, owner: number): Promise<WorkRow[]> {
  const open = { actorId: owner, state: 'draft', expiresAt: { gt: new Date(clock.now()) } }
  return prisma.bulkWork.findMany({ where: open, orderBy: { id: 'desc' } })
}

async function counted({ db: { prisma } }: Db, works: WorkRow[]): Promise<BulkWork[]> {
  return Promise.all(
    works.map(async ({ counts, ...work }) => ({
      ...work,
      action: work.action as BulkAction,
      state: work.state as BulkState,
      counts: counts === null ? await countsOf({ prisma }, work.id) : (JSON.parse(counts) as Counts),
    })),
  )
}

/** What has become of the items of a work so far. */
export async function countsOf({ prisma }: Pick<Db['db'], 'prisma'>, workId: number): Promise<Counts> {
  const groups = await prisma.bulkItem.groupBy({ by: ['outcome'], where: { workId }, _count: { _all: true } })
  return { ...NONE, ...Object.fromEntries(groups.map(({ outcome, _count }) => [outcome, _count._all])) }
}

/** A work; a draft for whoever made it alone. @throws AppError 404 */
export async function getWork(deps: Platform, id: number, asker: number): Promise<BulkWork> {
  const row = await deps.db.prisma.bulkWork.findUnique({ where: { id } })
  const isOver = row?.state === 'draft' && (row.expiresAt?.getTime() ?? 0) <= deps.clock.now()
  const foreign = row?.state === 'draft' && row.actorId !== asker
  if (!row || isOver || foreign || row.state === 'preparing' || row.state === 'removed') throw noSuchWork()
  return (await counted(deps, [row]))[0]!
}

const noSuchWork = () => notFound('There is no such bulk work.')

/** Items on a page. */
export const ITEMS = 100

/** A page of the items of a work, in the order of their numbers. */
export const itemsOfWork = ({ db: { prisma } }: Db, workId: number, outcome: Outcome | undefined, page = 1): Promise<ItemRow[]> =>
  prisma.bulkItem.findMany({
    where: { workId, ...(outcome && { outcome }) },
    orderBy: { number: 'asc' },
    skip: (page - 1) * ITEMS,
    take: ITEMS,
  })

/** Why accounts were left out or refused, and how many. */
export async function reasonsOf({ db: { prisma } }: Db, workId: number): Promise<{ outcome: Outcome; reason: string; count: number }[]> {
  const groups = await prisma.bulkItem.groupBy({
    by: ['outcome', 'reason'],
    where: { workId, outcome: { in: ['left_out', 'refused'] } },
    _count: { _all: true },
    orderBy: [{ outcome: 'asc' }, { reason: 'asc' }],
  })
  return groups.map(({ outcome, reason, _count }) => ({ outcome: outcome as Outcome, reason: reason ?? '', count: _count._all }))
}

/**
 * Has a draft done, once: the job begins with the next look of a process at its queue.
 * @throws AppError 404 when it is no draft of this administrator any more, 429 when as many as may run at a time do
 */
export async function beginWork(deps: Platform, work: BulkWork, caller: Caller): Promise<void> {
  const now = deps.clock.now()
  const owner = actorId(caller)
  if (needsTarget(work) || work.counts.waiting === 0) throw noSuchWork()
  await deps.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.bulkWork.updateMany({
      where: { id: work.id, actorId: owner, state: 'draft', expiresAt: { gt: new Date(now) } },
      data: {
        ...{ state: 'running', startedAt: new Date(now), nextTryAt: new Date(now), expiresAt: null },
        ...{ ipAddress: caller.ip, language: caller.language, requestId: caller.requestId },
        sealedUntil: work.sealedUntil && new Date(now + LONGEST_MS),
      },
    })
    if (count === 0) throw noSuchWork()
    if ((await tx.bulkWork.count({ where: { actorId: owner, state: 'running' } })) > MOST_RUNNING)
      throw new AppError(429, 'rate_limited', 'Wait until one of your bulk works is done.')
    if (work.action === 'import') await auditNobody(deps, tx, caller, 'importAccounts', String(work.counts.waiting))
  })
}

/** What is written when a work ends: passwords that were made stay for an hour. */
export const ending = (now: number, sealedUntil: Date | null) => ({
  endedAt: new Date(now),
  nextTryAt: null,
  expiresAt: new Date(now + KEPT_MS),
  sealedUntil,
})

/** Ends a work that runs, after the accounts that it is at: the others stay as they are. Any administrator may. @returns whether it was running */
export async function cancelWork({ db: { prisma }, clock }: Platform, work: Pick<WorkRow, 'id' | 'sealedUntil'>): Promise<boolean> {
  const now = clock.now()
  return prisma.$transaction(async (tx) => {
    const data = { state: 'cancelled', ...ending(now, passwordsUntil(work, now)) }
    const { count } = await tx.bulkWork.updateMany({ where: { id: work.id, state: 'running' }, data })
    return count > 0
  })
}

/** Takes a draft away. */
export async function dropDraft({ db: { prisma }, clock }: Platform, work: BulkWork, owner: number): Promise<void> {
  await prisma.bulkWork.updateMany({ where: { id: work.id, actorId: owner, state: 'draft' }, data: removal(clock.now()) })
}

/** Passwords that were made stay for an hour after the end. */
export const passwordsUntil = ({ sealedUntil }: Pick<WorkRow, 'sealedUntil'>, now: number): Date | null =>
  sealedUntil && new Date(now + PASSWORDS_MS)
const PASSWORDS_MS = 3_600_000
