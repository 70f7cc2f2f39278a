import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import type { RawStatements } from '../../db/raw/query.js'
import { AppError } from '../../domain/errors.js'
import { auditEach } from '../audit/audit.sql.js'
import { auditStamp } from '../audit/stamp.js'
import type { With } from '../deps.js'
import { deletionNotice, notify } from '../messages/notices.js'
import { requireAnotherAdministrator } from './change/administrators.js'
import { deleteRows, takeFree } from './deletion.sql.js'
import { noSuchAccount } from './fields.js'
import { bury, type Deleted } from './tombstones.sql.js'

type DeletionDeps = With<'limits' | 'outbound'>

/**
 * Removes the account and all that belongs to it: passwords, codes, keys and messages by the database's cascades, its registrations as
 * soon as the registrar is there. Its name is kept from sign-up for TOMBSTONE_DAYS, and its owner is told by mail.
 * @param options.also done in the same transaction, once the account is gone
 * @throws AppError 404, 403 last_administrator unless `evenLast`
 */
export async function deleteAccount(
  deps: DeletionDeps,
  id: number,
  caller: Caller,
  { evenLast = false, also = async () => undefined }: { evenLast?: boolean; also?: (tx: Transaction) => Promise<unknown> } = {},
): Promise<void> {
  await notify(deps, id, caller, (tell) =>
    deps.db.prisma.$transaction(async (tx) => {
      if (!evenLast) await requireAnotherAdministrator(deps, tx, id)
      const select = { id: true, username: true, domain: true, activated: true, deactivatedAt: true } as const
      const account = await tx.account.findUnique({ where: { id }, select })
      if (!account || !(await deleteWithin(deps, tx, [account], caller))) throw noSuchAccount()
      await also(tx)
      await tell(tx, 'accountDeleted')
    }),
  )
  deps.outbound.removals.deliver()
  deps.outbound.b2bua.deliver()
}

/** As `deleteAccount`, for the account itself: an account that another request has deleted at the same time is not an error. */
export async function deleteOwnAccount(
  deps: DeletionDeps,
  id: number,
  caller: Caller,
  options: { evenLast?: boolean } = {},
): Promise<void> {
  try {
    await deleteAccount(deps, id, caller, options)
  } catch (error) {
    if (!(error instanceof AppError && error.status === 404)) throw error
  }
}

/**
 * Deletes many accounts in one transaction and with few statements, as `deleteAccount` deletes one. Left to that one are administrators, of whom one has to stay,
 * and on PostgreSQL accounts that another transaction has in hand. What is to be delivered afterwards is for the caller to deliver.
 * @param also is told, in the same transaction, which accounts were deleted
 */
export async function deleteAccounts(
  deps: DeletionDeps,
  ids: readonly number[],
  caller: Caller,
  also: (tx: RawStatements, deleted: readonly number[]) => Promise<unknown>,
): Promise<void> {
  await deps.db.transact(async (tx) => {
    const going = (await takeFree(deps.db, tx, ids)).filter(({ admin }) => !admin)
    if (going.length === 0) return
    if (!(await deleteWithin(deps, tx, going, caller))) throw new Error('accounts are gone whose rows were taken')
    await deps.outbound.messenger.enqueue(tx, ...going.flatMap((one) => deletionNotice(deps, one, caller)))
    await also(
      tx,
      going.map(({ id }) => id),
    )
  })
}

/** What a deletion consists of, without the notice to the owner. @returns whether all of them were there */
async function deleteWithin(
  deps: DeletionDeps,
  tx: RawStatements,
  going: readonly (Deleted & { id: number })[],
  caller: Caller,
): Promise<boolean> {
  const ids = going.map(({ id }) => id)
  await auditEach(tx, auditStamp(deps, caller), 'deleteAccount', ids)
  await deps.outbound.b2bua.enqueue(tx, ...ids)
  if ((await deleteRows(tx, ids)) < ids.length) return false
  await bury(deps, tx, going)
  await deps.outbound.removals.enqueueRemovals(tx, going, 'closed')
  return true
}
