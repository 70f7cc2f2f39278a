import type { Caller } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import { AppError } from '../../../domain/errors.js'
import { requireAnotherAdministrator } from '../../accounts/change/administrators.js'
import { activate, block, deactivate, isActivated, unblock } from '../../accounts/change/state.js'
import { deleteAccount, deleteAccounts } from '../../accounts/deletion.js'
import { takeNumbers } from '../../accounts/numbers.sql.js'
import { takeAccount } from '../../accounts/record.js'
import { membersOfList } from '../../contacts/links.js'
import type { With } from '../../deps.js'
import { enqueueInvitation } from '../../recovery/resetLink.js'
import { addTypeWithin } from '../../types/typesOfAccount.js'
import type { ItemRow, LeftOut, WorkRow } from '../bulk.js'
import { writeDone } from '../items.sql.js'
import { type AccountState, leftOut, stateOf, type Target, targetOf } from '../leftOut.js'
import { type DoSome, type Ended, Taken, writeOutcome } from './outcome.js'

type ChangeDeps = With<'limits' | 'outbound'>
const DONE: Ended = { outcome: 'done' }

/** Changes accounts one after the other in one transaction, by the functions that change one; what is so already, or may not be, is left out. */
export function changeOf(deps: ChangeDeps, work: WorkRow, caller: Caller): DoSome {
  if (work.action === 'delete') return (items) => deleteSome(deps, work, items, caller)
  if (work.action === 'invite') return (items) => inviteOne(deps, work, items[0]!, caller)
  return async (items) => {
    const target = await targetOf(deps.db.prisma, work.action, work.targetId)
    await deps.db.prisma.$transaction(async (tx) => {
      for (const item of items) await writeOutcome(tx, item, await changeOne(deps, tx, work, item, target, caller))
    })
  }
}

async function changeOne(
  deps: ChangeDeps,
  tx: Transaction,
  work: WorkRow,
  { accountId, stamp }: ItemRow,
  target: Target | undefined,
  caller: Caller,
): Promise<Ended> {
  const id = accountId!
  // takes the account, and others if it has to
  if (work.action === 'deactivate' || work.action === 'block') await requireAnotherAdministrator(deps, tx, id)
  else {
    if (work.action === 'activate') await takeNumbersOf(deps, tx, id)
    await takeAccount(tx, id)
  }
  const before = await stateOf(tx, id)
  if (!before) return { outcome: 'left_out', reason: 'gone' }
  const reason = leftOut(work, before, { target, stamp })
  if (reason) return { outcome: 'left_out', reason }
  switch (work.action) {
    case 'activate':
      await activate(deps, tx, id, caller)
      return DONE
    case 'unblock':
      await unblock(deps, tx, id, caller)
      return DONE
    case 'deactivate': {
      const still = atOneTime(deps)
      await deactivate(still, tx, id, caller)
      // who was not activated before does not become so when it is taken back
      return isActivated(before) ? { outcome: 'done', stamp: new Date(still.clock.now()) } : DONE
    }
    case 'block': {
      const still = atOneTime(deps)
      await block(still, tx, id, caller)
      return { outcome: 'done', stamp: new Date(still.clock.now()) }
    }
    default:
      return add(deps, tx, work, before, target, caller)
  }
}

/** Who activates takes numbers before the account. */
async function takeNumbersOf(deps: ChangeDeps, tx: Transaction, id: number): Promise<void> {
  const account = await tx.account.findUnique({ where: { id }, select: { username: true } })
  if (account) await takeNumbers(deps.db, tx, { ...account, phone: null })
}

/** The same at a time that stands still: it is when the account was deactivated, as far as it says. */
function atOneTime(deps: ChangeDeps): ChangeDeps {
  const time = deps.clock.now()
  return { ...deps, clock: { ...deps.clock, now: () => time } }
}

async function add(
  deps: ChangeDeps,
  tx: Transaction,
  { action }: WorkRow,
  { id }: AccountState,
  target: Target | undefined,
  caller: Caller,
): Promise<Ended> {
  if (!target) return { outcome: 'refused', reason: 'no_target' }
  const added =
    action === 'addType'
      ? await addTypeWithin(deps, tx, id, target.id, target.spaceId, caller)
      : await membersOfList.addWithin(deps, tx, target.id, id, caller)
  return added ? DONE : { outcome: 'left_out', reason: 'already' }
}

/**
 * Changes one account in a transaction that belongs to who changes it, as a mail goes with it, whose limits are asked before.
 * @param change writes `done` in that transaction, or returns why it leaves the account out
 */
async function changeAlone(
  deps: ChangeDeps,
  work: WorkRow,
  item: ItemRow,
  change: (id: number, done: (tx: Transaction) => Promise<void>) => Promise<LeftOut | undefined>,
): Promise<void> {
  const id = item.accountId!
  const before = await stateOf(deps.db.prisma, id)
  const reason = (before ? leftOut(work, before) : 'gone') ?? (await change(id, (tx) => writeOutcome(tx, item, DONE)))
  if (reason) await writeOutcome(deps.db.prisma, item, { outcome: 'left_out', reason })
}

/** Deletes accounts together, and by themselves those that have to be, or that others have in hand. */
async function deleteSome(deps: ChangeDeps, work: WorkRow, items: readonly ItemRow[], caller: Caller): Promise<void> {
  const rest = new Map(items.map((item) => [item.accountId!, item]))
  if (items.length > 1) {
    const ids = [...rest.keys()].filter((id) => id !== work.actorId)
    await deleteAccounts(deps, ids, caller, async (tx, deleted) => {
      const done = deleted.map((id) => rest.get(id)!.number)
      if ((await writeDone(tx, work.id, done)) < done.length) throw new Taken('done by another process')
      for (const id of deleted) rest.delete(id)
    })
  }
  for (const item of rest.values()) await deleteOne(deps, work, item, caller)
}

const deleteOne = (deps: ChangeDeps, work: WorkRow, item: ItemRow, caller: Caller): Promise<void> =>
  changeAlone(deps, work, item, async (id, also) => {
    try {
      await deleteAccount(deps, id, caller, { also })
      return undefined
    } catch (error) {
      if (!(error instanceof AppError && error.status === 404)) throw error
      return 'gone'
    }
  })

const inviteOne = (deps: ChangeDeps, work: WorkRow, item: ItemRow, caller: Caller): Promise<void> =>
  changeAlone(deps, work, item, async (id, also) => ((await enqueueInvitation(deps, id, caller, also)) ? undefined : 'already'))
