import { isForeignKeyViolation, isUnavailable, isUniqueViolation } from '../../../db/errors.js'
import { AppError } from '../../../domain/errors.js'
import type { With } from '../../deps.js'
import { callerOfWork, type ItemRow, letOthers, slices, type WorkRow } from '../bulk.js'
import { ending, passwordsUntil } from '../works.js'
import { changeOf } from './change.js'
import { importItems } from './importItems.js'
import { type DoSome, Taken, writeOutcome } from './outcome.js'

type RunDeps = With<'limits' | 'outbound'>
/** Items that are read at once. */
const READ = 200
/** Items of one transaction. PostgreSQL locks what a transaction touches, so there each account has its own: two that wait for each other would both be lost. */
const TOGETHER = { sqlite: 20, postgresql: 1 } as const
const IMPORTED_TOGETHER = 100
const DELETED_TOGETHER = 15
/** Transactions at a time. SQLite has one writer. */
const ABREAST = { sqlite: 1, postgresql: 4 } as const
/** A fault that is none of the account's stops the work, which is tried again; from this try on the account is skipped. */
const PATIENCE = 4

/** Does what is left of a work. @throws Error when the database fails: what is not done yet is done by the next try */
export async function runWork(deps: RunDeps, work: WorkRow, signal: AbortSignal): Promise<void> {
  const { prisma } = deps.db
  const manner = mannerOf(deps, work)
  for (;;) {
    const items = await prisma.bulkItem.findMany({
      where: { workId: work.id, outcome: 'waiting' },
      orderBy: { number: 'asc' },
      take: READ,
    })
    const goesOn = items.length > 0 && (await doItems(deps, work, manner, items, signal))
    deps.outbound.removals.deliver()
    deps.outbound.b2bua.deliver()
    const sent = deps.outbound.messenger.deliver()
    if (!goesOn) return sent // the accounts do not wait for the mails
  }
}

interface Manner {
  doSome: DoSome
  /** items of one transaction */
  together: number
  /** transactions at a time */
  abreast: number
}

function mannerOf(deps: RunDeps, work: WorkRow): Manner {
  const { provider } = deps.db
  if (work.action === 'import') return { doSome: importItems(deps, work, callerOfWork(work)), together: IMPORTED_TOGETHER, abreast: 1 }
  if (work.action === 'delete') return { doSome: changeOf(deps, work, callerOfWork(work)), together: DELETED_TOGETHER, abreast: 1 }
  const together = work.action === 'invite' ? 1 : TOGETHER[provider]
  return { doSome: changeOf(deps, work, callerOfWork(work)), together, abreast: ABREAST[provider] }
}

/** @returns whether the work goes on */
async function doItems(deps: RunDeps, work: WorkRow, { doSome, together, abreast }: Manner, items: ItemRow[], signal: AbortSignal) {
  for (const lots of slices([...slices(items, together)], abreast)) {
    signal.throwIfAborted()
    if (!(await goesOn(deps, work))) return false
    const begun = performance.now()
    const ended = await Promise.allSettled(lots.map((lot) => doLot(deps, work, doSome, lot)))
    for (const end of ended) if (end.status === 'rejected') throw end.reason
    await letOthers(begun)
  }
  return true
}

/** Whether a work is still wanted, by somebody who still may. */
async function goesOn({ db: { prisma }, clock }: RunDeps, work: WorkRow): Promise<boolean> {
  const now = await prisma.bulkWork.findUnique({ where: { id: work.id }, select: { state: true } })
  if (now?.state !== 'running') return false
  const actor = await prisma.account.findUnique({ where: { id: work.actorId }, select: { admin: true, activated: true } })
  if (actor?.admin && actor.activated) return true
  const data = { state: 'cancelled', lastError: 'not_allowed', ...ending(clock.now(), passwordsUntil(work, clock.now())) }
  await prisma.bulkWork.updateMany({ where: { id: work.id, state: 'running' }, data })
  return false
}

/** A lot in one transaction; if that fails, each by itself, so that one keeps no other from being done. */
async function doLot(deps: RunDeps, work: WorkRow, doSome: DoSome, lot: readonly ItemRow[]): Promise<void> {
  try {
    await doSome(lot)
  } catch (error) {
    if (lot.length === 1) return notDone(deps, work, lot[0]!, error)
    for (const item of lot) await doLot(deps, work, doSome, [item])
  }
}

async function notDone({ db: { prisma }, log }: RunDeps, work: WorkRow, item: ItemRow, error: unknown): Promise<void> {
  if (error instanceof Taken) return // another process has done it
  const reason = refusalOf(error)
  if (reason === undefined && (work.tries < PATIENCE || isUnavailable(error))) throw error
  if (reason === undefined)
    log.error({ event: 'bulk_item_failed', bulk_work_id: work.id, item: item.number, err: error }, 'an account of a bulk work is skipped')
  await writeOutcome(prisma, item, { outcome: 'refused', reason: reason ?? 'failed', sealed: null })
}

function refusalOf(error: unknown): string | undefined {
  if (error instanceof AppError && error.status < 500)
    return error.code === 'validation_failed' ? (Object.keys(error.errors ?? {})[0] ?? error.code) : error.code
  return isForeignKeyViolation(error) || isUniqueViolation(error) ? 'changed' : undefined
}
