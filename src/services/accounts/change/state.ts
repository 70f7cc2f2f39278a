import type { Caller } from '../../../caller.js'
import type { Transaction } from '../../../db/client.js'
import { audit } from '../../audit/audit.sql.js'
import { revokeAllKeys } from '../../credentials/apiKeys.js'
import { endSessions } from '../../credentials/sessions.js'
import type { With } from '../../deps.js'
import { activatedData } from '../../signUp/activation.js'
import { noSuchAccount } from '../fields.js'
import { refuseForeignName } from '../numbers.sql.js'
import { type AccountRecord, takeAccount, waitingAt, wholeAccount } from '../record.js'
import { requireAnotherAdministrator } from './administrators.js'

// Activated, deactivated, blocked: decision 31 says how a blocked account is kept out by `activated`.

/** A change of state in a transaction: the caller delivers the removals of registrations once it is committed. */
type Change = (deps: With<'outbound'>, tx: Transaction, id: number, caller: Caller) => Promise<void>

/**
 * Activates an account on an administrator's word. Its confirmation key is void afterwards. One that a stranger made and that is named after a number does not take it from
 * its owner. A blocked one stays so, and is activated once it is unblocked.
 * @throws AppError 404, 422 phone_in_use
 */
export const activateAccount = (deps: With<'outbound'>, id: number, caller: Caller): Promise<AccountRecord> =>
  changed(deps, id, caller, activate)

/**
 * The account can no longer log in, here or at the SIP server, nor activate itself with a code it still has; its sessions end, its API keys are revoked, and its registrations go as soon
 * as the registrar is there.
 * @throws AppError 404, 403 last_administrator
 */
export const deactivateAccount = (deps: With<'outbound'>, id: number, caller: Caller): Promise<AccountRecord> =>
  changed(deps, id, caller, async (_, tx) => {
    await requireAnotherAdministrator(deps, tx, id)
    await deactivate(deps, tx, id, caller)
  })

/**
 * Shuts an account out until it is unblocked: as deactivation does, but its API keys stay, refused meanwhile.
 * @throws AppError 404, 403 last_administrator
 */
export const blockAccount = (deps: With<'outbound'>, id: number, caller: Caller): Promise<AccountRecord> =>
  changed(deps, id, caller, async (_, tx) => {
    await requireAnotherAdministrator(deps, tx, id)
    await block(deps, tx, id, caller)
  })

/** Lets a blocked account in again, if it was activated before. @throws AppError 404 */
export const unblockAccount = (deps: With<'outbound'>, id: number, caller: Caller): Promise<AccountRecord> =>
  changed(deps, id, caller, unblock)

async function changed(deps: With<'outbound'>, id: number, caller: Caller, change: Change): Promise<AccountRecord> {
  const account = await deps.db.prisma.$transaction(async (tx) => {
    await change(deps, tx, id, caller)
    const account = await tx.account.findUnique({ where: { id }, include: wholeAccount })
    if (!account) throw noSuchAccount()
    return account
  })
  deps.outbound.removals.deliver()
  deps.outbound.b2bua.deliver()
  return account
}

/** @throws AppError 422 phone_in_use */
export const activate: Change = async (deps, tx, id, caller) => {
  const select = { username: true, domain: true, selfMade: true, activated: true, blocked: true } as const
  const account = await tx.account.findUnique({ where: { id }, select })
  if (account?.selfMade && !account.activated) await refuseForeignName(deps.db, tx, account)
  const { activated: _, deactivatedAt: __, ...data } = activatedData
  // of the two statements one is for it, whoever unblocks it at the same time
  const before = await takeAccount(tx, id)
  await tx.account.updateMany({ where: { id, blocked: false }, data: activatedData })
  await tx.account.updateMany({ where: { id, blocked: true }, data: { ...data, activatedBeforeBlock: true } })
  await deps.outbound.b2bua.enqueue(tx, id)
  // who is told of activations is not told of none
  if (before && !isActivated(before)) await audit(deps, tx, caller, 'activateAccount', id)
}

export const deactivate: Change = async (deps, tx, id, caller) => {
  // before what belongs to it, as all who change both: otherwise PostgreSQL finds two that wait for each other
  await takeAccount(tx, id)
  await shutOut(deps, tx, id)
  await tx.account.updateMany({ where: { id }, data: { activatedBeforeBlock: false } })
  await audit(deps, tx, caller, 'deactivateAccount', id)
  await revokeAllKeys(deps, tx, id, caller)
}

export const block: Change = async (deps, tx, id, caller) => {
  await takeAccount(tx, id)
  await tx.account.updateMany({ where: { id, blocked: false, activated: true }, data: { activatedBeforeBlock: true } })
  await shutOut(deps, tx, id)
  const { count } = await tx.account.updateMany({ where: { id, blocked: false }, data: { blocked: true } })
  if (count > 0) await audit(deps, tx, caller, 'blockAccount', id)
}

export const unblock: Change = async (deps, tx, id, caller) => {
  await takeAccount(tx, id)
  const where = { id, blocked: true }
  const { count: lively } = await tx.account.updateMany({
    where: { ...where, activatedBeforeBlock: true },
    data: { blocked: false, activated: true, activatedBeforeBlock: false, deactivatedAt: null },
  })
  const { count: idle } = await tx.account.updateMany({ where, data: { blocked: false } })
  await deps.outbound.b2bua.enqueue(tx, id)
  if (lively + idle > 0) await audit(deps, tx, caller, 'unblockAccount', id)
}

/** What deactivation and blocking share: codes, links and the confirmation key are void, sessions end and registrations go. */
async function shutOut(deps: With<'outbound'>, tx: Transaction, id: number): Promise<void> {
  const ofAccount = { where: { accountId: id } }
  await tx.code.deleteMany(ofAccount)
  await tx.oneTimeLink.deleteMany(ofAccount)
  await tx.authToken.deleteMany(ofAccount)
  await endSessions(tx, id)
  await tx.account.updateMany({
    where: { id },
    data: {
      activated: false,
      deactivatedAt: new Date(deps.clock.now()),
      confirmationKey: null,
      confirmationKeyExpires: null,
      tokenMade: false,
    },
  })
  const account = await tx.account.findUnique({ where: { id }, select: { username: true, domain: true } })
  if (account) await deps.outbound.removals.enqueueRemovals(tx, [account], 'closed')
  await deps.outbound.b2bua.enqueue(tx, id)
}

/** Whether an account is activated, as its owner knows it: a blocked one is again, once it is unblocked. */
export const isActivated = ({
  activated,
  blocked,
  activatedBeforeBlock,
}: Pick<AccountRecord, 'activated' | 'blocked' | 'activatedBeforeBlock'>): boolean => (blocked ? activatedBeforeBlock : activated)

/** The address of an account; until it is activated that which waits for its code. Null: none. */
export const shownAddress = (
  account: Pick<AccountRecord, 'activated' | 'blocked' | 'activatedBeforeBlock' | 'email' | 'phone' | 'codes'>,
  channel: 'email' | 'phone',
): string | null => account[channel] ?? (isActivated(account) ? null : (waitingAt(account, channel) ?? null))
