import type { Caller } from '../../caller.js'
import { notFound } from '../../domain/errors.js'
import type { Platform } from '../platform.js'
import { actorId, type BulkChange, type BulkWork } from './bulk.js'
import { itemsOf, writeDraft } from './drafts.js'
import { countInvitable, idsToInvite } from './items.sql.js'

// Drafts that follow from a work that has ended.

const ENDED: readonly string[] = ['done', 'cancelled', 'failed'] satisfies BulkWork['state'][]

/** The change that takes another one back. */
const UNDONE_BY: Readonly<Record<string, BulkChange>> = { deactivate: 'activate', block: 'unblock' }

/** How many accounts a work has changed so that it can be taken back; they may have changed since. */
export const undoable = ({ db: { prisma } }: Pick<Platform, 'db'>, { id, action, undoOf }: BulkWork): Promise<number> | number =>
  undoOf === null && action in UNDONE_BY ? prisma.bulkItem.count({ where: { workId: id, outcome: 'done', stamp: { not: null } } }) : 0

/**
 * Makes the draft that takes a work back: for those accounts that it has deactivated or blocked, and that are so since.
 * @throws AppError 404 when nothing can be taken back
 */
export async function draftUndo(deps: Platform, work: BulkWork, caller: Caller): Promise<number> {
  const action = UNDONE_BY[work.action]
  const done =
    action === undefined || work.undoOf !== null || !ENDED.includes(work.state)
      ? []
      : await deps.db.prisma.bulkItem.findMany({
          where: { workId: work.id, outcome: 'done', stamp: { not: null } },
          orderBy: { number: 'asc' },
          select: { accountId: true, stamp: true },
        })
  if (action === undefined || done.length === 0) throw notFound('Nothing of this can be taken back.')
  const stamps = new Map(done.map(({ accountId, stamp }) => [accountId!, stamp]))
  const undo = { action, actorId: actorId(caller), undoOf: work.id }
  return writeDraft(deps, { action, undoOf: work.id }, itemsOf(deps, undo, [...stamps.keys()], stamps), caller)
}

/** How many accounts of an import can be invited. */
export async function invitable({ db }: Pick<Platform, 'db'>, work: BulkWork): Promise<number> {
  return work.action === 'import' && ENDED.includes(work.state) ? countInvitable(db, work.id) : 0
}

/**
 * Makes the draft that invites those whom an import has made.
 * @throws AppError 404 when it has made nobody who can be invited
 */
export async function draftInvitations(deps: Platform, work: BulkWork, caller: Caller): Promise<number> {
  if ((await invitable(deps, work)) === 0) throw notFound('Nobody of this can be invited.')
  const ids = await idsToInvite(deps.db, work.id)
  const invite = { action: 'invite', actorId: actorId(caller), undoOf: null }
  return writeDraft(deps, { action: 'invite' }, itemsOf(deps, invite, ids), caller)
}
