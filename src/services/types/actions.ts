import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { AppError, invalidField, notFound } from '../../domain/errors.js'
import { noSuchAccount } from '../accounts/fields.js'
import { takeAccount } from '../accounts/record.js'
import { audit } from '../audit/audit.sql.js'
import type { Expectation } from '../expectation.js'
import type { Platform } from '../platform.js'

// What apps can have an account do, by a code in DTMF: nothing, while nobody has said how they send the account DTMF.
// @throws AppError 404, 403 dtmf_protocol_missing, in each of them

export type ActionRecord = Prisma.AccountActionGetPayload<object>
/** An action as it is to be. */
export interface ActionFields {
  key: string
  code: string
}

const MOST_ACTIONS = 100

/** In the order of their ids. */
export async function listActions({ db }: Pick<Platform, 'db'>, accountId: number): Promise<ActionRecord[]> {
  await requireDtmf(db.prisma, accountId)
  return db.prisma.accountAction.findMany({ where: { accountId }, orderBy: { id: 'asc' } })
}

export async function getAction({ db }: Pick<Platform, 'db'>, accountId: number, id: number): Promise<ActionRecord> {
  await requireDtmf(db.prisma, accountId)
  return found(await db.prisma.accountAction.findFirst({ where: { id, accountId } }))
}

/** @throws AppError 422 when the account has as many as it may */
export const createAction = (deps: Platform, accountId: number, { key, code }: ActionFields, caller: Caller): Promise<ActionRecord> =>
  changing(deps, accountId, caller, async (tx) => {
    if ((await tx.accountAction.count({ where: { accountId } })) >= MOST_ACTIONS)
      throw invalidField('key', 'An account has 100 actions at most. Delete one first.')
    return tx.accountAction.create({ data: { accountId, key, code } })
  })

/** @throws AppError 412 precondition_failed */
export const updateAction = (
  deps: Platform,
  accountId: number,
  id: number,
  { key, code }: ActionFields,
  expect: Expectation<ActionRecord>,
  caller: Caller,
): Promise<ActionRecord> =>
  changing(deps, accountId, caller, async (tx) => {
    expect(found(await tx.accountAction.findFirst({ where: { id, accountId } })))
    return tx.accountAction.update({ where: { id }, data: { key, code } })
  })

export const deleteAction = (deps: Platform, accountId: number, id: number, caller: Caller): Promise<void> =>
  changing(deps, accountId, caller, async (tx) => {
    const { count } = await tx.accountAction.deleteMany({ where: { id, accountId } })
    if (count === 0) throw noSuchAction()
  })

function changing<T>(deps: Platform, accountId: number, caller: Caller, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return deps.db.prisma.$transaction(async (tx) => {
    await takeAccount(tx, accountId)
    await requireDtmf(tx, accountId)
    const result = await work(tx)
    await audit(deps, tx, caller, 'updateAccount', accountId, ['actions'])
    return result
  })
}

async function requireDtmf(db: Pick<Transaction, 'account'>, id: number): Promise<void> {
  const account = await db.account.findUnique({ where: { id }, select: { dtmfProtocol: true } })
  if (!account) throw noSuchAccount()
  if (account.dtmfProtocol === null) throw new AppError(403, 'dtmf_protocol_missing', 'Set the dtmf_protocol of this account first.')
}

function found(action: ActionRecord | null): ActionRecord {
  if (!action) throw noSuchAction()
  return action
}

const noSuchAction = () => notFound('This account has no such action.')
